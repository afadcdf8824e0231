"""The bases of everything received and sent."""

from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

T = TypeVar("T")

# Postgres stores no NUL, and no phone's keyboard types the other control characters but tab and newline.
_PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
# In Python alone, a bare $ also stands before a last line feed.
END = r"$(?!\n)"
PRINTED = r"^[^\x00-\x1f\x7f]*" + END
# Some lines, of which not all are blank.
_SAID = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*" + END
_FILLED = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*" + END

Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=_FILLED)]
Line = Annotated[str, Meta(min_length=1, max_length=120, pattern=_FILLED)]
ShortText = Annotated[str, Meta(max_length=500, pattern=_PLAIN)]
Text = Annotated[str, Meta(max_length=1000, pattern=_PLAIN)]
Said = Annotated[str, Meta(min_length=1, max_length=2000, pattern=_SAID)]
LongText = Annotated[str, Meta(min_length=1, max_length=4000, pattern=_PLAIN)]
Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_-]+" + END)]


# What a socket takes at once, in bytes: 4 000 characters of any script, and their envelope.
LARGEST_FRAME = 16 * 1024


class Received(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """What a client sends; a field we do not know is refused."""


class Sent(msgspec.Struct, rename="camel", frozen=True):
    """What a client reads."""


class Page(Sent, Generic[T], frozen=True):
    """A page of a list; `next` is the cursor of the following one."""

    items: list[T]
    next: str | None = None
