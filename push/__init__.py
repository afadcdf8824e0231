"""Notices in, receipts out: knows devices and words, neither members nor tables."""
