"""The darkroom's own process: a photo comes in, three small ones go out, and whatever else lies in it stays here.

Run as a file, by itself: the photo comes from standard input. Before its first byte is read, the process gives up the
right to open anything, a file or a connection, and to take more than its share of memory and time.
"""

import io
import resource
import sys
from typing import Any

import msgspec
from PIL import (
    ExifTags,
    Image,
    ImageCms,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)
from thumbhash import rgba_to_thumb_hash

# Loaded here, because nothing can be once the limits hold.
LOADED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)

# JPEG stands for MPO too: several pictures in one, as phones make them.
READ = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 24_000_000
# WebP of 24 megapixels takes 400 MB.
MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 10
STANDARD_STREAMS = 3

SIDES = (960, 320, 96)
QUALITY = 80
HASHED_SIDE = 48
PAPER = (255, 255, 255)
SRGB = ImageCms.createProfile("sRGB")

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Refused(Exception):
    """Why nothing can be made of it."""


def main() -> None:
    Image.preinit()
    give_up_rights()
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer(sys.stdin.buffer.read())))
    sys.stdout.buffer.flush()


def give_up_rights() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, STANDARD_STREAMS),
    ):
        resource.setrlimit(kind, (most, most))


def answer(raw: bytes) -> dict[str, Any]:
    try:
        photo = developed(raw)
    except UnidentifiedImageError:
        return {"refused": "no-photo"}
    except Refused as refused:
        return {"refused": str(refused)}
    except Exception:  # decoders fail in every way there is
        return {"refused": "unreadable"}
    return {"sizes": {side: printed(photo, side) for side in SIDES}, "thumbhash": thumbhash(photo)}


def developed(raw: bytes) -> Image.Image:
    """The first picture, at the largest size, upright, in sRGB, on white paper; and nothing written beside it."""
    # Our own limit is the lower one, and says so kindly.
    Image.MAX_IMAGE_PIXELS = None
    negative = Image.open(io.BytesIO(raw), formats=READ)
    if negative.width * negative.height > MOST_PIXELS:
        raise Refused("too-many-pixels")
    photo = in_colours_that_shrink(negative)
    photo.thumbnail((SIDES[0], SIDES[0]))
    photo = in_srgb(photo, negative.info.get("icc_profile"))
    turn = TURNS.get(orientation(negative))
    return on_paper(photo.transpose(turn) if turn else photo)


def in_colours_that_shrink(negative: Image.Image) -> Image.Image:
    if negative.mode in ("RGB", "RGBA", "L", "LA", "CMYK") and "transparency" not in negative.info:
        return negative
    if negative.mode.startswith("I"):  # grey of 16 bits
        return negative.point(lambda value: value / 257).convert("L")
    return negative.convert("RGBA" if negative.has_transparency_data else "RGB")


def orientation(negative: Image.Image) -> int:
    try:
        return int(negative.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a photo whose notes are spoilt is a photo all the same
        return 1


def in_srgb(photo: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and photo.mode in ("RGB", "CMYK", "L"):
        try:
            told = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(photo, told, SRGB, outputMode="RGB") or photo
        except (ImageCms.PyCMSError, OSError):
            pass
    return photo


def on_paper(photo: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", photo.size, PAPER)
    if photo.mode in ("RGBA", "LA"):
        sheet.paste(photo.convert("RGBA"), mask=photo.getchannel("A"))
    else:
        sheet.paste(photo.convert("RGB"))
    return sheet


def printed(photo: Image.Image, side: int) -> bytes:
    small, printed = photo.copy(), io.BytesIO()
    small.thumbnail((side, side))
    small.save(printed, "WEBP", quality=QUALITY)
    return printed.getvalue()


def thumbhash(photo: Image.Image) -> bytes:
    """What stands for the photo while it loads, in some 25 bytes (https://evanw.github.io/thumbhash)."""
    small = photo.convert("RGBA")
    small.thumbnail((HASHED_SIDE, HASHED_SIDE))
    return bytes(rgba_to_thumb_hash(small.width, small.height, list(small.tobytes())))


if __name__ == "__main__":
    main()
