"""A table of figures as CSV that spreadsheets of both languages open as it is."""

import csv
import io

from app.admin.figures.wire import SentRow, SentTable
from app.admin.figures.words import BY, COMPUTED_AT, HIDDEN, MONTH
from app.errors import Language

# Where a comma stands in decimals, columns are told apart by semicolons.
DELIMITERS: dict[Language, str] = {"fr": ";", "en": ","}
# What Excel and others would calculate rather than show: https://owasp.org/www-community/attacks/CSV_Injection
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


def write_sheet(table: SentTable, language: Language) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes it for something else."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=DELIMITERS[language], lineterminator="\r\n")
    writer.writerow(safe(cell) for cell in _heading(table, language))
    for row in [*table.rows, table.total]:
        writer.writerow(safe(cell) for cell in _line(table, row, language))
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def safe(cell: str) -> str:
    """A cell that is shown, whatever it begins with."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _heading(table: SentTable, language: Language) -> list[str]:
    columns = [column.name for column in (*table.stages, *table.measures)]
    return ["Code", BY[table.by].said(language, {}), *columns, MONTH.said(language, {}), COMPUTED_AT.said(language, {})]


def _line(table: SentTable, row: SentRow, language: Language) -> list[str]:
    counts = [HIDDEN.said(language, {}) if count is None else str(count) for count in row.counts]
    measures = [_decimal(row.measures.get(column.code), language) for column in table.measures]
    when = [f"{table.month:%Y-%m}" if table.month else "", table.computed_at.isoformat() if table.computed_at else ""]
    return [row.code, row.name, *counts, *measures, *when]


def _decimal(value: float | None, language: Language) -> str:
    if value is None:
        return ""
    return f"{value:g}" if language == "en" else f"{value:g}".replace(".", ",")
