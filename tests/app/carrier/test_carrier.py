"""From the outbox to phones."""

import asyncio

import pytest

from app.carrier.carrier import carry
from app.db import Database
from push.model import Device, Fate
from tests.app.carrier.phones import Phones, asked_mentor, at_any_hour
from tests.people import Town


async def outbox(town: Town) -> tuple[str, int]:
    row = (await town.rows("select state, attempts from outbox"))[0]
    return row["state"], row["attempts"]


async def test_a_notice_goes_to_each_of_the_members_phones_once(town: Town, db: Database) -> None:
    await asked_mentor(town, "one", "two")
    phones = Phones()
    assert await carry(at_any_hour(db, phones)) == 1
    assert await carry(at_any_hour(db, phones)) == 0
    assert sorted(phones.sent) == [("one", "RequestReceived", 1), ("two", "RequestReceived", 1)]
    assert await outbox(town) == ("sent", 1)


async def test_a_member_without_a_phone_reads_it_in_the_app(town: Town, db: Database) -> None:
    mentor = await asked_mentor(town)
    phones = Phones()
    await carry(at_any_hour(db, phones))
    assert phones.sent == []
    assert await mentor.notices() == ["RequestReceived"]


async def test_only_the_phones_that_are_to_be_tried_again_are(town: Town, db: Database) -> None:
    await asked_mentor(town, "one", "two")
    phones = Phones(lambda device, attempt: "retry" if device.id == "two" and attempt == 1 else "sent")
    await carry(at_any_hour(db, phones))
    assert await outbox(town) == ("waiting", 1)
    assert await carry(at_any_hour(db, phones)) == 0, "it waits for its time"
    await town.run("update outbox set due_at = now()")
    await carry(at_any_hour(db, phones))
    assert phones.sent[-1] == ("two", "RequestReceived", 2)
    assert len(phones.sent) == 3
    assert await outbox(town) == ("sent", 2)


async def test_a_dead_address_is_retired_and_revived_by_a_new_registration(town: Town, db: Database) -> None:
    mentor = await asked_mentor(town, "one")
    await carry(at_any_hour(db, Phones(lambda device, attempt: "retired")))
    assert await town.value("select retired_at is not null from device")
    body = {"kind": "token", "value": "token-new", "platform": "android", "locale": "fr"}
    await mentor.put("/v1/devices/one", body)
    assert await town.value("select retired_at is null from device")


async def test_a_doubted_address_is_remembered_until_it_works(town: Town, db: Database) -> None:
    await asked_mentor(town, "one")
    await carry(at_any_hour(db, Phones(lambda device, attempt: "doubted")))
    assert await town.value("select doubted from device")
    await town.run("update outbox set state = 'waiting', settled_at = null")
    seen: list[bool] = []
    await carry(at_any_hour(db, Phones(lambda device, attempt: seen.append(device.doubted) or "sent")))  # type: ignore[func-returns-value]
    assert seen == [True]
    assert not await town.value("select doubted from device")


async def test_what_no_phone_can_be_told_is_a_dead_letter(town: Town, db: Database) -> None:
    await asked_mentor(town, "one")
    await carry(at_any_hour(db, Phones(lambda device, attempt: "dead")))
    assert await outbox(town) == ("dead", 1)
    assert await town.value("select reason from outbox") == "dead"


async def test_a_crash_between_claim_and_mark_sends_again_after_the_lease(town: Town, db: Database) -> None:
    await asked_mentor(town, "one")

    class Crash(Exception):
        pass

    def crash(device: Device, attempt: int) -> Fate:
        raise Crash

    with pytest.raises(Crash):
        await carry(at_any_hour(db, Phones(crash)))
    phones = Phones()
    assert await carry(at_any_hour(db, phones)) == 0, "the lease still runs"
    await town.run("update outbox set claimed_until = now() - interval '1 second'")
    assert await carry(at_any_hour(db, phones)) == 1
    assert await outbox(town) == ("sent", 2)


async def test_two_workers_share_the_notices(town: Town, db: Database) -> None:
    for _ in range(6):
        await asked_mentor(town, "one")
    await town.run("update device set value = value || member_id")
    phones = Phones()
    carried = await asyncio.gather(*(carry(at_any_hour(db, phones)) for _ in range(3)))
    assert sum(carried) == 6
    assert len(phones.sent) == await town.value("select count(*) from device")


async def test_a_notice_past_its_horizon_is_dropped(town: Town, db: Database) -> None:
    await asked_mentor(town, "one")
    await carry(at_any_hour(db, Phones(lambda device, attempt: "expired")))
    assert await outbox(town) == ("dropped", 1)
