"""What a client reads of a sector."""

from app.errors import Language
from app.sectors.model import Sector
from app.wire import Sent


class FieldItem(Sent, frozen=True):
    """One of the 14 wide fields, by its letter."""

    code: str
    name: str


class SectorItem(Sent, frozen=True):
    """A sector, in the caller's language."""

    code: str
    name: str
    field: FieldItem


def sector_item(sector: Sector, language: Language) -> SectorItem:
    field = FieldItem(sector.field.code, getattr(sector.field, language))
    return SectorItem(sector.code, getattr(sector, language), field)
