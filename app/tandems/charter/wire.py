"""The charter and its signatures, as they are received and sent."""

from typing import Annotated

from msgspec import Meta

from app.errors import Language
from app.tandems.charter.texts import Text, Version
from app.wire import Received, Sent


class NewSignature(Received):
    """The version that was read."""

    version: Annotated[int, Meta(ge=1, le=1_000_000)]


class SentCharter(Sent, frozen=True):
    """A version of the charter, in the caller's language; `current` is the one that is signed now."""

    version: int
    current: bool
    title: str
    articles: list[str]


def sent_charter(version: Version, language: Language, current: bool) -> SentCharter:
    text: Text = getattr(version, language)
    return SentCharter(version.number, current, text.title, text.articles)
