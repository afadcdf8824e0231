"""What a mentee looks for, and a mentor can help with."""

from typing import Literal

import msgspec

Track = Literal["employment", "entrepreneurship"]


class Goal(msgspec.Struct, frozen=True):
    """A goal of one of the two tracks."""

    code: str
    fr: str
    en: str
    track: Track
