"""Honesty checks of mentors, under /v1/staff."""
