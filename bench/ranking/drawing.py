"""The figures as a picture: milliseconds over the size of the market, both on logarithmic axes."""

import math
from collections.abc import Callable, Sequence

from bench.ranking.measures import Figures

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 34, 48
LEAST_MS, MOST_MS = 0.1, 2000.0
LINES: tuple[tuple[str, str, Callable[[Figures], float | None]], ...] = (
    ("SQL", "#b0413e", lambda figures: figures.sql_ms),
    ("naive numpy", "#c98a2b", lambda figures: figures.naive_ms),
    ("plain scan", "#7a7a7a", lambda figures: figures.plain_ms),
    ("Tandem", "#1c6e5c", lambda figures: figures.ours_ms),
    ("reading once", "#9db4c0", lambda figures: figures.floor_ms),
)


def draw(measured: Sequence[Figures]) -> str:
    """SVG, with its numbers in its text for who cannot see it."""
    sizes = [figures.mentors for figures in measured]

    def across(size: int) -> float:
        low, high = math.log10(sizes[0]), math.log10(sizes[-1])
        share = (math.log10(size) - low) / ((high - low) or 1)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def down(ms: float) -> float:
        share = math.log10(max(ms, LEAST_MS) / LEAST_MS) / math.log10(MOST_MS / LEAST_MS)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [_grid(across, down, sizes)]
    taken: list[float] = []
    for name, colour, read in LINES:
        points = [(across(f.mentors), down(ms), ms) for f in measured if (ms := read(f)) is not None]
        if points:
            parts.append(_line(name, colour, points, taken))
    told = f"{WIDTH} {HEIGHT}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {told}" role="img" '
        'font-family="system-ui, sans-serif" font-size="12">\n'
        "<title>Milliseconds for the exact first 50 of a market, one core</title>\n"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n'
        f'<text x="{LEFT}" y="20" font-size="14">Milliseconds for the exact first 50, one core</text>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _grid(across: Callable[[int], float], down: Callable[[float], float], sizes: Sequence[int]) -> str:
    parts = []
    for power in range(-1, 4):
        y = down(10.0**power)
        if y >= TOP:
            parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e4e4e4"/>')
            parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#555">{10.0**power:g}</text>')
    for size in sizes:
        x, y = across(size), HEIGHT - BOTTOM
        parts.append(f'<path d="M{x:.1f} {TOP}V{y}" stroke="#f0f0f0"/>')
        parts.append(f'<text x="{x:.1f}" y="{y + 18}" text-anchor="middle" fill="#555">{size:,}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.0f}" y="{HEIGHT - 10}" text-anchor="middle" fill="#555">mentors</text>')
    return "\n".join(parts)


def _line(name: str, colour: str, points: Sequence[tuple[float, float, float]], taken: list[float]) -> str:
    path = " ".join(f"{'ML'[at > 0]}{x:.1f} {y:.1f}" for at, (x, y, _) in enumerate(points))
    parts = [f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y, _ in points]
    x, y, ms = points[-1]
    while any(abs(y - other) < 15 for other in taken):
        y += 5
    taken.append(y)
    parts.append(f'<text x="{x + 10:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}, {ms:.3g} ms</text>')
    return "\n".join(parts)
