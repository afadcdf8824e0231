"""The worker between the outbox and phones."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.db import Database
from app.worker import Post, carry, work
from push.model import Device, Fate, Notice, Receipt
from tests.people import Caller, Town


class Phones:
    """A sender whose answers a test chooses; what is not ours to run is scripted."""

    def __init__(self, answer: Callable[[Device, int], Fate] = lambda device, attempt: "sent") -> None:
        self._answer = answer
        self.sent: list[tuple[str, str, int]] = []

    async def send(self, device: Device, notice: Notice, attempt: int) -> Receipt:
        self.sent.append((device.id, notice.kind, attempt))
        fate = self._answer(device, attempt)
        later = datetime.now(UTC) + timedelta(hours=1) if fate in ("retry", "parked") else None
        return Receipt(device_id=device.id, fate=fate, reason=fate, retry_at=later, sent_at=datetime.now(UTC))

    async def close(self) -> None:
        pass


async def asked_mentor(town: Town, *devices: str) -> Caller:
    mentee, mentor = await town.mentee(), await town.mentor()
    for device in devices:
        body = {"kind": "token", "value": f"token-{device}", "platform": "android", "locale": "fr-FR"}
        assert (await mentor.put(f"/v1/devices/{device}", body)).status_code == 200
    await mentee.like(mentor)
    return mentor


async def outbox(town: Town) -> tuple[str, int]:
    row = (await town.rows("select state, attempts from outbox"))[0]
    return row["state"], row["attempts"]


async def test_a_notice_goes_to_each_of_the_members_phones_once(town: Town, db: Database) -> None:
    await asked_mentor(town, "one", "two")
    phones = Phones()
    assert await carry(Post(db, phones)) == 1
    assert await carry(Post(db, phones)) == 0
    assert sorted(phones.sent) == [("one", "RequestReceived", 1), ("two", "RequestReceived", 1)]
    assert await outbox(town) == ("sent", 1)


async def test_a_member_without_a_phone_reads_it_in_the_app(town: Town, db: Database) -> None:
    mentor = await asked_mentor(town)
    phones = Phones()
    await carry(Post(db, phones))
    assert phones.sent == []
    assert await mentor.notices() == ["RequestReceived"]


async def test_only_the_phones_that_are_to_be_tried_again_are(town: Town, db: Database) -> None:
    await asked_mentor(town, "one", "two")
    phones = Phones(lambda device, attempt: "retry" if device.id == "two" and attempt == 1 else "sent")
    await carry(Post(db, phones))
    assert await outbox(town) == ("waiting", 1)
    assert await carry(Post(db, phones)) == 0, "it waits for its time"
    await town.run("update outbox set due_at = now()")
    await carry(Post(db, phones))
    assert phones.sent[-1] == ("two", "RequestReceived", 2)
    assert len(phones.sent) == 3
    assert await outbox(town) == ("sent", 2)


async def test_a_dead_address_is_retired_and_revived_by_a_new_registration(town: Town, db: Database) -> None:
    mentor = await asked_mentor(town, "one")
    await carry(Post(db, Phones(lambda device, attempt: "retired")))
    assert await town.value("select retired_at is not null from device")
    body = {"kind": "token", "value": "token-new", "platform": "android", "locale": "fr"}
    await mentor.put("/v1/devices/one", body)
    assert await town.value("select retired_at is null from device")


async def test_a_doubted_address_is_remembered_until_it_works(town: Town, db: Database) -> None:
    await asked_mentor(town, "one")
    await carry(Post(db, Phones(lambda device, attempt: "doubted")))
    assert await town.value("select doubted from device")
    await town.run("update outbox set state = 'waiting', settled_at = null")
    seen: list[bool] = []
    await carry(Post(db, Phones(lambda device, attempt: seen.append(device.doubted) or "sent")))  # type: ignore[func-returns-value]
    assert seen == [True]
    assert not await town.value("select doubted from device")


async def test_what_no_phone_can_be_told_is_a_dead_letter(town: Town, db: Database) -> None:
    await asked_mentor(town, "one")
    await carry(Post(db, Phones(lambda device, attempt: "dead")))
    assert await outbox(town) == ("dead", 1)
    assert await town.value("select reason from outbox") == "dead"


async def test_a_crash_between_claim_and_mark_sends_again_after_the_lease(town: Town, db: Database) -> None:
    await asked_mentor(town, "one")

    class Crash(Exception):
        pass

    def crash(device: Device, attempt: int) -> Fate:
        raise Crash

    with pytest.raises(Crash):
        await carry(Post(db, Phones(crash)))
    phones = Phones()
    assert await carry(Post(db, phones)) == 0, "the lease still runs"
    await town.run("update outbox set claimed_until = now() - interval '1 second'")
    assert await carry(Post(db, phones)) == 1
    assert await outbox(town) == ("sent", 2)


async def test_two_workers_share_the_notices(town: Town, db: Database) -> None:
    for _ in range(6):
        await asked_mentor(town, "one")
    await town.run("update device set value = value || member_id")
    phones = Phones()
    carried = await asyncio.gather(*(carry(Post(db, phones)) for _ in range(3)))
    assert sum(carried) == 6
    assert len(phones.sent) == await town.value("select count(*) from device")


async def test_a_notice_past_its_horizon_is_dropped(town: Town, db: Database) -> None:
    await asked_mentor(town, "one")
    await carry(Post(db, Phones(lambda device, attempt: "expired")))
    assert await outbox(town) == ("dropped", 1)


async def test_the_worker_expires_overdue_requests_and_stops_when_told(town: Town, db: Database) -> None:
    mentor = await asked_mentor(town)
    await town.run("update request set expires_at = now()")
    stopping = asyncio.Event()
    working = asyncio.create_task(work(Post(db, Phones()), stopping))
    for _ in range(100):
        if await town.value("select state from request") == "expired":
            break
        await asyncio.sleep(0.05)
    stopping.set()
    await asyncio.wait_for(working, 5)
    assert await town.value("select state from request") == "expired"
    assert [request["state"] for request in await mentor.requests("received")] == ["closed"]
