"""The figures as a picture: bars, the markets one below the other."""

from html import escape

from bench.markets.figures import Figures, Lived
from bench.markets.measures import interval
from bench.markets.shapes import Measured

WIDTH, LEFT, RIGHT, BAR, GAP = 760, 230, 90, 14, 26
COLOURS = {
    "own_taste": "#b8c0cc",
    "reciprocal": "#8093a8",
    "steady_reciprocal": "#5d7690",
    "tu": "#c9a227",
    "ours": "#2a7f62",
    "ours_exploring": "#14532d",
    "published": "#d8d2c4",
}
SHAPE_WORDS = {"own_taste": "own taste", "reciprocal": "reciprocal", "tu": "TU / IPFP", "ours": "ours"}

Bar = tuple[str, str, float, float]  # words, colour, value, half of its interval


def plot(figures: Figures) -> str:
    """An SVG that reads on white and on dark ground."""
    parts: list[str] = []
    top = 24
    for title, bars in [*map(_of_shape, figures.shapes), *map(_of_life, figures.lives)]:
        parts += _panel(title, bars, top)
        top += 22 + len(bars) * (BAR + 4) + GAP
    style = "text{font:12px system-ui,sans-serif;fill:#222}.t{font-weight:600}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}" viewBox="0 0 {WIDTH} {top}" '
            'role="img" aria-label="Tandems by way of dealing">',
            f"<style>{style}</style>",
            f'<rect width="{WIDTH}" height="{top}" fill="#fff"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _of_shape(measured: Measured) -> tuple[str, list[Bar]]:
    shape = measured.shape
    bars = [(SHAPE_WORDS[name], COLOURS[name], value, 0.0) for name, value in measured.tandems.items()]
    title = f"Published market, {shape.mentors} mentors, {shape.mentees} mentees, λ = {shape.crowding}"
    return title, [*bars, ("published ranking", COLOURS["published"], shape.published, 0.0)]


def _of_life(life: Lived) -> tuple[str, list[Bar]]:
    bars = []
    for name, outcomes in life.outcomes.items():
        mean = interval([outcome.tandems for outcome in outcomes])
        half = mean.high - mean.mean if len(outcomes) > 1 else 0.0
        bars.append((life.words[name], COLOURS[name], mean.mean, half))
    return f"Live: {life.market.words}", bars


def _panel(title: str, bars: list[Bar], top: int) -> list[str]:
    scale = (WIDTH - LEFT - RIGHT) / max(value + half for _, _, value, half in bars)
    parts = [f'<text class="t" x="12" y="{top}">{escape(title)}</text>']
    for row, bar in enumerate(bars):
        parts += _bar(bar, top + 12 + row * (BAR + 4), scale)
    return parts


def _bar(bar: Bar, top: int, scale: float) -> list[str]:
    words, colour, value, half = bar
    end, middle = LEFT + value * scale, top + BAR / 2
    whisker = (
        f'<path d="M{LEFT + (value - half) * scale:.1f} {middle}H{LEFT + (value + half) * scale:.1f}" stroke="#222"/>'
    )
    return [
        f'<text x="{LEFT - 8}" y="{top + BAR - 3}" text-anchor="end">{escape(words)}</text>',
        f'<rect x="{LEFT}" y="{top}" width="{value * scale:.1f}" height="{BAR}" fill="{colour}"/>',
        *([whisker] if half else []),
        f'<text x="{end + half * scale + 6:.1f}" y="{top + BAR - 3}">{value:,.0f}</text>'.replace(",", " "),
    ]
