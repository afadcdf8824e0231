"""Bookmarks as text: opaque to phones, and to be doubted when they come back."""

import base64
import binascii

import msgspec

from app.errors import Invalid, Words
from app.sync.model import Bookmark, Look

_ENCODER = msgspec.msgpack.Encoder(uuid_format="bytes")
_DECODER = msgspec.msgpack.Decoder(Bookmark)


def read_bookmark(text: str | None) -> Bookmark:
    """The bookmark that a `next` of ours is; an empty one for a phone that has nothing."""
    if not text:
        return Bookmark()
    try:
        bookmark = _DECODER.decode(base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True))
    except (msgspec.DecodeError, UnicodeError, binascii.Error):
        raise _unknown() from None
    if not all(_is_possible(look) for look in (bookmark.since, bookmark.until) if look):
        raise _unknown()
    return bookmark


def write_bookmark(bookmark: Bookmark) -> str:
    return base64.urlsafe_b64encode(_ENCODER.encode(bookmark)).decode("ascii")


def _is_possible(look: Look) -> bool:
    """Postgres takes no other."""
    bounds = [look.oldest, *look.under_way]
    return 0 < look.oldest <= look.next and bounds == sorted(bounds) and all(xid < look.next for xid in look.under_way)


def _unknown() -> Invalid:
    return Invalid(("since", Words("repère inconnu", "unknown bookmark")))
