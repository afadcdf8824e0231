"""The name of an area, for those who read of it on a card."""

from functools import lru_cache

from app.areas.atlas import load_atlas


@lru_cache(maxsize=40_000)
def area_name(code: str) -> str:
    area = load_atlas().by_code(code)
    return area.name if area else ""
