"""A place a member may choose."""

import msgspec


class Area(msgspec.Struct, frozen=True):
    """A commune, or an arrondissement of Paris, Lyon or Marseille, by its INSEE code; degrees are WGS 84."""

    code: str
    name: str
    department: str
    region: str
    population: int
    postcodes: tuple[str, ...]
    latitude: float
    longitude: float
