"""A member sees for themselves whether a phone rings."""

import asyncio

import pytest

from app.carrier.carrier import carry
from app.db import Database
from push.model import Fate
from tests.app.carrier.phones import Phones, at_any_hour
from tests.people import Town

PHONE = {"kind": "token", "value": "t", "platform": "android", "locale": "fr"}


async def carry_until(town: Town, db: Database, phones: Phones) -> None:
    while not await town.value("select true from outbox where settled_at is not null"):
        await carry(at_any_hour(db, phones))


@pytest.mark.parametrize(
    ("fate", "status", "outcome"), [("sent", 200, "sent"), ("retired", 200, "failed"), ("dead", 200, "failed")]
)
async def test_a_test_says_what_became_of_it(town: Town, db: Database, fate: Fate, status: int, outcome: str) -> None:
    mentee = await town.mentee()
    for name in ("one", "two"):
        await mentee.put(f"/v1/devices/{name}", PHONE | {"value": name})
    phones = Phones(lambda device, attempt: fate)
    answer, _ = await asyncio.gather(mentee.post("/v1/devices/two/test"), carry_until(town, db, phones))
    assert (answer.status_code, answer.json()["outcome"]) == (status, outcome)
    assert phones.sent == [("two", "PhoneTested", 1)]
    assert (await mentee.get("/v1/notices")).json()["items"] == [], "it is no news"


async def test_without_a_worker_it_waits_and_says_so(town: Town) -> None:
    mentee = await town.mentee()
    await mentee.put("/v1/devices/one", PHONE)
    answer = await mentee.post("/v1/devices/one/test", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["outcome"]) == (202, "waiting")
    assert answer.json()["detail"] == "The notification will leave as soon as possible."


async def test_only_ones_own_phone_and_only_so_often(town: Town) -> None:
    mentee, other = await town.mentee(), await town.mentee()
    await mentee.put("/v1/devices/one", PHONE)
    assert (await other.post("/v1/devices/one/test")).status_code == 404
    answers = await asyncio.gather(*(mentee.post("/v1/devices/one/test") for _ in range(7)))
    assert sorted(answer.status_code for answer in answers) == [202] * 5 + [429] * 2
    [refused, _] = [answer for answer in answers if answer.status_code == 429]
    assert refused.json()["type"] == "urn:tandem:too-many-tests"
    assert refused.headers["retry-after"] == "3600"
