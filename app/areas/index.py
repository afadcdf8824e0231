"""Finding lines of a text by the beginning of any of their words, in a few microseconds."""

from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import NDArray

_NEWLINE = ord("\n")
_SPACE = ord(" ")
# Longer words are found by these, then read to their end.
_SORTED_BYTES = 16


class WordIndex:
    """Every place in a text where a word begins, in the order of what follows it.

    Spaces are left out, so that "saintetienne", "l isle" and "lisle" are found as well.
    """

    def __init__(self, lines: str) -> None:
        """Read `lines`: plain words, one entry a line."""
        spaced = np.frombuffer(f"{lines}\n".encode("ascii"), np.uint8)
        kept = spaced != _SPACE
        letters = spaced[kept]
        ends = letters == _NEWLINE
        first = _shifted(ends)
        begins = (first | _shifted(spaced == _SPACE)[kept]) & ~ends
        places = np.flatnonzero(begins)
        self._text: bytes = letters.tobytes()
        self._letters = letters
        self._places = places[_order(letters, places)]
        self._rows = np.cumsum(ends)[self._places]
        self._first_word = first[self._places]

    def beginning_with(self, words: str) -> tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.bool_]]:
        """Rows (k,) where a word begins so; (k,) whether it is the first; (k,) whether the line ends so."""
        wanted = words.replace(" ", "").encode("ascii")
        sought = wanted[:_SORTED_BYTES]

        def seen(place: int) -> bytes:
            return self._text[place : place + len(sought)]

        low = bisect_left(self._places, sought, key=seen)
        high = bisect_right(self._places, sought, low, key=seen)
        hits = np.arange(low, high)
        if len(wanted) > _SORTED_BYTES:
            alike = [self._text.startswith(wanted, place) for place in self._places[hits].tolist()]
            hits = hits[np.array(alike, np.bool_)]
        first = self._first_word[hits]
        whole = first & (self._letters[self._places[hits] + len(wanted)] == _NEWLINE)
        return self._rows[hits], first, whole


def _shifted(marks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Marks what follows; the beginning of a text follows the end of a line."""
    return np.concatenate((marks[-1:], marks[:-1]))


def _order(letters: NDArray[np.uint8], places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Sort places by the bytes that follow: read as big-endian numbers, eight sort at a time."""
    padded = np.concatenate((letters, np.zeros(_SORTED_BYTES, np.uint8)))
    windows = padded[places[:, None] + np.arange(_SORTED_BYTES)]
    numbers = windows.view(">u8").astype(np.uint64)
    return np.lexsort(numbers.T[::-1])
