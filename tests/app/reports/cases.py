"""Two who met, and what one of them reports of the other."""

from typing import Any
from uuid import uuid4

import httpx

from tests.people import Caller, Town

QUEUE = "/v1/staff/reports"


def of(reported: Caller, kind: str = "behaviour", reason: str = "insults", **more: Any) -> dict[str, Any]:
    """A report about this member."""
    subject = {"kind": kind, "memberId": reported.id} | more.pop("subject", {})
    return {"subject": subject, "reason": reason} | more


async def report(reporter: Caller, body: dict[str, Any], report_id: str | None = None) -> httpx.Response:
    return await reporter.put(f"/v1/reports/{report_id or uuid4()}", body)


async def reported(reporter: Caller, member: Caller, **more: Any) -> str:
    """The id of a report that was made."""
    answer = await report(reporter, of(member, **more))
    assert answer.status_code == 201, answer.text
    report_id: str = answer.json()["id"]
    return report_id


async def met(town: Town, mentor: Caller | None = None, **changed: Any) -> tuple[Caller, Caller]:
    """A mentee who asked a mentor."""
    mentee, mentor = await town.mentee(**changed), mentor or await town.mentor()
    assert (await mentee.like(mentor, "Bonjour")).status_code == 200
    return mentee, mentor


async def in_tandem(town: Town) -> tuple[Caller, Caller, str]:
    """A mentee and a mentor, and the id of their tandem."""
    mentee, mentor = await met(town)
    answer = await mentor.accept(mentee)
    assert answer.status_code == 201, answer.text
    return mentee, mentor, answer.json()["id"]


async def say(sender: Caller, tandem_id: str, text: str) -> str:
    """The id of a message that was sent."""
    answer = await sender.put(f"/v1/tandems/{tandem_id}/messages/{uuid4()}", {"text": text, "sure": True})
    assert answer.status_code == 201, answer.text
    message_id: str = answer.json()["id"]
    return message_id
