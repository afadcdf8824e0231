"""Photos of members: made small and clean, kept apart, and shown to others once staff accepted them."""
