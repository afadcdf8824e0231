"""A phone learns of everything that changed for its member, and of nothing else."""

import gzip
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec

from app.sync.bookmarks import read_bookmark, write_bookmark
from app.sync.model import Bookmark
from tests.app.sync.phone import Phone, assert_in_step
from tests.people import Caller, Town

PLAIN = {"Accept-Encoding": "identity"}


async def test_a_phone_that_begins_has_the_present_state(town: Town) -> None:
    mentee, mentor, other = await town.mentee(), await town.mentor(), await town.mentor()
    await mentee.like(mentor, "Bonjour")
    await mentee.like(other)
    tandem = (await mentor.accept(mentee)).json()
    copy = await Phone(mentee).catch_up()
    assert list(copy["tandems"]) == [tandem["id"]]
    assert [one["memberId"] for one in copy["requests"].values()] == [other.id]
    assert [one["kind"] for one in copy["notices"].values()] == ["TandemFormed"]
    assert await Phone(await town.mentee()).catch_up() == Phone(mentee).copy


async def test_what_did_not_change_is_not_told_again(town: Town) -> None:
    mentee, mentor, other = await town.mentee(), await town.mentor(), await town.mentor()
    tandem_id = await _tandem(mentee, mentor)
    phone = Phone(mentee)
    await phone.catch_up()
    phone.told.clear()
    await phone.catch_up()
    assert phone.told == []
    await mentee.like(other)
    await _write(mentee, tandem_id, "Bonjour")
    await phone.catch_up()
    assert sorted(kind for kind, _ in phone.told) == ["messages", "requests"]


async def test_small_pages_tell_the_same_and_each_thing_once(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    tandem_id = await _tandem(mentee, mentor)
    for number in range(7):
        await _write(mentee if number % 2 else mentor, tandem_id, f"Message {number}")
    await mentee.put(f"/v1/tandems/{tandem_id}/meetings/{uuid4()}", _meeting())
    small = Phone(mentee, limit=1)
    assert await small.catch_up() == await Phone(mentee).catch_up()
    assert len(small.told) == len(set(small.told))
    assert [kind for kind, _ in small.told[:9]] == ["tandems", "meetings", *["messages"] * 7]


async def test_a_change_between_two_pages_is_told_in_the_next_round(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    tandem_id = await _tandem(mentee, mentor)
    await _write(mentee, tandem_id, "Un")
    await _write(mentee, tandem_id, "Deux")
    phone = Phone(mentor, limit=1)
    for number in range(3):
        await phone.ask()
        await _write(mentee, tandem_id, f"Encore {number}")
    await phone.catch_up()
    await assert_in_step(phone)
    assert len(phone.copy["messages"]) == 5


async def test_what_was_read_on_one_phone_is_read_on_the_other(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await _tandem(mentee, mentor)
    phone = Phone(mentor)
    await phone.catch_up()
    unread = [one for one in phone.copy["notices"].values() if not one["read"]]
    assert unread
    await mentor.put("/v1/notices/reading", {"sequence": max(one["sequence"] for one in unread)})
    await assert_in_step(phone)
    assert all(one["read"] for one in phone.copy["notices"].values())


async def test_a_quiet_day_takes_less_than_a_kilobyte(town: Town) -> None:
    mentee, mentor, other = await town.mentee(), await town.mentor(), await town.mentor()
    tandem_id = await _tandem(mentee, mentor)
    await mentee.like(other)
    phone = Phone(mentee)
    await phone.catch_up()
    nothing = await mentee.get("/v1/sync", params={"since": phone.since}, headers=PLAIN)
    for words in ("Bonjour, on se voit jeudi ?", "Oui, à 14 h au café de la gare."):
        await _write(mentor, tandem_id, words)
    some = await mentee.get("/v1/sync", params={"since": phone.since}, headers=PLAIN)
    assert len(nothing.content) < 1000
    assert len(some.json()["messages"]) == 2
    assert len(gzip.compress(some.content)) < 1000


async def test_answers_are_compressed_for_who_can_read_that(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await _tandem(mentee, mentor)
    packed = await mentee.get("/v1/sync", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    plain = await mentee.get("/v1/sync", headers=PLAIN)
    assert "content-encoding" not in plain.headers
    assert packed.json()["tandems"] == plain.json()["tandems"]


async def test_a_bookmark_that_is_of_no_use_any_more_begins_anew(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await _tandem(mentee, mentor)
    phone = Phone(mentee)
    copy = await phone.catch_up()
    good = read_bookmark(phone.since)
    assert good.since is not None
    old = msgspec.structs.replace(good.since, at=datetime.now(UTC) - timedelta(days=60))
    of_another_database = msgspec.structs.replace(good.since, next=good.since.next + 10**6)
    for useless in (old, of_another_database):
        answer = await mentee.get("/v1/sync", params={"since": write_bookmark(Bookmark(since=useless))})
        assert answer.json()["reset"] is True
        assert [one["id"] for one in answer.json()["tandems"]] == list(copy["tandems"])


async def test_what_was_brought_from_another_server_is_told_once(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    tandem_id = await _tandem(mentee, mentor)
    await town.run("alter table tandem disable trigger tandem_mark_change")
    await town.run("update tandem set changed_xid = '999999999'")
    await town.run("alter table tandem enable trigger tandem_mark_change")
    phone = Phone(mentee)
    await phone.catch_up()
    assert list(phone.copy["tandems"]) == [tandem_id]
    phone.told.clear()
    await phone.catch_up()
    assert phone.told == []
    await mentee.put(f"/v1/tandems/{tandem_id}/signature", {"version": (await _charter(mentee))})
    await assert_in_step(phone)


async def test_what_is_no_bookmark_is_refused(town: Town) -> None:
    mentee = await town.mentee()
    phone = Phone(mentee)
    await phone.catch_up()
    good = read_bookmark(phone.since)
    assert good.since is not None
    impossible = [
        msgspec.structs.replace(good.since, **wrong)
        for wrong in ({"oldest": 0}, {"oldest": good.since.next + 1}, {"under_way": [3]}, {"under_way": [10**9]})
    ]
    texts = [write_bookmark(Bookmark(since=look)) for look in impossible]
    for text in (*texts, "x", "AAAA", "é", "_" * 32, phone.since or "", f"{phone.since}="[1:]):
        if text == phone.since:
            continue
        answer = await mentee.get("/v1/sync", params={"since": text})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "since"), text


async def test_a_minor_reads_the_messages_once_the_guardian_has_agreed(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    tandem_id = await _tandem(mentee, mentor)
    await _write(mentor, tandem_id, "Bonjour")
    phone = Phone(mentee)
    await phone.catch_up()
    await town.run("update member set birth_date = current_date - interval '16 years' where id = $1", mentee.id)
    assert (await phone.catch_up())["messages"] == {}
    assert (await phone.catch_up())["tandems"]
    await town.run("update member set guardian_agreed_at = now() where id = $1", mentee.id)
    assert len((await phone.catch_up())["messages"]) == 1


async def test_ripples_are_forgotten_after_60_days(town: Town) -> None:
    from app.sync import service

    mentee, mentor = await town.mentee(), await town.mentor()
    await _tandem(mentee, mentor)
    await mentee.put(f"/v1/blocks/{mentor.id}")
    await town.run("update ripple set rippled_at = now() - interval '59 days'")
    assert await town.db.transact(service.forget_ripples) == 0
    await town.run("update ripple set rippled_at = now() - interval '61 days'")
    assert await town.db.transact(service.forget_ripples) > 0
    assert await town.value("select count(*) from ripple") == 0


async def _tandem(mentee: Caller, mentor: Caller) -> str:
    await mentee.like(mentor)
    answer = await mentor.accept(mentee)
    assert answer.status_code == 201, answer.text
    tandem_id: str = answer.json()["id"]
    return tandem_id


async def _write(sender: Caller, tandem_id: str, text: str) -> None:
    answer = await sender.put(f"/v1/tandems/{tandem_id}/messages/{uuid4()}", {"text": text})
    assert answer.status_code == 201, answer.text


async def _charter(caller: Caller) -> int:
    version: int = (await caller.get("/v1/charter")).json()["version"]
    return version


def _meeting() -> dict[str, object]:
    start = datetime.now(UTC) + timedelta(days=3)
    return {"kind": "phone", "slots": [{"startsAt": start.isoformat(), "minutes": 60}]}
