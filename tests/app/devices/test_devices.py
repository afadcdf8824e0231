"""Phones that receive notices."""

import asyncio
from typing import Any

from app.devices import store
from tests.people import Caller, Town

PHONE = {"kind": "fid", "value": "f" * 22, "platform": "android", "locale": "fr"}


async def test_a_phone_is_registered_in_the_language_it_speaks(town: Town) -> None:
    mentee = await town.mentee()
    for locale, spoken in (("fr", "fr"), ("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("ar", "fr"), ("fr-CA", "fr")):
        answer = await mentee.put("/v1/devices/phone", PHONE | {"locale": locale})
        assert answer.status_code == 200
        assert answer.json() == {"deviceId": "phone", "kind": "fid", "platform": "android", "locale": spoken}
    assert [(row["id"], row["value"]) for row in await _devices(town)] == [("phone", PHONE["value"])]


async def test_a_phone_that_changes_hands_leaves_who_had_it(town: Town) -> None:
    before, now = await town.mentee(), await town.mentor()
    for caller in (before, now):
        assert (await caller.put("/v1/devices/phone", PHONE)).status_code == 200
    [device] = await _devices(town)
    assert str(device["member_id"]) == now.id


async def test_two_members_may_call_their_phones_the_same(town: Town) -> None:
    one, other = await town.mentee(), await town.mentee()
    await one.put("/v1/devices/phone", PHONE)
    await other.put("/v1/devices/phone", PHONE | {"value": "another"})
    assert len(await _devices(town)) == 2


async def test_one_address_is_one_device_whatever_it_is_called(town: Town) -> None:
    mentee = await town.mentee()
    for name in ("phone", "new-phone"):
        assert (await mentee.put(f"/v1/devices/{name}", PHONE)).status_code == 200
    assert [row["id"] for row in await _devices(town)] == ["new-phone"]


async def test_a_new_address_replaces_the_phones_old_one(town: Town) -> None:
    mentee = await town.mentee()
    for value in ("old", "new"):
        await mentee.put("/v1/devices/phone", PHONE | {"kind": "token", "value": value})
    assert [row["value"] for row in await _devices(town)] == ["new"]


async def test_a_retired_phone_is_revived_when_it_registers_again(town: Town) -> None:
    mentee = await town.mentee()
    await mentee.put("/v1/devices/phone", PHONE)
    await town.run("update device set retired_at = now(), doubted = true")
    assert await _told(town, mentee) == []
    await mentee.put("/v1/devices/phone", PHONE)
    [device] = await _devices(town)
    assert (device["retired_at"], device["doubted"]) == (None, False)
    assert await _told(town, mentee) == ["phone"]


async def test_signing_out_removes_the_phone_and_only_ones_own(town: Town) -> None:
    mentee, stranger = await town.mentee(), await town.mentee()
    await mentee.put("/v1/devices/phone", PHONE)
    assert (await stranger.delete("/v1/devices/phone")).status_code == 204
    assert await _told(town, mentee) == ["phone"]
    for _ in range(2):
        assert (await mentee.delete("/v1/devices/phone")).status_code == 204
    assert await _devices(town) == []


async def test_a_phone_that_many_claim_at_once_belongs_to_one(town: Town) -> None:
    callers = [await town.mentee() for _ in range(6)]
    answers = await asyncio.gather(*(caller.put("/v1/devices/phone", PHONE) for caller in callers for _ in range(3)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(await _devices(town)) == 1


async def _devices(town: Town) -> list[Any]:
    return await town.rows("select * from device order by id")


async def _told(town: Town, member: Caller) -> list[str]:
    member_id = await town.value("select id from member where id = $1", member.id)
    async with town.db.connection() as connection:
        found = await store.devices_of(connection, [member_id])
    return [device.id for device in found.get(member_id, [])]
