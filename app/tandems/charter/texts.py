"""The versions of the charter that the project ships."""

import tomllib
from functools import lru_cache
from importlib.resources import files

import msgspec


class Text(msgspec.Struct, frozen=True):
    title: str
    articles: list[str]


class Version(msgspec.Struct, frozen=True):
    """One version, in both languages."""

    number: int
    fr: Text
    en: Text


def current() -> Version:
    """The one that is signed now."""
    return all_versions()[-1]


def by_number(number: int) -> Version | None:
    return next((version for version in all_versions() if version.number == number), None)


@lru_cache(maxsize=1)
def all_versions() -> tuple[Version, ...]:
    """Every version, oldest first, read once."""
    shipped = tomllib.loads(files("app.tandems.charter").joinpath("charter.toml").read_text("utf-8"))
    return msgspec.convert(shipped["version"], tuple[Version, ...])
