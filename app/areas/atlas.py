"""The areas of France: found by what people type, placed on the sphere for ranking."""

import gzip
import re
from bisect import bisect_left
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from app.areas.index import WordIndex
from app.areas.model import Area
from app.areas.readings import readings
from app.spelling import plain, plain_phrase

# Marseille, Lyon and Paris, with the beginning of their arrondissements' codes: these are offered instead.
DIVIDED = {"13055": "132", "69123": "6938", "75056": "751"}
FIRST_PAGE = 10
LONGEST_TYPED = 100
POSTCODE_DIGITS = 5
_NAME_AND_POSTCODE = re.compile(r"(?P<name>\D.*) (?P<postcode>\d{2,5})|(?P<first>\d{5}) (?P<rest>\D.*)")

Rows = NDArray[np.intp]
Marks = NDArray[np.bool_]


@lru_cache(maxsize=1)
def load_atlas() -> "Atlas":
    """The atlas the project ships, read once (about 0.2 s)."""
    packed = files("app.areas").joinpath("areas.tsv.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    return Atlas({name: values for name, *values in (line.split("\t") for line in lines)})


class Atlas:
    """The areas a member may choose, in the order of their codes; the whole communes in `DIVIDED` are not."""

    def __init__(self, columns: dict[str, list[str]]) -> None:
        """Read the columns of the shipped file, in the order of their codes."""
        city_population = _city_population(columns)
        whole = sorted((columns["code"].index(code) for code in DIVIDED), reverse=True)
        for row in whole:
            del city_population[row]
            for values in columns.values():
                del values[row]
        self._columns = columns
        self._positions = {code: row for row, code in enumerate(columns["code"])}
        # A city's arrondissements stand together, in their natural order, where the city itself would.
        self._by_rank = np.argsort(-np.array(city_population), kind="stable")
        self._rank = np.argsort(self._by_rank)
        self._most_populous = np.argsort(-_numbers(columns["population"]), kind="stable")
        self._names = WordIndex(plain("\n".join(columns["name"])))
        self._postcodes, self._postcode_rows = _by_postcode(columns["postcodes"])
        self.xyz = _unit_vectors(columns["latitude"], columns["longitude"])

    def __len__(self) -> int:
        return len(self._positions)

    def by_code(self, code: str) -> Area | None:
        """The area of this INSEE code; None for an unknown one, and for a whole commune of `DIVIDED`."""
        row = self._positions.get(code)
        return None if row is None else self._area(row)

    def position(self, code: str) -> int:
        """Where the area stands in `xyz`, float64 (areas, 3): unit vectors. KeyError when there is none."""
        return self._positions[code]

    def find(self, typed: str, limit: int = FIRST_PAGE) -> list[Area]:
        """The areas whose name, or postcode, begins as typed: best first, whole names on the first page."""
        if len(typed) > LONGEST_TYPED:
            return []
        if not typed.strip():
            return [self._area(row) for row in self._most_populous[:limit].tolist()]
        meant = readings(typed)
        digits = meant[0].replace(" ", "") if meant else ""
        if digits.isdigit():
            return self._best_first(*self._with_number(digits), limit)
        code = self.by_code(digits.upper())
        if code is not None:
            return [code]
        named = self._named(meant)
        if not len(named[0]):
            named = self._named_near(plain_phrase(typed))
        return self._best_first(*named, limit)

    def _named(self, meant: list[str]) -> tuple[Rows, Marks, Marks]:
        found = [self._names.beginning_with(words) for words in meant]
        if not found:
            return np.empty(0, np.intp), np.empty(0, np.bool_), np.empty(0, np.bool_)
        rows, first, whole = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return rows, first, whole

    def _named_near(self, words: str) -> tuple[Rows, Marks, Marks]:
        """A name and a postcode, or its beginning: "beaulieu 63", "13008 marseille"."""
        both = _NAME_AND_POSTCODE.fullmatch(words)
        rows, first, whole = self._named(readings(both["name"] or both["rest"]) if both else [])
        if both is None:
            return rows, first, whole
        there = np.zeros(len(self), np.bool_)
        there[self._with_postcode(both["postcode"] or both["first"])] = True
        near = there[rows]
        return rows[near], first[near], whole[near]

    def _with_number(self, digits: str) -> tuple[Rows, Marks, Marks]:
        """By postcode; and by INSEE code, which has the same five digits."""
        rows = self._with_postcode(digits)
        if digits in self._positions:
            rows = np.append(rows, self._positions[digits])
        return rows, np.ones(len(rows), np.bool_), rows == self._positions.get(digits, -1)

    def _with_postcode(self, beginning: str) -> Rows:
        if len(beginning) > POSTCODE_DIGITS:
            return self._postcode_rows[:0]
        lowest, highest = (int(beginning.ljust(POSTCODE_DIGITS, end)) for end in "09")
        low, high = np.searchsorted(self._postcodes, (lowest, highest + 1))
        return self._postcode_rows[low:high]

    def _best_first(self, rows: Rows, first: Marks, whole: Marks, limit: int) -> list[Area]:
        """Beginnings of names, then later words, by population; a whole name stays on the first page."""
        count = len(self)
        places = _distinct(np.where(first, self._rank[rows], self._rank[rows] + count))
        exact = _distinct(self._rank[rows[whole]])[:FIRST_PAGE]
        others = [place for place in places[: 2 * (limit + FIRST_PAGE)] if place not in exact]
        room = FIRST_PAGE - len(exact)
        ordered = sorted(exact + others[:room]) + others[room:]
        # An area found by two of its words has two places: the better one counts.
        best = dict.fromkeys(int(self._by_rank[place % count]) for place in ordered)
        return [self._area(row) for row in list(best)[:limit]]

    def _area(self, row: int) -> Area:
        column = self._columns
        return Area(
            code=column["code"][row],
            name=column["name"][row],
            department=column["department"][row],
            region=column["region"][row],
            population=int(column["population"][row]),
            postcodes=tuple(column["postcodes"][row].split("|")),
            latitude=float(column["latitude"][row]),
            longitude=float(column["longitude"][row]),
        )


def _distinct(places: Rows) -> list[int]:
    """In order, once each. (`np.unique` would import `numpy.ma` in the middle of a call.)"""
    distinct: list[int] = np.flatnonzero(np.bincount(places)).tolist()
    return distinct


def _city_population(columns: dict[str, list[str]]) -> list[int]:
    """The population that ranks an area: its own, or that of the city it is an arrondissement of."""
    codes = columns["code"]
    populations = [int(population) for population in columns["population"]]
    for commune, arrondissements in DIVIDED.items():
        start, end = bisect_left(codes, arrondissements), bisect_left(codes, f"{arrondissements}~")
        populations[start:end] = [populations[codes.index(commune)]] * (end - start)
    return populations


def _by_postcode(postcodes: list[str]) -> tuple[NDArray[np.float64], Rows]:
    """Postcodes in order, and the row each belongs to; a commune may have several."""
    each = _numbers("|".join(postcodes).split("|"))
    rows = np.repeat(np.arange(len(postcodes)), [several.count("|") + 1 for several in postcodes])
    order = np.argsort(each, kind="stable")
    return each[order], rows[order]


def _unit_vectors(latitudes: list[str], longitudes: list[str]) -> NDArray[np.float64]:
    latitude, longitude = np.radians(_numbers(latitudes)), np.radians(_numbers(longitudes))
    across = np.cos(latitude)
    return np.stack((across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude)), axis=1)


def _numbers(texts: list[str]) -> NDArray[np.float64]:
    return np.array(list(map(float, texts)))
