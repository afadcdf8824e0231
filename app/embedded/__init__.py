"""Postgres and Valkey of our own, for the demo and the tests: loopback only, and gone when we are."""

from app.embedded.errors import EmbeddedError
from app.embedded.postgres import Postgres
from app.embedded.valkey import Valkey

__all__ = ["EmbeddedError", "Postgres", "Valkey"]
