"""One plain form for the many ways to type the same words."""

import unicodedata

_KEPT = b"abcdefghijklmnopqrstuvwxyz0123456789\n"
_PLAIN = bytes(byte if byte in _KEPT else ord(" ") for byte in range(256))


def plain(text: str) -> str:
    """Lower case, no accents; all that is neither letter nor digit is a space, but the ends of lines."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return folded.encode("ascii", "ignore").translate(_PLAIN).decode()


def plain_words(text: str) -> list[str]:
    """The words of a text in their plain form."""
    return plain(text).split()


def plain_phrase(text: str) -> str:
    """The same with one space between them."""
    return " ".join(plain_words(text))
