"""The inbox: whole, in order, and in the caller's language, whatever became of the pushes."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from app.db import Database
from app.outbox import store as outbox
from push.kinds import KINDS
from tests.people import Caller, Town

# Of these the database asks what they are about.
ASKED = {"RequestReceived", "RequestExpiringSoon", "CapacityFreed", "TandemProposed", "ProposalClosed"}
TOLD = [kind for kind in KINDS if kind not in ASKED]


async def inbox(caller: Caller, query: str = "", **options: Any) -> dict[str, Any]:
    answer = await caller.get(f"/v1/notices?{query}", **options)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def kinds(page: dict[str, Any]) -> list[str]:
    return [item["kind"] for item in page["items"]]


async def put(db: Database, recipient: Caller, kind: str = "RequestClosed", **facts: str | int) -> None:
    async with db.connection() as connection:
        await outbox.put_notices(connection, kind, uuid4(), [recipient.id], facts, datetime(2099, 1, 1, tzinfo=UTC))  # type: ignore[list-item]


async def test_a_notice_is_there_at_once_also_without_a_phone(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    page = await inbox(mentor)
    [item] = page["items"]
    assert (item["kind"], item["category"], item["link"], item["read"]) == (
        "RequestReceived", "requests", "/requests", False,
    )  # fmt: skip
    assert (page["unread"], page["latest"], page["next"]) == (1, item["sequence"], None)
    assert (await inbox(mentee))["items"] == []


async def test_it_speaks_the_callers_language(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    french = (await inbox(mentor))["items"][0]
    english = (await inbox(mentor, headers={"Accept-Language": "en"}))["items"][0]
    assert french["title"] == "Une nouvelle demande"
    assert french["title"] != english["title"]
    assert french["id"] == english["id"]


@pytest.mark.parametrize("kind", TOLD)
async def test_every_kind_can_be_put_and_read(town: Town, db: Database, kind: str) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    tandem_id = (await mentor.accept(mentee)).json()["id"]
    await town.run("delete from outbox")
    await put(db, mentee, kind, tandemId=tandem_id, milestone="m3", choices="employed,other")
    # One that warns of deletion is over as soon as its member is seen: reading it is being seen.
    assert kinds(await inbox(mentee)) == [kind]


async def test_what_cannot_be_said_or_dated_is_refused_when_it_is_put(town: Town, db: Database) -> None:
    mentee = await town.mentee()
    async with db.connection() as connection:
        for kind, facts in (("Nope", {}), ("TandemFormed", {}), ("MeetingSoon", {"tandemId": "t1"})):
            with pytest.raises((KeyError, ValueError)):
                await outbox.put_notices(connection, kind, uuid4(), [mentee.id], facts)  # type: ignore[list-item]


async def test_reading_marks_and_counts(town: Town, db: Database) -> None:
    mentee, other = await town.mentee(), await town.mentee()
    for _ in range(3):
        await put(db, mentee)
    newest, *_ = (await inbox(mentee))["items"]
    assert (await mentee.put(f"/v1/notices/{newest['id']}/reading")).status_code == 204
    assert (await mentee.put(f"/v1/notices/{newest['id']}/reading")).status_code == 204
    assert (await inbox(mentee))["unread"] == 2
    assert (await other.put(f"/v1/notices/{newest['id']}/reading")).status_code == 404
    assert (await mentee.put("/v1/notices/reading", {"sequence": newest["sequence"] - 1})).status_code == 204
    assert (await inbox(mentee))["unread"] == 0
    await put(db, mentee)
    assert (await inbox(mentee))["unread"] == 1


async def test_pages_hold_every_notice_once(town: Town, db: Database) -> None:
    mentee = await town.mentee()
    for _ in range(5):
        await put(db, mentee)
    seen, cursor = [], ""
    while cursor is not None:
        page = await inbox(mentee, f"limit=2&cursor={cursor}")
        seen += [item["sequence"] for item in page["items"]]
        cursor = page["next"]
    assert seen == [5, 4, 3, 2, 1]


async def test_a_missed_push_is_noticed_by_what_came_after(town: Town, db: Database) -> None:
    mentee = await town.mentee()
    await put(db, mentee)
    latest = (await inbox(mentee))["latest"]
    for _ in range(3):
        await put(db, mentee)
    page = await inbox(mentee, f"after={latest}&limit=2")
    assert [item["sequence"] for item in page["items"]] == [2, 3]
    assert page["latest"] == 4
    assert [item["sequence"] for item in (await inbox(mentee, "after=3"))["items"]] == [4]
    assert (await inbox(mentee, "after=4"))["items"] == []


async def test_what_commits_late_is_never_skipped(town: Town, db: Database, database_url: str) -> None:
    """A transaction that began first and ends last: its notice gets a number above what was shown meanwhile."""
    mentee = await town.mentee()
    slow = await asyncpg.connect(database_url)
    transaction = slow.transaction()
    await transaction.start()
    await slow.execute(
        "insert into outbox (kind, event_id, recipient_id, expires_at) "
        "values ('RequestClosed', gen_random_uuid(), $1, now() + interval '1 day')",
        mentee.id,
    )
    await put(db, mentee)
    shown = await inbox(mentee)
    assert len(shown["items"]) == 1
    await transaction.commit()
    await slow.close()
    [late] = (await inbox(mentee, f"after={shown['latest']}"))["items"]
    assert late["sequence"] == shown["latest"] + 1


async def test_readers_at_once_number_each_notice_once(town: Town, db: Database) -> None:
    mentee = await town.mentee()
    seen: list[int] = []

    async def read_on() -> None:
        after = 0
        while after < 40:
            for item in (await inbox(mentee, f"after={after}&limit=100"))["items"]:
                assert item["sequence"] == after + 1, "none is skipped"
                after = item["sequence"]
        seen.append(after)

    async def write() -> None:
        await asyncio.gather(*(put(db, mentee) for _ in range(40)))

    await asyncio.gather(write(), *(read_on() for _ in range(3)))
    assert seen == [40] * 3
    numbers = [row["sequence"] for row in await town.rows("select sequence from outbox order by sequence")]
    assert numbers == list(range(1, 41))


async def test_an_answered_request_is_read_and_an_undone_one_is_gone(town: Town) -> None:
    mentor = await town.mentor()
    answered, undone, waiting = [await town.mentee() for _ in range(3)]
    for mentee in (answered, undone, waiting):
        await mentee.like(mentor)
    await mentor.refuse(answered)
    await undone.undo(mentor)
    page = await inbox(mentor)
    assert [item["read"] for item in page["items"]] == [False, True]
    assert page["unread"] == 1


async def test_a_blocked_suspended_or_erased_member_is_no_news(town: Town) -> None:
    mentor = await town.mentor(capacity=5)
    blocked, suspended, erased, partner = [await town.mentee() for _ in range(4)]
    for mentee in (blocked, suspended, erased, partner):
        await mentee.like(mentor)
    await mentor.accept(partner)
    assert len((await inbox(mentor))["items"]) == 5
    await mentor.put(f"/v1/blocks/{blocked.id}")
    await town.run("update member set suspended_at = now() where id = $1", suspended.id)
    await erased.delete("/v1/me")
    assert sorted(kinds(await inbox(mentor))) == ["RequestReceived", "TandemFormed"]
    await mentor.put(f"/v1/blocks/{partner.id}")
    assert kinds(await inbox(mentor)) == []


async def test_a_notice_that_is_news_again_has_a_new_number(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    first = (await inbox(mentor))["latest"]
    await mentee.undo(mentor)
    await town.carry()
    await mentee.like(mentor)
    [item] = (await inbox(mentor, f"after={first}"))["items"]
    assert (item["sequence"], item["read"]) == (first + 1, False)
