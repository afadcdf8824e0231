"""A table of figures as a picture for a board: a line for each row, a bar for each count. It prints on A4, sideways."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from app.admin.figures.wire import SentRow, SentTable
from app.admin.figures.words import COMPUTED_AT, MORE, NOTE, NOTHING_YET
from app.errors import Language

WIDTH, MARGIN, LABELS = 1200, 30, 300
LINE, BAR, TOP, FOOT = 30, 18, 120, 60
MOST_LINES = 24
# How wide letters are, on average at most, for their height.
LETTER = 0.6
# One blue, dark enough for white paper and for a printer without colours.
INK, BAR_INK, GROUND, RULE = "#1a2233", "#9db8e0", "#ffffff", "#c8cfdb"
# What XML cannot hold, and no name should.
UNPRINTABLE = dict.fromkeys((*range(32), 0x7F, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)), " ")


def draw(table: SentTable, language: Language) -> bytes:
    """SVG without script, style sheet or font of its own; its title and description say what it shows."""
    lines = [table.total, *table.rows[: MOST_LINES - 1]]
    height = TOP + LINE * (len(lines) + 1) + FOOT
    body = [
        _text(MARGIN, 46, table.title, 22, width=WIDTH - 2 * MARGIN, weight="bold"),
        *_headings(table),
        *(part for place, line in enumerate(lines) for part in _line(table, line, TOP + LINE * place)),
        *_foot(table, height, language),
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
            f' role="img" aria-labelledby="title description" xml:lang="{language}" lang="{language}"'
            ' font-family="Helvetica, Arial, sans-serif">',
            f'<title id="title">{_plain(table.title)}</title>',
            f'<desc id="description">{_plain(_described(table))}</desc>',
            f'<rect width="{WIDTH}" height="{height}" fill="{GROUND}"/>',
            *body,
            "</svg>",
            "",
        ]
    ).encode()


def _headings(table: SentTable) -> list[str]:
    return [
        _text(_left(table, place), TOP - 26, column.name, 12, width=_column(table) - 8)
        for place, column in enumerate((*table.stages, *table.measures))
    ]


def _line(table: SentTable, row: SentRow, top: int) -> list[str]:
    """Bars compare along lines and columns alike; the total's are of its own, or they would dwarf all others."""
    whole = _most([row] if row is table.total else table.rows)
    weight = "bold" if row is table.total else "normal"
    parts = [
        f'<line x1="{MARGIN}" y1="{top - 7}" x2="{WIDTH - MARGIN}" y2="{top - 7}" stroke="{RULE}"/>',
        _text(MARGIN, top + 14, row.name, 13, width=LABELS - 10, weight=weight),
    ]
    for place, count in enumerate(row.counts):
        left = _left(table, place)
        if count:
            wide = min(count / whole, 1) * (_column(table) - 8)
            parts.append(f'<rect x="{left}" y="{top}" width="{wide:.1f}" height="{BAR}" fill="{BAR_INK}"/>')
        said = "–" if count is None else f"{count:,}".replace(",", "\u202f")
        parts.append(_text(left + 4, top + 14, said, 14, width=_column(table) - 12, weight=weight))
    for place, column in enumerate(table.measures, len(row.counts)):
        value = row.measures.get(column.code)
        said = "–" if value is None else f"{value:g}"
        parts.append(_text(_left(table, place) + 4, top + 14, said, 14, width=_column(table) - 12, weight=weight))
    return parts


def _most(rows: Sequence[SentRow]) -> int:
    return max((row.counts[0] or 1 for row in rows), default=1)


def _foot(table: SentTable, height: int, language: Language) -> list[str]:
    left_out = len(table.rows) - (MOST_LINES - 1)
    more = MORE.said(language, {"count": left_out}) if left_out > 0 else ""
    when = NOTHING_YET.said(language, {})
    if table.computed_at:
        when = f"{COMPUTED_AT.said(language, {})} {table.computed_at:%Y-%m-%d %H:%M} UTC"
    return [
        _text(MARGIN, height - FOOT - 10, more, 13, width=WIDTH - 2 * MARGIN),
        _text(MARGIN, height - 34, NOTE.said(language, {}), 13, width=WIDTH - 2 * MARGIN),
        _text(MARGIN, height - 14, when, 13, width=WIDTH - 2 * MARGIN),
    ]


def _described(table: SentTable) -> str:
    """The total, for those who hear the picture rather than see it."""
    counts = zip(table.stages, table.total.counts, strict=True)
    return ", ".join(f"{stage.name} : {'–' if count is None else count}" for stage, count in counts)


def _text(left: float, base: float, words: str, size: int, *, width: float, weight: str = "normal") -> str:
    """One line of text, no wider than this."""
    longest = max(int(width / (LETTER * size)), 1)
    shown = words if len(words) <= longest else f"{words[: longest - 1]}…"
    return (
        f'<text x="{left:g}" y="{base:g}" font-size="{size}" font-weight="{weight}" fill="{INK}">{_plain(shown)}</text>'
    )


def _plain(words: str) -> str:
    return escape(words.translate(UNPRINTABLE))


def _left(table: SentTable, place: int) -> int:
    return MARGIN + LABELS + place * _column(table)


def _column(table: SentTable) -> int:
    return min((WIDTH - 2 * MARGIN - LABELS) // (len(table.stages) + len(table.measures)), 200)
