"""Simulated markets: what a way of dealing cards does to everybody's chances of a tandem."""
