"""The trades, on two levels."""

import msgspec


class Field(msgspec.Struct, frozen=True):
    """One of the 14 wide fields of the ROME, by its letter; `related` holds letters, both ways."""

    code: str
    fr: str
    en: str
    related: frozenset[str]


class Sector(msgspec.Struct, frozen=True):
    """A sector; `titles` are job titles, each as the beginnings of its words."""

    code: str
    fr: str
    en: str
    field: Field
    titles: tuple[tuple[str, ...], ...]
