"""All of a member's data handed over, or all of it gone."""

import json
import logging
import re
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
import redis.asyncio as redis
from structlog.testing import capture_logs

from app.privacy.store import Q
from tests.app.privacy.register import NOT_EXPORTED, OF_NOBODY
from tests.people import MENTOR, Caller, Town

CANARY = "Zanzibar"
OF_A_MEMBER: dict[str, Any] = {
    "firstName": f"{CANARY}ine",
    "lastName": f"{CANARY}off",
    "about": f"J'aime {CANARY}.",
    "birthDate": "1961-03-07",
    "areaCode": "2A004",
    "languages": ["fr", "oc"],
}
OF_A_MENTOR = OF_A_MEMBER | {
    "jobTitle": f"Pilote de {CANARY}",
    "company": {"name": f"{CANARY} SARL", "siret": "44306184100047"},
}
MESSAGE = f"Bonjour de {CANARY} !"
PHONE = {"kind": "token", "value": f"{CANARY}:token", "platform": "ios", "locale": "fr"}


class Life(NamedTuple):
    """Somebody who has done all that can be done, and the others in it."""

    one: Caller
    waiting: list[Caller]  # mentees whose request they never answered, or mentors they asked
    partner: Caller
    blocked: Caller

    @property
    def traces(self) -> list[str]:
        return [CANARY, self.one.phone, self.one.id, "1961-03-07", "2A004", "44306184100047"]


@pytest.fixture
async def mentees_life(town: Town) -> Life:
    one = await town.mentee(**OF_A_MEMBER)
    waiting, partner, blocked = [await town.mentor()], await town.mentor(), await town.mentor()
    await one.like(waiting[0], MESSAGE)
    await one.like(partner, MESSAGE)
    assert (await partner.accept(one)).status_code == 201
    return await _lived(town, Life(one, waiting, partner, blocked))


@pytest.fixture
async def mentors_life(town: Town) -> Life:
    one = await town.mentor(capacity=2, **OF_A_MENTOR)
    waiting, partner, blocked = [await town.mentee(), await town.mentee()], await town.mentee(), await town.mentee()
    for mentee in (*waiting, partner):
        assert (await mentee.like(one)).status_code == 200
    assert (await one.accept(partner)).status_code == 201
    return await _lived(town, Life(one, waiting, partner, blocked))


@pytest.fixture(params=["mentees_life", "mentors_life"])
def life(request: pytest.FixtureRequest) -> Life:
    lived: Life = request.getfixturevalue(request.param)
    return lived


async def test_the_export_holds_everything(mentees_life: Life) -> None:
    exported = (await mentees_life.one.get("/v1/me/export")).text
    for trace in (CANARY, mentees_life.one.phone, mentees_life.one.id, "1961-03-07", "2A004", MESSAGE, PHONE["value"]):
        assert trace in exported


async def test_a_mentors_export_holds_everything_but_what_others_wrote(town: Town, mentors_life: Life) -> None:
    one, [asking, _] = mentors_life.one, mentors_life.waiting
    await asking.undo(one)
    await asking.like(one, "Lisez-moi, et vous seul.")
    answer = await one.get("/v1/me/export")
    assert answer.headers["cache-control"] == "no-store"
    exported = answer.json()
    for said in (*OF_A_MENTOR["company"].values(), OF_A_MENTOR["jobTitle"], PHONE["value"]):
        assert said in answer.text
    assert len(exported["requests"]) == 3
    assert {len(exported[part]) for part in ("tandems", "blocks", "devices")} == {1}
    assert exported["swipes"]
    assert "Lisez-moi" not in answer.text


async def test_an_export_holds_nobody_else(life: Life) -> None:
    exported = (await life.one.get("/v1/me/export")).text
    for other in (*life.waiting, life.partner, life.blocked):
        profile = (await other.get("/v1/me")).json()
        assert other.phone not in exported
        assert profile["birthDate"] not in exported
        assert profile["lastName"] not in exported


async def test_every_column_is_exported_or_has_a_reason_not_to_be(town: Town) -> None:
    columns = await town.rows(
        """
        select table_name, column_name
        from information_schema.columns
        join information_schema.tables using (table_schema, table_name)
        where table_schema = 'public' and table_type = 'BASE TABLE'
        """
    )
    names = {f"{table}.{column}" for table, column in columns if table not in OF_NOBODY}
    exported = set(re.findall(r"\b(\w+\.\w+)\b", Q.export_member))
    assert names - exported == set(NOT_EXPORTED)
    assert {table for table, _ in columns} >= set(OF_NOBODY)


async def test_erasure_leaves_no_trace_in_any_table(town: Town, life: Life) -> None:
    for trace in life.traces[:4]:
        assert await _rows_with(town, trace), trace
    assert (await life.one.delete("/v1/me")).status_code == 204
    for trace in life.traces:
        assert await _rows_with(town, trace) == [], trace
    assert (await life.one.get("/v1/me")).status_code == 404
    assert (await life.one.get("/v1/me/export")).status_code == 404


async def test_erasure_leaves_no_trace_in_redis(town: Town, life: Life) -> None:
    assert [await _keys_with(town, trace) for trace in (life.one.phone, life.one.id)] != [[], []]
    await life.one.delete("/v1/me")
    gone: list[str | bytes] = [*life.traces, UUID(life.one.id).bytes]
    for trace in gone:
        assert await _keys_with(town, trace) == [], trace


async def test_nothing_of_a_life_is_in_the_logs(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    with capture_logs() as logs, caplog.at_level(logging.DEBUG):
        mentor = await town.mentor()
        one = await town.mentee(**OF_A_MEMBER)
        await one.put("/v1/me", {"firstName": CANARY, "lastName": 7})
        await one.like(mentor, MESSAGE)
        await one.put(f"/v1/swipes/{mentor.id}", {"verdict": MESSAGE})
        await one.put("/v1/devices/phone", PHONE)
        await mentor.accept(one)
        await town.carry()
        await one.delete("/v1/me")
    told = json.dumps(logs, default=str) + caplog.text
    for trace in (CANARY, one.phone, one.token, "1961-03-07"):
        assert trace not in told


async def test_those_who_waited_are_told_and_everybodys_counts_are_right(town: Town, life: Life) -> None:
    await life.one.delete("/v1/me")
    assert await town.value("select count(*) from mentee where requests_waiting <> 0 or tandems_open <> 0") == 0
    assert await town.value("select count(*) from mentor where requests_waiting <> 0 or seats_taken <> 0") == 0
    assert await life.partner.tandems() == []
    await town.carry()
    for other in life.waiting:
        was_asked = await town.value("select role = 'mentor' from member where id = $1", other.id)
        assert ("RequestClosed" in await other.notices()) is not was_asked
        assert await other.requests("received" if was_asked else "sent") == []


async def test_erasing_twice_is_fine(life: Life) -> None:
    assert (await life.one.delete("/v1/me")).status_code == 204
    assert (await life.one.delete("/v1/me")).status_code == 204


async def test_whoever_comes_back_is_a_newcomer_and_may_choose_the_other_role(mentees_life: Life) -> None:
    one, before = mentees_life.one, mentees_life.one.id
    await one.delete("/v1/me")
    answer = await one.put("/v1/me", MENTOR)
    assert answer.status_code == 201
    assert answer.json()["memberId"] != before
    assert (answer.json()["role"], answer.json()["verified"]) == ("mentor", False)


async def test_a_seat_given_back_by_a_departure_is_free_at_once(town: Town) -> None:
    mentor, first, second = await town.mentor(capacity=1), await town.mentee(), await town.mentee()
    await first.like(mentor)
    await second.like(mentor)
    assert (await mentor.accept(first)).status_code == 201
    assert (await mentor.accept(second)).status_code == 409
    await first.delete("/v1/me")
    assert (await mentor.accept(second)).status_code == 201


async def _lived(town: Town, life: Life) -> Life:
    one = life.one
    assert (await one.put(f"/v1/devices/{CANARY}", PHONE)).status_code == 200
    await one.put(f"/v1/blocks/{life.blocked.id}")
    await life.blocked.put(f"/v1/blocks/{one.id}")
    await _met(town, life)
    await one.dealt()
    for other in (*life.waiting, life.partner, await town.mentee(), await town.mentor()):
        await other.dealt()
    await town.carry()
    return life


async def _met(town: Town, life: Life) -> None:
    """One met the partner, whom they told on; they called another meeting off late, and appeal; and have a calendar."""
    [tandem] = await life.one.tandems()
    for hours in (2, 4):
        meeting_id, start = uuid4(), (datetime.now(UTC) + timedelta(hours=hours)).isoformat()
        path = f"/v1/tandems/{tandem['id']}/meetings/{meeting_id}"
        where = {"kind": "in_person", "placeKind": "cafe", "place": f"Café {CANARY}"}
        slots = {"slots": [{"startsAt": start, "minutes": 15}]}
        [slot] = (await life.one.put(path, where | slots)).json()["slots"]
        assert (await life.partner.put(f"{path}/confirmation", {"startsAt": slot["startsAt"]})).status_code == 200
        if hours == 2:
            why = {"reason": "ill", "words": f"Je reste à {CANARY}."}
            assert (await life.one.put(f"{path}/cancellation", why)).status_code == 200
            appeal = {"words": f"Demandez à {CANARY}."}
            answer = await life.one.put(f"/v1/me/reliability/marks/{meeting_id}/appeal", appeal)
            assert answer.status_code == 200
    past = "starts_at = now() - interval '1 hour', ends_at = now() - interval '45 minutes'"
    await town.run(f"update meeting set {past} where state = 'confirmed'")
    assert (await life.one.put(f"{path}/attendance", {"said": "other_absent"})).status_code == 200
    assert (await life.one.put("/v1/me/calendar")).status_code == 200


async def _rows_with(town: Town, trace: str) -> list[str]:
    tables = await town.rows("select relname from pg_stat_user_tables where schemaname = 'public'")
    return [
        f"{table}: {row}"
        for (table,) in tables
        for (row,) in await town.rows(
            f"select to_jsonb(t)::text from {table} as t where strpos(to_jsonb(t)::text, $1) > 0", trace
        )
    ]


async def _keys_with(town: Town, trace: str | bytes) -> list[bytes]:
    sought = trace.encode() if isinstance(trace, str) else trace
    async with redis.Redis.from_url(town.settings.redis_url) as client:
        return [key async for key in client.scan_iter("*") if sought in key + (await client.get(key) or b"")]
