"""Reads a file of people in a process of its own, which can open nothing and takes no more than its share.

Run as a file, by itself: the CSV or XLSX comes from standard input; lists of cells go out as msgpack, headings first.
"""

import codecs
import csv
import io
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

import msgspec
from python_calamine import CalamineWorkbook

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 20
STANDARD_STREAMS = 3
MOST_LINES = 50_000
MOST_COLUMNS = 60
LONGEST_CELL = 1_000
ZIP = b"PK\x03\x04"
DELIMITERS = ";,\t|"
NUL = "\x00"
# Loaded here, because nothing can be once the limits hold.
ENCODINGS = [codecs.lookup(name) for name in ("utf-8-sig", "cp1252")]


def main() -> None:
    _give_up_rights()
    try:
        said = msgspec.msgpack.encode(_cut(_cells(sys.stdin.buffer.read())))
    except Exception:
        # Whatever a hostile file raises: nothing can be made of it.
        said = msgspec.msgpack.encode([])
    sys.stdout.buffer.write(said)


def _give_up_rights() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (STANDARD_STREAMS, STANDARD_STREAMS))


def _cells(raw: bytes) -> Iterable[list[str]]:
    return _of_xlsx(raw) if raw.startswith(ZIP) else _of_csv(raw)


def _of_xlsx(raw: bytes) -> Iterator[list[str]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    for row in workbook.get_sheet_by_index(0).iter_rows():
        yield [_written(cell) for cell in row]


def _of_csv(raw: bytes) -> Iterable[list[str]]:
    if NUL.encode() in raw:
        return []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What French spreadsheets write.
        text = raw.decode("cp1252")
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _written(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _cut(rows: Iterable[list[str]]) -> list[list[str]]:
    """Without empty lines; one more than is allowed shows that there were more."""
    filled = (row for row in rows if any(cell.strip() for cell in row))
    return [
        [cell.strip().replace(NUL, "")[:LONGEST_CELL] for cell in row[: MOST_COLUMNS + 1]]
        for row in islice(filled, MOST_LINES + 2)
    ]


if __name__ == "__main__":
    main()
