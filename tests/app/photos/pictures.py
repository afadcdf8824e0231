"""Photos as phones, and people who mean harm, send them."""

import io
import struct
import zlib
from typing import Any

from PIL import ExifTags, Image, ImageCms

MARSEILLE = (43.0, 17.0, 47.0)


def portrait(width: int = 600, height: int = 400, mode: str = "RGB") -> Image.Image:
    """Red on its left half and blue on its right one, so that its turns show."""
    picture = Image.new("RGB", (width, height), (220, 20, 20))
    picture.paste((20, 20, 220), (width // 2, 0, width, height))
    return picture.convert(mode)


def as_file(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def with_notes() -> bytes:
    """A JPEG that says where, when and with what it was taken, lies on its side, and has a comment and a profile."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Zanzibar Phone"
    exif[ExifTags.Base.DateTime] = "2026:11:22 10:00:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", MARSEILLE
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return as_file(portrait(), exif=exif, comment=b"Zanzibar comment", icc_profile=srgb, xmp=b"<x>Zanzibar</x>")


def animated(kind: str) -> bytes:
    first = portrait()
    return as_file(first, kind, save_all=True, append_images=[first.rotate(180)], duration=100)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that claims, and unpacks to, this many pixels."""
    row = b"\0" * (3 * width + 1)
    packer = zlib.compressobj(1)
    return _png(width, height, b"".join(packer.compress(row) for _ in range(height)) + packer.flush())


def lying_bomb(size: int) -> bytes:
    """A PNG that claims to be small, and unpacks to `size` bytes."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(10_000_000)) for _ in range(size // 10_000_000)) + packer.flush()
    return _png(100, 100, packed)


def noted_bomb(size: int) -> bytes:
    """A PNG whose pixels are harmless and whose text unpacks to `size` bytes."""
    text = b"Comment\0\0" + zlib.compress(bytes(size), 9)
    return _png(1, 1, zlib.compress(bytes(4)), (b"zTXt", text))


def _png(width: int, height: int, packed: bytes, *extra: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), *extra, (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
