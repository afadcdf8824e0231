"""What may become of a mentee, and what the two may gain."""

from collections.abc import Iterable, Iterator, Mapping

from app.vocabularies import Term, terms


def all_terms() -> Iterator[Term]:
    """Situations, then skills, then gains."""
    for kind in _lists().values():
        yield from kind.values()


def situations() -> list[str]:
    """The codes, in the order they are shown."""
    return list(_lists()["situation"])


def unknown(kind: str, codes: Iterable[str]) -> bool:
    """Whether a code is in none of the list's lines."""
    return not set(codes) <= _lists()[kind].keys()


def _lists() -> Mapping[str, Mapping[str, Term]]:
    return terms("app.outcomes", "outcomes.toml")
