"""Mentors who await a decision, and their honesty checks, under /v1/staff."""
