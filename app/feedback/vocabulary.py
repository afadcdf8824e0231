"""How often a tandem is in touch, and what helped."""

from collections.abc import Iterable, Iterator, Mapping

from app.vocabularies import Term, terms


def all_terms() -> Iterator[Term]:
    """Rhythms, then what helped."""
    for kind in _lists().values():
        yield from kind.values()


def unknown(kind: str, codes: Iterable[str]) -> bool:
    """Whether a code is in none of the list's lines."""
    return not set(codes) <= _lists()[kind].keys()


def _lists() -> Mapping[str, Mapping[str, Term]]:
    return terms("app.feedback", "feedback.toml")
