"""What each kind of notice says, in languages/*.po. Nothing private: anybody may see a locked screen."""

import io
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from importlib import resources
from typing import get_args
from urllib.parse import quote

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from msgspec import Struct

from push.kinds import Kind, kind_of
from push.model import Locale


class MissingFact(KeyError):
    """The deep link of this kind needs a fact that the notice does not carry."""

    def __str__(self) -> str:
        return f"a notice of kind {self.args[0]!r} needs the fact {self.args[1]!r}"


class Words(Struct, frozen=True):
    """What one person reads, where a tap leads (a path within the app), its channel, and whether to wake."""

    title: str
    body: str
    link: str
    category: str
    urgent: bool


def words(kind: str, locale: Locale, facts: Mapping[str, str | int]) -> Words:
    """What a notice of this kind says in this language; in French if we do not speak it.

    The fact `count` (1 if it is missing) makes it a digest: "3 demandes vous attendent". It is the only one that
    is ever shown, the others reach the link, percent-encoded. Raises UnknownKind and MissingFact (both KeyError),
    and ValueError for a count that is none.
    """
    known, count = kind_of(kind), _count(facts)
    speech = _spoken(locale if locale in get_args(Locale) else "fr")
    return Words(
        title=speech.npgettext(kind, "title", "titles", count).format(count=count),
        body=speech.npgettext(kind, "body", "bodies", count).format(count=count),
        link=_link(kind, known, count, facts),
        category=known.category,
        urgent=known.urgent,
    )


def catalogue(locale: Locale) -> Catalog:
    """The texts of a language as they are written. Raises babel's PoFileError if they cannot be read."""
    with resources.files("push").joinpath("languages", f"{locale}.po").open("rb") as texts:
        return read_po(texts, locale=locale, abort_invalid=True)


@cache
def _spoken(locale: Locale) -> GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(locale))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _count(facts: Mapping[str, str | int]) -> int:
    count = facts.get("count", 1)
    if not isinstance(count, int) or count < 1:
        raise ValueError(f"a notice tells of one thing at least, not of {count!r}")
    return count


def _link(name: str, kind: Kind, count: int, facts: Mapping[str, str | int]) -> str:
    path = kind.link if count == 1 else kind.links
    try:
        return path.format_map({fact: quote(str(value), safe="") for fact, value in facts.items()})
    except KeyError as missing:
        raise MissingFact(name, missing.args[0]) from None
