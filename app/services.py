"""Postgres and Redis for these settings: those named in them, else embedded ones in the data folder."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from msgspec.structs import replace

from app.embedded import Postgres, Valkey
from app.settings import Settings


@contextmanager
def services(settings: Settings) -> Iterator[Settings]:
    """The settings with both addresses known; what was started here stops at the end."""
    with ExitStack() as started:
        if not settings.database_url:
            postgres = started.enter_context(Postgres(settings.folder / "postgres"))
            settings = replace(settings, database_url=postgres.url)
        if not settings.redis_url:
            valkey = started.enter_context(Valkey(settings.folder / "valkey"))
            settings = replace(settings, redis_url=valkey.url)
        yield settings
