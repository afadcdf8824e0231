"""The sectors the project ships, in the order of their codes."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.sectors.model import Field, Sector


@lru_cache(maxsize=1)
def all_sectors() -> tuple[Sector, ...]:
    """Every sector, read once."""
    fields = tomllib.loads(files("app.sectors").joinpath("sectors.toml").read_text("utf-8"))
    related = _both_ways(fields)
    return tuple(
        _sector(code, written, Field(letter, field["fr"], field["en"], related[letter]))
        for letter, field in fields.items()
        for code, written in field["sectors"].items()
    )


def by_code(code: str) -> Sector | None:
    row = _positions().get(code)
    return None if row is None else all_sectors()[row]


def position(code: str) -> int:
    """Where the sector stands in `similarity_table`. KeyError when there is none."""
    return _positions()[code]


def similarity_table(same: float = 1.0, same_field: float = 0.6, related_fields: float = 0.25) -> NDArray[np.float64]:
    """How alike two sectors are: float64 (sectors, sectors), symmetric; 0 where fields are not related."""
    letters = [sector.field.code for sector in all_sectors()]
    related = [sector.field.related for sector in all_sectors()]
    table = np.array([[related_fields if other in near else 0.0 for other in letters] for near in related])
    table[np.equal.outer(letters, letters)] = same_field
    np.fill_diagonal(table, same)
    return table


@lru_cache(maxsize=1)
def _positions() -> dict[str, int]:
    return {sector.code: row for row, sector in enumerate(all_sectors())}


def _both_ways(fields: dict[str, Any]) -> dict[str, frozenset[str]]:
    pairs = {(letter, other) for letter, field in fields.items() for other in field["related"]}
    pairs |= {(other, letter) for letter, other in pairs}
    return {letter: frozenset(other for one, other in pairs if one == letter) for letter in fields}


def _sector(code: str, written: dict[str, str], field: Field) -> Sector:
    titles = tuple(tuple(title.split()) for title in written["titles"].split(","))
    return Sector(code, written["fr"], written["en"], field, titles)
