"""Answers, as they are received and sent."""

from datetime import datetime

from app.tandems.answers.model import Answer, Audience, Topic
from app.wire import Received, Sent, Text


class NewAnswer(Received):
    """What the mentee says, and who else may read it: nobody, the mentors of their tandems, or their structure."""

    text: Text
    audience: Audience


class SentAnswer(Sent, frozen=True):
    topic: Topic
    text: str
    audience: Audience
    written_at: datetime


def sent_answer(answer: Answer) -> SentAnswer:
    return SentAnswer(answer.topic, answer.words, answer.audience, answer.written_at)
