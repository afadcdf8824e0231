"""Whether a mentor may be trusted with a card: what staff look at, decide, and tell."""
