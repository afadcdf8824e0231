"""A drawn portrait for whoever has no photo: the initial on a colour of their own."""

from html import escape
from urllib.parse import quote
from uuid import UUID


def portrait_url(member_id: UUID, first_name: str) -> str:
    """Where the portrait is; it holds all that the drawing needs, so no table is read for it."""
    initial = first_name.strip()[:1].upper()
    # A slash or a dot would change the address.
    initial = initial if initial.isalnum() else "·"
    return f"/v1/portraits/{member_id.int % 360}/{quote(initial, safe='')}"


def draw(hue: int, initial: str) -> str:
    """The portrait as SVG; white on a hue dark enough to read."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96" role="img">'
        f'<rect width="96" height="96" fill="hsl({hue % 360} 55% 38%)"/>'
        '<text x="48" y="50" fill="#fff" font-family="system-ui,sans-serif" font-size="44" font-weight="600" '
        f'text-anchor="middle" dominant-baseline="central">{escape(initial[:1])}</text></svg>'
    )
