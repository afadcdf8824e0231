"""Draws the four terms as the code computes them: `python -m bench.terms > docs/pictures/terms.svg`."""

from collections.abc import Callable, Sequence
from html import escape

import numpy as np

from ranking import EARTH_RADIUS_KM, IN_PERSON, REMOTE, TERMS, Weights, terms, unit_vectors

WIDTH, HEIGHT = 840, 250
PANEL, BASE, TALL = 200, 190, 120
WEIGHTS = Weights()

Bars = Sequence[tuple[str, float]]


def picture() -> str:
    """The SVG: one panel a term, each from 0 to 1."""
    panels: dict[str, Callable[[int], str]] = {
        "sector": lambda left: _bars(left, _sectors()),
        "goals": lambda left: _bars(left, _goals()),
        "place": _place,
        "time": lambda left: _bars(left, _times()),
    }
    drawn = [_panel(20 + PANEL * at, name, panels[name]) for at, name in enumerate(TERMS)]
    style = "text{font:12px sans-serif;fill:#333}.t{font-weight:bold}.a{stroke:#999}.b{fill:#3a6ea5}"
    line = ".l{fill:none;stroke:#3a6ea5;stroke-width:2}.r{stroke:#c66;stroke-dasharray:4}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            "<title>The four terms of a card's fit, from 0 to 1</title>",
            f"<style>{style}{line}</style>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            *drawn,
            "</svg>",
            "",
        ]
    )


def _sectors() -> Bars:
    return [("same", 1.0), ("field", WEIGHTS.same_field), ("related", WEIGHTS.related_field), ("other", 0.0)]


def _goals() -> Bars:
    """What a mentor adds who helps with one of five goals: the first, the second, …"""
    alone = np.arange(1, 6, dtype=np.uint8)[None, :]
    met = terms.goals_of_seeker(alone, range(5), WEIGHTS)
    return [(f"{place}.", value) for place, value in enumerate(met.tolist(), 1)]


def _times() -> Bars:
    """Of four free day parts, none to all shared; and when somebody gave none."""
    free = 0b1111
    shared = np.array([0b11110000 >> most & 0xFF for most in range(5)], dtype=np.uint32)
    values = terms.time(np.append(shared, np.uint32(0)), free, WEIGHTS).tolist()
    return [*zip(("0", "1", "2", "3", "4"), values, strict=False), ("?", values[-1])]


def _place(left: int) -> str:
    """By distance, in person, with the floor that working remotely gives."""
    distances = np.linspace(0, 80, 81)
    points = unit_vectors(np.degrees(distances / EARTH_RADIUS_KM), np.zeros(81)).T
    modalities = np.full(81, IN_PERSON, dtype=np.uint8)
    near = terms.place(points, modalities, points[:, 0], IN_PERSON, WEIGHTS)
    both = np.full(81, IN_PERSON | REMOTE, dtype=np.uint8)
    floor = terms.place(points, both, points[:, 0], REMOTE, WEIGHTS)[-1]
    across = left + 2 * distances
    line = " ".join(f"{x:.0f},{_up(y):.1f}" for x, y in zip(across, near, strict=True))
    marks = "".join(f'<text x="{left + 2 * km}" y="{BASE + 16}">{km} km</text>' for km in (0, 20, 40, 60))
    remote = f'<line class="r" x1="{left}" x2="{left + 160}" y1="{_up(floor):.1f}" y2="{_up(floor):.1f}"/>'
    word = f'<text x="{left + 96}" y="{_up(floor) - 5:.1f}">online</text>'
    return f'<polyline class="l" points="{line}"/>{remote}{word}{marks}'


def _bars(left: int, bars: Bars) -> str:
    step = 160 // len(bars)
    return "".join(
        f'<rect class="b" x="{left + step * at}" y="{_up(value):.1f}" width="{step - 8}" height="{TALL * value:.1f}"/>'
        f'<text x="{left + step * at}" y="{BASE + 16}">{escape(label)}</text>'
        for at, (label, value) in enumerate(bars)
    )


def _panel(left: int, name: str, draw: Callable[[int], str]) -> str:
    weight = getattr(WEIGHTS, name)
    return (
        f'<text class="t" x="{left}" y="40">{name} · {weight:.2f}</text>'
        f'<line class="a" x1="{left}" x2="{left + 170}" y1="{BASE}" y2="{BASE}"/>{draw(left)}'
    )


def _up(value: float) -> float:
    return BASE - TALL * value


if __name__ == "__main__":
    print(picture(), end="")
