"""What a typed place name may mean."""

import re

from app.spelling import plain_phrase

_SHORT_FOR = {"st": "saint", "ste": "sainte"}
# "8e", "8ème", "8 eme", "8e arrondissement", "8 arr" are one and the same.
_ORDINAL = re.compile(r"\b(\d{1,2})(?: ?(?:er|ere|e|eme|ieme)\b)?(?: arr[a-z]*$)?")


def readings(typed: str) -> list[str]:
    """What was typed, in plain words: an abbreviation at its end may also be an unfinished word."""
    words = _ORDINAL.sub(_ordinal, plain_phrase(typed)).split()
    if not words:
        return []
    start = " ".join(_SHORT_FOR.get(word, word) for word in words[:-1])
    ends = [words[-1], _SHORT_FOR[words[-1]]] if words[-1] in _SHORT_FOR else words[-1:]
    return [f"{start} {end}".strip() for end in ends]


def _ordinal(found: re.Match[str]) -> str:
    number = found[1]
    if found[0] == number:
        return number
    return number + ("er" if number == "1" else "e")
