"""What a client reads of an area."""

from app.areas.model import Area
from app.wire import Sent


class AreaItem(Sent, frozen=True):
    """An area to choose from a list; no place on a map ever leaves."""

    code: str
    name: str
    department: str
    postcodes: tuple[str, ...]


def area_item(area: Area) -> AreaItem:
    return AreaItem(area.code, area.name, area.department, area.postcodes)
