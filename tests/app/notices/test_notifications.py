"""How members choose to be told, and that they are told like that."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from app.carrier.carrier import carry
from app.carrier.model import Post
from app.db import Database
from app.notices.manners import CATEGORIES, ZONE, Choice, QuietHours
from app.outbox import store as outbox
from tests.app.carrier.phones import Phones, at_any_hour
from tests.people import Caller, Town

USUAL = {
    "categories": dict.fromkeys(CATEGORIES, "immediate"),
    "quietHours": {"start": "22:00", "end": "08:00"},
    "digestAt": "18:00",
    "mostADay": 4,
    "zone": "Europe/Paris",
}


async def with_phone(caller: Caller, name: str = "one") -> Caller:
    body = {"kind": "token", "value": f"{name}-{caller.id}", "platform": "android", "locale": "fr"}
    assert (await caller.put(f"/v1/devices/{name}", body)).status_code == 200
    return caller


async def choose(caller: Caller, quiet: tuple[str, str] | None = None, **categories: str) -> dict[str, Any]:
    hours = {"start": quiet[0], "end": quiet[1]} if quiet else None
    answer = await caller.put("/v1/me/notifications", {"categories": categories, "quietHours": hours})
    assert answer.status_code == 200, answer.text
    chosen: dict[str, Any] = answer.json()
    return chosen


async def put(db: Database, recipient: Caller, kind: str = "RequestClosed", **facts: str | int) -> None:
    async with db.connection() as connection:
        await outbox.put_notices(connection, kind, uuid4(), [recipient.id], facts)  # type: ignore[list-item]


def around_now() -> tuple[str, str]:
    """Quiet hours in which it is now."""
    now = datetime.now(ZONE)
    return f"{now - timedelta(hours=2):%H:%M}", f"{now + timedelta(hours=2):%H:%M}"


async def test_by_default_all_is_told_at_once_but_at_night(town: Town) -> None:
    assert (await (await town.mentee()).get("/v1/me/notifications")).json() == USUAL


async def test_a_choice_is_kept_and_what_is_not_named_is_told_at_once(town: Town) -> None:
    mentee = await town.mentee()
    chosen = await choose(mentee, ("21:30", "07:15"), requests="digest", news="never")
    assert chosen == (await mentee.get("/v1/me/notifications")).json()
    assert chosen["quietHours"] == {"start": "21:30", "end": "07:15"}
    assert chosen["categories"] == dict.fromkeys(CATEGORIES, "immediate") | {"requests": "digest", "news": "never"}
    assert (await choose(mentee))["quietHours"] is None


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "doit différer du début"), ("en", "must differ from the start")]
)
async def test_quiet_hours_that_end_as_they_begin_are_refused_in_the_callers_language(
    town: Town, language: str, words: str
) -> None:
    body = {"categories": {}, "quietHours": {"start": "08:00", "end": "08:00"}}
    answer = await (await town.mentee()).put("/v1/me/notifications", body, headers={"Accept-Language": language})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "quietHours.end", "message": words}]


async def test_in_quiet_hours_nothing_is_pushed_and_the_horizon_begins_after_them(town: Town, db: Database) -> None:
    mentee = await with_phone(await town.mentee())
    await choose(mentee, around_now())
    await put(db, mentee, "MessageReceived", tandemId="t1")
    await carry(at_any_hour(db, phones := Phones()))
    assert phones.sent == []
    [row] = await town.rows("select state, held_for, attempts, due_at, expires_at from outbox")
    assert (row["state"], row["held_for"], row["attempts"]) == ("waiting", "quiet", 0)
    assert timedelta(hours=1, minutes=58) < row["due_at"] - datetime.now(UTC) <= timedelta(hours=2)
    assert row["expires_at"] - row["due_at"] == timedelta(hours=4)
    assert (await mentee.get("/v1/notices")).json()["unread"] == 1
    await choose(mentee)
    await town.run("update outbox set due_at = now()")
    await carry(at_any_hour(db, phones))
    assert phones.sent == [("one", "MessageReceived", 1)]


async def test_the_night_is_quiet_for_who_chose_nothing(town: Town, db: Database) -> None:
    mentee = await with_phone(await town.mentee())
    await put(db, mentee)
    until = datetime.now(UTC) + timedelta(hours=1)
    night = await choose(mentee, around_now())
    await town.run("delete from manners")
    assert night["quietHours"]
    hours = night["quietHours"]
    usual = Choice(QuietHours(time.fromisoformat(hours["start"]), time.fromisoformat(hours["end"])))
    await carry(Post(db, phones := Phones(), usual=usual))
    assert phones.sent == []
    assert await town.value("select due_at > $1 from outbox", until)


async def test_never_is_never_and_the_inbox_has_it(town: Town, db: Database) -> None:
    mentee = await with_phone(await town.mentee())
    await choose(mentee, requests="never")
    await put(db, mentee)
    await carry(at_any_hour(db, phones := Phones()))
    assert phones.sent == []
    assert await town.value("select state || ' ' || reason from outbox") == "dropped never"
    assert (await mentee.get("/v1/notices")).json()["unread"] == 1


async def test_a_digest_is_one_push_a_day(town: Town, db: Database) -> None:
    mentee = await with_phone(await town.mentee())
    await choose(mentee, requests="digest", tandems="digest")
    for _ in range(3):
        await put(db, mentee)
    await put(db, mentee, "TandemFormed", tandemId="t1")
    await carry(at_any_hour(db, phones := Phones()))
    assert phones.sent == []
    held = await town.rows("select distinct due_at, held_for from outbox")
    assert [row["held_for"] for row in held] == ["digest"]
    assert held[0]["due_at"].astimezone(ZONE).hour == 18
    await town.run("update outbox set due_at = now()")
    await carry(at_any_hour(db, phones))
    assert phones.sent == [("one", "DailyDigest", 1)]
    assert phones.facts[-1] == {"count": 4}
    assert await town.value("select count(*) from outbox where state = 'sent'") == 4


async def test_several_requests_are_one_push(town: Town, db: Database) -> None:
    mentor = await with_phone(await town.mentor())
    for _ in range(3):
        await (await town.mentee()).like(mentor)
    await carry(at_any_hour(db, phones := Phones()))
    assert phones.sent == [("one", "RequestReceived", 1)]
    assert phones.facts[-1]["count"] == 3
    assert phones.badges == [3]
    assert len((await mentor.get("/v1/notices")).json()["items"]) == 3


async def test_a_bundle_that_is_tried_again_keeps_its_name(town: Town, db: Database) -> None:
    mentor = await with_phone(await town.mentor())
    for _ in range(2):
        await (await town.mentee()).like(mentor)
    phones = Phones(lambda device, attempt: "retry" if attempt == 1 else "sent")
    await carry(at_any_hour(db, phones))
    await (await town.mentee()).like(mentor)
    await town.run("update outbox set due_at = now()")
    await carry(at_any_hour(db, phones))
    assert phones.names[0] == phones.names[1] != phones.names[2]
    assert [facts.get("count", 1) for facts in phones.facts] == [2, 2, 1]


async def test_never_more_than_four_a_day_that_could_have_waited(town: Town, db: Database) -> None:
    mentee = await with_phone(await town.mentee())
    phones = Phones()
    for _ in range(6):
        await put(db, mentee)
        await carry(at_any_hour(db, phones))
    assert len(phones.sent) == 4
    rows = await town.rows("select reason, held_for, due_at from outbox where state = 'waiting'")
    assert {(row["reason"], row["held_for"]) for row in rows} == {("enough for today", "digest")}
    assert all(row["due_at"].astimezone(ZONE).date() > datetime.now(ZONE).date() for row in rows)
    await put(db, mentee, "TandemFormed", tandemId="t1")
    await carry(at_any_hour(db, phones))
    assert phones.sent[-1][1] == "TandemFormed", "what somebody waits for is not counted"


async def test_four_a_day_holds_for_workers_at_once(town: Town, db: Database) -> None:
    mentees = [await with_phone(await town.mentee()) for _ in range(3)]
    for kind in (
        "RequestClosed",
        "FeedbackDue",
        "PulseAsked",
        "IntroductionPlanned",
        "MeetingProposed",
        "DeckRefreshed",
    ):
        for mentee in mentees:
            await put(db, mentee, kind, tandemId="t1")
    phones = Phones()

    async def one_by_one() -> None:
        while await town.value("select true from outbox where state = 'waiting' and due_at <= now()"):
            await carry(at_any_hour(db, phones))

    await asyncio.gather(*(one_by_one() for _ in range(4)))
    assert len(phones.sent) == 12


async def test_what_was_read_in_the_app_is_not_pushed(town: Town, db: Database) -> None:
    mentee = await with_phone(await town.mentee())
    await put(db, mentee)
    [item] = (await mentee.get("/v1/notices")).json()["items"]
    await mentee.put(f"/v1/notices/{item['id']}/reading")
    await carry(at_any_hour(db, phones := Phones()))
    assert phones.sent == []


async def test_nothing_is_pushed_about_who_is_blocked_or_to_who_is_suspended(town: Town, db: Database) -> None:
    mentor, other = await with_phone(await town.mentor()), await with_phone(await town.mentor())
    blocked, mentee = await town.mentee(), await town.mentee()
    await blocked.like(mentor)
    await mentee.like(other)
    await mentor.put(f"/v1/blocks/{blocked.id}")
    await town.run("update member set suspended_at = now() where id = $1", other.id)
    await carry(at_any_hour(db, phones := Phones()))
    assert phones.sent == []
    assert await town.value("select count(*) from outbox where state = 'waiting'") == 0


async def test_nothing_goes_to_a_phone_that_changed_hands(town: Town, db: Database) -> None:
    before, now = await town.mentee(), await town.mentee()
    phone = {"kind": "token", "value": "shared", "platform": "android", "locale": "fr"}
    await before.put("/v1/devices/phone", phone)
    await put(db, before)
    await now.put("/v1/devices/phone", phone)
    await carry(at_any_hour(db, phones := Phones()))
    assert phones.sent == []


async def test_what_nobody_can_say_is_a_dead_letter_and_stops_nobody_else(town: Town, db: Database) -> None:
    mentee, other = await with_phone(await town.mentee()), await with_phone(await town.mentee())
    for kind, facts in (("Nope", "{}"), ("RequestClosed", '{"count": {}}'), ("TandemFormed", '{"tandemId": "-"}')):
        await town.run(
            "insert into outbox (kind, event_id, recipient_id, facts, expires_at) "
            "values ($1, gen_random_uuid(), $2, $3, now() + interval '1 day')",
            kind, mentee.id, facts,
        )  # fmt: skip
    await put(db, other)
    await carry(at_any_hour(db, phones := Phones()))
    assert sorted(kind for _, kind, _ in phones.sent) == ["RequestClosed", "TandemFormed"]
    assert await town.value("select count(*) from outbox where state = 'dead' and reason = 'unsayable'") == 2
