"""Sanctions as moderators give them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.people import Caller

SANCTIONS = "/v1/staff/sanctions"
REASON = "Trois signalements pour des propos blessants."


async def give(
    moderator: Caller, member: Caller, kind: str, sanction_id: str | None = None, **more: Any
) -> httpx.Response:
    body = {"memberId": member.id, "kind": kind, "reason": REASON} | more
    return await moderator.put(f"{SANCTIONS}/{sanction_id or uuid4()}", body)


async def given(moderator: Caller, member: Caller, kind: str, **more: Any) -> str:
    """The id of a sanction."""
    answer = await give(moderator, member, kind, **more)
    assert answer.status_code == 201, answer.text
    sanction_id: str = answer.json()["id"]
    return sanction_id


async def banned(one: Caller, other: Caller, member: Caller) -> str:
    """The id of a ban that one proposed and another confirmed."""
    sanction_id = await given(one, member, "ban")
    assert (await confirm(other, sanction_id)).status_code == 200
    return sanction_id


async def confirm(moderator: Caller, sanction_id: str) -> httpx.Response:
    return await moderator.post(f"{SANCTIONS}/{sanction_id}/confirmation")


async def lift(moderator: Caller, sanction_id: str) -> httpx.Response:
    return await moderator.post(f"{SANCTIONS}/{sanction_id}/lifting", {"why": "C'était une erreur."})


async def own(member: Caller) -> list[dict[str, Any]]:
    """What a member reads of their sanctions."""
    answer = await member.get("/v1/me/sanctions")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def appeal(member: Caller, sanction_id: str, text: str = "Ce n'était pas moi.") -> httpx.Response:
    return await member.post(f"/v1/me/sanctions/{sanction_id}/appeal", {"text": text})


async def type_of_deck(member: Caller) -> tuple[int, str]:
    answer = await member.get("/v1/deck")
    return answer.status_code, answer.json().get("type", "")


def soon() -> str:
    """A day to come."""
    return (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
