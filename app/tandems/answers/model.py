"""What mentees say of themselves, as the store returns it."""

from datetime import datetime
from typing import Literal

import msgspec

Topic = Literal["expectations", "motivations", "weaknesses"]
Audience = Literal["private", "mentor", "structure"]


class Answer(msgspec.Struct, frozen=True):
    topic: Topic
    words: str
    audience: Audience
    written_at: datetime
