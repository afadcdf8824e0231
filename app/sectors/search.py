"""Finding a sector by a job title, as people say it, or by the words of its name."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from app.sectors.model import Sector
from app.sectors.vocabulary import all_sectors
from app.spelling import plain_words

LONGEST_TYPED = 100
_SILENT = frozenset(plain_words("a au aux d de des du en et l la le les un une h f ou sur pour dans the of and in"))
# A word so short is looked for whole: "dj", "vtc", "aes".
_WHOLE_WORD = 3
# The first word of a French title is the trade itself; what follows says where or with what.
_FIRST_WORD = 4
_SHORTEST_BEGINNING = 3
# Titles are kept apart by these first letters, so that few are read.
_KEY = 2


class Meaning(NamedTuple):
    """How well words name a sector: first by a whole title, then by one begun, then by words of its name."""

    title: int = 0
    begun: int = 0
    name: int = 0


def find(typed: str) -> list[Sector]:
    """The sectors of a job title, likeliest first; all of them, in order, when nothing is typed."""
    if not typed.strip():
        return list(all_sectors())
    if len(typed) > LONGEST_TYPED:
        return []
    words = [word for word in plain_words(typed) if word not in _SILENT]
    meanings = _named(words)
    for row, title in _titles_like(words):
        known = meanings.get(row, Meaning())
        whole, begun = max(known.title, _whole(words, title)), max(known.begun, _begun(words, title))
        if whole or begun:
            meanings[row] = Meaning(whole, begun, known.name)
    best = sorted(meanings, key=lambda row: (meanings[row], -row), reverse=True)
    return [all_sectors()[row] for row in best]


def _named(words: list[str]) -> dict[int, Meaning]:
    """The sectors whose names have a word that begins as one of these."""
    said = [word for word in words if len(word) >= _SHORTEST_BEGINNING]
    counts = {row: sum(_opens(word, name) for word in said) for row, name in enumerate(_names())}
    return {row: Meaning(name=count) for row, count in counts.items() if count}


def _opens(word: str, names: frozenset[str]) -> bool:
    return word in names or any(name.startswith(word) for name in names)


def _titles_like(words: list[str]) -> Iterable[tuple[int, tuple[str, ...]]]:
    for key in {word[:_KEY] for word in words}:
        yield from _titles().get(key, ())


def _whole(words: list[str], title: tuple[str, ...]) -> int:
    """The letters of the title that were typed, more when it opens what was typed; 0 unless all of it was."""
    left = list(words)
    for stem in title:
        said = next((word for word in left if _is(word, stem)), None)
        if said is None:
            return 0
        left.remove(said)
    return sum(map(len, title)) + _FIRST_WORD * _is(words[0], title[0])


def _begun(words: list[str], title: tuple[str, ...]) -> int:
    """The letters typed of a title not yet finished; 0 when something else was typed."""
    *finished, last = words
    if len(words) > len(title) or len(last) < _SHORTEST_BEGINNING or not title[len(finished)].startswith(last):
        return 0
    begun = all(_is(word, stem) for word, stem in zip(finished, title, strict=False))
    return sum(map(len, words)) if begun else 0


def _is(word: str, stem: str) -> bool:
    return word == stem if len(stem) <= _WHOLE_WORD else word.startswith(stem)


@lru_cache(maxsize=1)
def _titles() -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Titles, with the row of their sector, by how their first word begins."""
    titles = defaultdict(list)
    for row, sector in enumerate(all_sectors()):
        for title in sector.titles:
            titles[title[0][:_KEY]].append((row, title))
    return dict(titles)


@lru_cache(maxsize=1)
def _names() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(plain_words(f"{sector.fr} {sector.en} {sector.field.fr} {sector.field.en}")) - _SILENT
        for sector in all_sectors()
    )
