"""Files are read one at a time, whoever sends how many."""

import asyncio
from pathlib import Path

import pytest

from app.errors import DependencyDown
from app.imports.reading import ReadingRoom

TOGETHER = 3


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Reads slowly, and says whether another is read meanwhile."""
    script = tmp_path / "slow_sheet.py"
    script.write_text(
        "import os, sys, time\n"
        f"marks = {str(tmp_path / 'marks')!r}\n"
        "os.makedirs(marks, exist_ok=True)\n"
        "mark = os.path.join(marks, str(os.getpid()))\n"
        "open(mark, 'w').close()\n"
        "time.sleep(0.4)\n"
        "said = b'together' if len(os.listdir(marks)) > 1 else b'alone'\n"
        "os.remove(mark)\n"
        "cell = bytes([0xa0 + len(said)]) + said\n"
        "sys.stdout.buffer.write(b'\\x92\\x91' + cell + b'\\x91' + cell)\n"
    )
    return script


async def read(room: ReadingRoom) -> str:
    headers, _ = await room.read(b"")
    return headers[0]


async def test_files_that_come_together_are_read_one_after_the_other(sheet: Path) -> None:
    room = ReadingRoom(sheet)
    assert await asyncio.gather(*(read(room) for _ in range(TOGETHER))) == ["alone"] * TOGETHER


async def test_rooms_without_a_common_seat_would_read_them_together(sheet: Path) -> None:
    assert "together" in await asyncio.gather(*(read(ReadingRoom(sheet)) for _ in range(TOGETHER)))


async def test_whoever_would_wait_too_long_is_asked_to_come_again(sheet: Path) -> None:
    room = ReadingRoom(sheet, turn_seconds=0.1)
    first = asyncio.create_task(read(room))
    await asyncio.sleep(0)
    with pytest.raises(DependencyDown) as refused:
        await read(room)
    assert int(refused.value.headers["Retry-After"]) > 0
    assert await first == "alone"


async def test_a_file_whose_sender_is_gone_leaves_its_seat(sheet: Path) -> None:
    room = ReadingRoom(sheet)
    gone = asyncio.create_task(read(room))
    await asyncio.sleep(0.1)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    async with asyncio.timeout(5):
        await read(room)
