"""A file becomes rows of cells, in a process of its own: what it was made to do, it does there."""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from app.imports.errors import NotASheet, TooManyLines
from app.imports.model import Line
from app.imports.sheet import MOST_COLUMNS, MOST_LINES

SHEET = Path(__file__).with_name("sheet.py")
READING_SECONDS = 30.0
# The headings are line 1, as spreadsheets count.
FIRST_LINE = 2

_rows = msgspec.msgpack.Decoder(list[list[str]])


async def read_sheet(raw: bytes) -> tuple[list[str], list[Line]]:
    """The headings, and the lines below them, each as long as the headings."""
    rows = await _read(raw)
    if len(rows) < FIRST_LINE:
        raise NotASheet
    headers, *lines = rows
    if len(lines) > MOST_LINES or max(map(len, rows)) > MOST_COLUMNS:
        raise TooManyLines(most=MOST_LINES, columns=MOST_COLUMNS)
    wide = len(headers)
    return headers, [Line(at, (cells + [""] * wide)[:wide]) for at, cells in enumerate(lines, FIRST_LINE)]


async def _read(raw: bytes) -> list[list[str]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        SHEET,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},  # nothing of ours to be found there
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(raw), READING_SECONDS)
        return _rows.decode(said)
    except (TimeoutError, msgspec.MsgspecError):
        return []
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
