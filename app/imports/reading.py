"""A file becomes rows of cells: one at a time, in a process of its own. What it was made to do, it does there."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec

from app.errors import DependencyDown
from app.imports.errors import NotASheet, TooManyLines
from app.imports.model import Line
from app.imports.sheet import MOST_COLUMNS, MOST_LINES

SHEET = Path(__file__).with_name("sheet.py")
TURN_SECONDS = 10.0
READING_SECONDS = 30.0
# The headings are line 1, as spreadsheets count.
FIRST_LINE = 2

_rows = msgspec.msgpack.Decoder(list[list[str]])


class ReadingRoom:
    """Its table has one seat, so that many files at once take no more than one does."""

    def __init__(self, sheet: Path = SHEET, turn_seconds: float = TURN_SECONDS) -> None:
        self._sheet = sheet
        self._turn_seconds = turn_seconds
        self._seat = asyncio.Lock()

    async def read(self, raw: bytes) -> tuple[list[str], list[Line]]:
        """The headings, and the lines below them, each as long as the headings."""
        async with self._turn():
            rows = await self._rows_of(raw)
        if len(rows) < FIRST_LINE:
            raise NotASheet
        headers, *lines = rows
        if len(lines) > MOST_LINES or max(map(len, rows)) > MOST_COLUMNS:
            raise TooManyLines(most=MOST_LINES, columns=MOST_COLUMNS)
        wide = len(headers)
        return headers, [Line(at, (cells + [""] * wide)[:wide]) for at, cells in enumerate(lines, FIRST_LINE)]

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(self._seat.acquire(), self._turn_seconds)
        except TimeoutError as busy:
            raise DependencyDown("reading-room", retry_after=int(READING_SECONDS)) from busy
        try:
            yield
        finally:
            self._seat.release()

    async def _rows_of(self, raw: bytes) -> list[list[str]]:
        """Nothing where the process ended early, took too long, or said what it should not."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            self._sheet,
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
