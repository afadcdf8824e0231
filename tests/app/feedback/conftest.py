"""Tests here share a town."""

from tests.app.shared_town import town

__all__ = ["town"]
