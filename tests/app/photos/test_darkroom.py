"""What comes out of the darkroom, and what cannot."""

import asyncio
import io
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest
from PIL import Image

from app.errors import DomainError
from app.photos.album import SIZES
from app.photos.darkroom import MOST_AN_HOUR, Darkroom
from app.photos.errors import NoPhoto, PhotoUnreadable, TooManyPhotos, TooManyPixels
from app.photos.model import Prints
from tests.app.photos.pictures import animated, as_file, bomb, noted_bomb, portrait, with_notes

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 40
# Kilobytes of VmHWM: getrusage would begin with what the parent had.
MEASURED = """
import asyncio, io
from pathlib import Path
from PIL import Image
from app.photos.darkroom import Darkroom
from app.photos.errors import PhotoUnreadable, TooManyPixels
from tests.app.photos.pictures import bomb, lying_bomb, noted_bomb

def most_memory():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

async def refused(raw):
    try:
        await Darkroom().develop("me", raw)
    except (TooManyPixels, PhotoUnreadable):
        return True
    return False

async def measure():
    await Darkroom().develop("me", bomb(100, 100))
    bombs = [bomb(6_000, 4_000), bomb(7_000, 7_000), lying_bomb(100_000_000), noted_bomb(100_000_000)]
    before = most_memory()
    count = sum([await refused(raw) for raw in bombs])
    after = most_memory()
    with Image.open(io.BytesIO(bombs[0])) as picture:
        picture.load()
    print(count, after - before, most_memory() - after)

asyncio.run(measure())
"""
RED, BLUE = (220, 20, 20), (20, 20, 220)


@pytest.mark.parametrize(
    "raw",
    [
        as_file(portrait(), "PNG"),
        as_file(portrait(), "WEBP"),
        as_file(portrait(mode="CMYK"), "JPEG"),
        as_file(portrait(mode="P"), "PNG"),
        as_file(portrait(mode="RGBA"), "PNG"),
        animated("WEBP"),
        animated("PNG"),
        animated("MPO"),
    ],
    ids=["PNG", "WebP", "CMYK", "palette", "transparent", "animated WebP", "animated PNG", "several in a JPEG"],
)
async def test_a_photo_of_any_kind_becomes_three_still_webp(raw: bytes) -> None:
    prints = await Darkroom().develop("me", raw)
    assert set(prints.sizes) == set(SIZES)
    for size, picture in prints.sizes.items():
        with Image.open(io.BytesIO(picture)) as shown:
            longer = min(size, 600)
            assert (shown.format, shown.size) == ("WEBP", (longer, round(longer * 2 / 3)))
            assert getattr(shown, "n_frames", 1) == 1
    assert _looks(prints, left=RED, right=BLUE)
    assert 10 < len(b64decode(prints.thumbhash)) < 40


async def test_nothing_that_was_written_beside_the_pixels_is_kept_and_the_photo_stands_upright() -> None:
    raw = with_notes()
    assert b"Zanzibar" in raw
    with Image.open(io.BytesIO(raw)) as taken:
        assert taken.getexif().get_ifd(0x8825)
    prints = await Darkroom().develop("me", raw)
    for picture in prints.sizes.values():
        assert b"Zanzibar" not in picture
        with Image.open(io.BytesIO(picture)) as shown:
            assert shown.height > shown.width
            assert not shown.getexif()
            assert set(shown.info) <= {"loop", "background", "timestamp", "duration"}
            middle = shown.width // 2
            top, bottom = shown.getpixel((middle, 5)), shown.getpixel((middle, shown.height - 5))
            assert _near(top, RED)
            assert _near(bottom, BLUE)


async def test_a_grey_of_sixteen_bits_and_see_through_parts_come_out_as_they_look() -> None:
    grey = await Darkroom().develop("me", as_file(Image.new("I;16", (200, 200), 0x8000), "PNG"))
    assert _looks(grey, left=(128, 128, 128), right=(128, 128, 128))
    glass = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    assert _looks(await Darkroom().develop("me", as_file(glass, "PNG")), left=(255, 255, 255), right=(255, 255, 255))


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (PDF, NoPhoto),
        (b"", NoPhoto),
        (b"\xff\xd8\xff", NoPhoto),
        (as_file(portrait(mode="P"), "GIF"), NoPhoto),
        (as_file(portrait(), "TIFF"), NoPhoto),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NoPhoto),
        (as_file(portrait(), quality=95)[:2_000], PhotoUnreadable),
        (as_file(portrait(), "PNG")[:300], PhotoUnreadable),
        (bomb(7_000, 7_000), TooManyPixels),
        (bomb(6_001, 4_000), TooManyPixels),
        (noted_bomb(100_000_000), PhotoUnreadable),
    ],
    ids=["PDF", "nothing", "three bytes", "GIF", "TIFF", "SVG", "half a JPEG", "half a PNG", "49 megapixels",
         "24.004 megapixels", "a text of 100 MB"],
)  # fmt: skip
async def test_what_is_no_photo_or_too_much_is_refused(raw: bytes, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        await Darkroom().develop("me", raw)


async def test_a_photo_of_exactly_24_megapixels_is_taken() -> None:
    assert set((await Darkroom().develop("me", bomb(6_000, 4_000))).sizes) == set(SIZES)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a process's own most memory is told by Linux alone")
def test_bombs_cost_this_process_nothing() -> None:
    """In a process of its own: one that has run other tests has already had more memory than a bomb would take."""
    said = subprocess.run([sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True, timeout=50)
    refused, cost_of_refusing, cost_of_decoding = map(int, said.stdout.split())
    assert refused == 2
    assert cost_of_refusing < 20_000
    # Decoded there, the smallest of them would be seen.
    assert cost_of_decoding > 20_000


async def test_the_development_may_open_no_file_and_no_connection_and_use_no_memory_without_end(tmp_path: Path) -> None:
    """Each of these is what code that took the decoder over would try."""
    for attempt in (
        "open('/etc/hostname')",
        "open('written', 'w')",
        "__import__('socket').socket()",
        "bytearray(2**31)",
        "__import__('os').environ['PATH']",
    ):
        assert await _said_by(tmp_path, attempt) == b"stopped", attempt
    assert await _said_by(tmp_path, "1 + 1") == b"done"


async def test_a_development_that_hangs_is_ended(tmp_path: Path) -> None:
    hung = tmp_path / "hung.py"
    hung.write_text("import time; time.sleep(60)")
    darkroom = Darkroom(hung, seconds=0.2)
    with pytest.raises(PhotoUnreadable):
        await darkroom.develop("me", b"")
    assert not [task for task in asyncio.all_tasks() if "communicate" in repr(task)]


@pytest.mark.parametrize("said", ["", "\\x93", "\\x81\\xa5sizes\\x81\\x07\\xc4\\x00", "\\xc1" * 9])
async def test_a_development_that_says_what_it_should_not_is_not_believed(tmp_path: Path, said: str) -> None:
    lying = tmp_path / "lying.py"
    lying.write_text(f"import sys; sys.stdout.buffer.write(b'{said}')")
    with pytest.raises(PhotoUnreadable):
        await Darkroom(lying).develop("me", b"")


async def test_nobody_keeps_the_darkroom_busy(tmp_path: Path) -> None:
    quick = tmp_path / "quick.py"
    quick.write_text("import sys; sys.stdout.buffer.write(b'\\x80')")
    darkroom = Darkroom(quick)
    for _ in range(MOST_AN_HOUR):
        with pytest.raises(PhotoUnreadable):
            await darkroom.develop("me", b"")
    with pytest.raises(TooManyPhotos) as refused:
        await darkroom.develop("me", b"")
    assert 0 < int(refused.value.headers["Retry-After"]) <= 3600
    with pytest.raises(PhotoUnreadable):
        await darkroom.develop("somebody else", b"")


async def _said_by(folder: Path, attempt: str) -> bytes:
    """What becomes of the attempt under the limits of a development."""
    program = folder / "attempt.py"
    program.write_text(
        "import runpy, socket, sys\n"
        f"development = runpy.run_path({str(_development())!r}, run_name='development')\n"
        "development['give_up_rights']()\n"
        f"try:\n    {attempt}\n"
        "except (OSError, MemoryError, KeyError):\n    said = b'stopped'\n"
        "else:\n    said = b'done'\n"
        "sys.stdout.buffer.write(b'\\x81\\xa7refused' + bytes([0xa0 + len(said)]) + said)\n"
    )
    answer = await Darkroom(program)._developed(b"")
    assert answer is not None
    return answer.refused.encode()


def _development() -> Path:
    return Darkroom()._development


def _looks(prints: Prints, *, left: tuple[int, ...], right: tuple[int, ...]) -> bool:
    with Image.open(io.BytesIO(prints.sizes[320])) as shown:
        sides = [shown.getpixel((x, shown.height // 2)) for x in (10, shown.width - 10)]
    return _near(sides[0], left) and _near(sides[1], right)


def _near(seen: object, meant: tuple[int, ...]) -> bool:
    assert isinstance(seen, tuple)
    return all(abs(one - other) < 40 for one, other in zip(seen, meant, strict=True))
