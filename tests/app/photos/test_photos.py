"""Photos over HTTP: whose they are, who sees them, and when they are gone."""

import asyncio
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest
from msgspec.structs import replace
from PIL import Image

from app.errors import DependencyDown
from app.photos.album import SIZES, Album
from app.photos.model import Prints
from app.photos.service import discard_leftovers
from app.settings import Settings, SettingsError, read_settings
from tests.app.photos.bucket import bucket
from tests.app.photos.pictures import as_file, portrait, with_notes
from tests.people import Caller, Town

PHOTO = as_file(portrait())
OTHER = as_file(portrait(400, 600), "PNG")
BUCKET = {
    "AWS_ACCESS_KEY_ID": "tandem",
    "AWS_SECRET_ACCESS_KEY": "never-in-a-link",
    "AWS_REGION": "eu-west-3",
    "AWS_ALLOW_HTTP": "true",
}


@pytest.fixture
async def owner(town: Town) -> Caller:
    return await town.mentor()


async def test_an_accepted_photo_is_on_the_card_and_a_waiting_one_is_its_owners(town: Town, owner: Caller) -> None:
    mentee, staff = await town.mentee(), await town.staff()
    sent = await _send(owner)
    assert (sent.status_code, sent.json()["state"]) == (200, "pending")
    assert (await owner.get("/v1/me")).json()["photoUrl"] == sent.json()["photoUrl"]
    assert (await _card(mentee))["photoUrl"].startswith("/v1/portraits/")
    await _decide(staff, "acceptance")
    card = await _card(mentee)
    assert (card["photoUrl"], card["photoHash"]) == (sent.json()["photoUrl"], sent.json()["photoHash"])
    for size in SIZES:
        shown = await town.http.get(card["photoUrl"].replace("/320?", f"/{size}?"))
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
        assert shown.headers["cache-control"].startswith("private")
        with Image.open(io.BytesIO(shown.content)) as picture:
            assert picture.width == min(size, 600)
    await town.carry()
    assert await owner.notices() == ["PhotoAccepted"]
    assert (await owner.get("/v1/me/photo")).json()["state"] == "accepted"


async def test_what_is_written_in_a_photo_reaches_nobody(town: Town, owner: Caller) -> None:
    sent = await _send(owner, with_notes())
    shown = await town.http.get(sent.json()["photoUrl"])
    assert b"Zanzibar" not in shown.content
    for file in _files(town):
        assert b"Zanzibar" not in file.read_bytes()


async def test_a_new_photo_waits_while_the_accepted_one_is_still_shown(town: Town, owner: Caller) -> None:
    mentee, staff = await town.mentee(), await town.staff()
    first = (await _send(owner)).json()["photoUrl"]
    await _decide(staff, "acceptance")
    second = (await _send(owner, OTHER)).json()["photoUrl"]
    third = (await _send(owner, OTHER)).json()["photoUrl"]
    assert (await _card(mentee))["photoUrl"] == first
    assert (await town.http.get(second)).status_code == 404
    await _decide(staff, "acceptance")
    assert (await _card(mentee))["photoUrl"] == third
    assert (await town.http.get(first)).status_code == 404
    assert await _kept(town) == {_id(third)}


async def test_a_refused_photo_leaves_at_once_and_its_owner_reads_why(town: Town, owner: Caller) -> None:
    mentee, staff = await town.mentee(), await town.staff()
    link = (await _send(owner)).json()["photoUrl"]
    await _decide(staff, "acceptance")
    assert (await _card(mentee))["photoUrl"] == link
    reason = {"reason": "several-people", "note": "Lequel est-ce ?"}
    for _ in range(2):
        assert (await staff.post(f"/v1/staff/photos/{_id(link)}/refusal", reason)).status_code == 204
    assert (await _card(mentee))["photoUrl"].startswith("/v1/portraits/")
    assert (await town.http.get(link)).status_code == 404
    refused = (await owner.get("/v1/me/photo", headers={"Accept-Language": "en"})).json()
    assert (refused["state"], refused["photoUrl"]) == ("refused", None)
    assert refused["refusal"] == {
        "reason": "several-people",
        "text": "There are several people in the photo. Choose one with you alone.",
        "note": "Lequel est-ce ?",
    }
    await town.carry()
    assert await owner.notices() == ["PhotoAccepted", "PhotoRefused"]
    again = await staff.post(f"/v1/staff/photos/{_id(link)}/acceptance")
    assert (again.status_code, again.json()["type"]) == (409, "urn:tandem:photo-already-refused")
    assert await _kept(town) == set()


async def test_taking_a_photo_back_takes_it_off_every_card(town: Town, owner: Caller) -> None:
    mentee, staff = await town.mentee(), await town.staff()
    link = (await _send(owner)).json()["photoUrl"]
    await _decide(staff, "acceptance")
    assert (await _card(mentee))["photoUrl"] == link
    for _ in range(2):
        assert (await owner.delete("/v1/me/photo")).status_code == 204
    assert (await _card(mentee))["photoUrl"].startswith("/v1/portraits/")
    gone = await owner.get("/v1/me/photo")
    assert (gone.status_code, gone.json()["type"]) == (404, "urn:tandem:no-photo-yet")
    assert await _kept(town) == set()


async def test_erasure_takes_the_files_too(town: Town, owner: Caller) -> None:
    await _send(owner)
    await _decide(await town.staff(), "acceptance")
    link = (await _send(owner)).json()["photoUrl"]
    assert len(_files(town)) == 2 * len(SIZES)
    exported = (await owner.get("/v1/me/export")).json()["photos"]
    assert {photo["state"] for photo in exported} == {"accepted", "pending"}
    assert (await town.http.get(exported[1]["link"])).status_code == 200
    assert (await owner.delete("/v1/me")).status_code == 204
    assert (await town.http.get(link)).status_code == 404
    assert await _kept(town) == set()
    assert await town.value("select count(*) from photo_leftover") == 0


async def test_files_of_an_upload_that_died_are_deleted_within_the_hour(town: Town, owner: Caller) -> None:
    link = (await _send(owner)).json()["photoUrl"]
    dead = uuid4()
    await town.run("insert into photo_leftover (photo_id, due_at) values ($1, now() + interval '1 hour')", dead)
    for size in SIZES:
        (_folder(town) / f"{dead}-{size}.webp").write_bytes(b"")
    assert await _kept(town) == {str(dead), _id(link)}
    await town.run("update photo_leftover set due_at = now()")
    assert await _kept(town) == {_id(link)}


async def test_a_link_is_good_for_half_a_day_at_least_and_a_day_at_most_and_cannot_be_made_up(
    town: Town, owner: Caller
) -> None:
    link = (await _send(owner)).json()["photoUrl"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    left = int(query["expires"]) - datetime.now(UTC).timestamp()
    assert 12 * 3600 <= left + 1 <= 24 * 3600 + 1
    longer, flipped = str(int(query["expires"]) + 1), f"{int(query['signature'], 16) ^ 1:064x}"
    path, other = urlsplit(link).path, f"/v1/photos/{uuid4()}/320"
    past = await town.value("select photo_signature($1, 1)", _id(link))
    for bad in (
        f"{path}?expires={longer}&signature={query['signature']}",
        f"{path}?expires={query['expires']}&signature={flipped}",
        f"{other}?expires={query['expires']}&signature={query['signature']}",
        f"{path}?expires=1&signature={past}",
        link.replace("/320?", "/321?"),
    ):
        refused = await town.http.get(bad)
        assert (refused.status_code, refused.json()["type"]) == (404, "urn:tandem:not-found")


async def test_a_card_kept_since_the_last_period_gets_a_new_link(town: Town, owner: Caller) -> None:
    mentee = await town.mentee()
    await _send(owner)
    await _decide(await town.staff(), "acceptance")
    now = (await _card(mentee))["photoUrl"]
    await _later(town, periods=1)
    later = (await _card(mentee))["photoUrl"]
    assert later != now
    await _later(town, periods=2)
    assert (await town.http.get(now)).status_code == 200  # by the clock, which has not moved
    assert (await _card(mentee))["photoUrl"] not in (now, later)


@pytest.mark.parametrize(
    ("content", "status", "type"),
    [
        (b"%PDF-1.7 photo.jpg", 415, "photo-format"),
        (b"", 415, "photo-format"),
        (PHOTO[:400], 422, "photo-unreadable"),
        (bytes(8 * 1024 * 1024 + 1), 413, "too-large"),
    ],
)
async def test_what_is_no_photo_is_refused_whatever_it_calls_itself(
    town: Town, owner: Caller, content: bytes, status: int, type: str
) -> None:
    refused = await _send(owner, content)
    assert (refused.status_code, refused.json()["type"]) == (status, f"urn:tandem:{type}")
    assert _files(town) == []
    assert await town.value("select count(*) from photo_leftover") == 0


async def test_a_photo_of_eight_megabytes_is_taken(owner: Caller) -> None:
    assert (await _send(owner, PHOTO + bytes(8 * 1024 * 1024 - len(PHOTO)))).status_code == 200


async def test_photos_sent_at_once_leave_one_that_waits(town: Town, owner: Caller) -> None:
    answers = await asyncio.gather(*(_send(owner, photo) for photo in (PHOTO, OTHER, PHOTO)))
    assert {answer.status_code for answer in answers} == {200}
    assert await town.value("select count(*) from photo") == 1
    assert len(await _kept(town)) == 1


async def test_a_photo_accepted_and_refused_at_once_is_one_of_the_two(town: Town, owner: Caller) -> None:
    staff = await town.staff()
    link = (await _send(owner)).json()["photoUrl"]
    await asyncio.gather(
        *(staff.post(f"/v1/staff/photos/{_id(link)}/acceptance") for _ in range(4)),
        *(staff.post(f"/v1/staff/photos/{_id(link)}/refusal", {"reason": "other"}) for _ in range(4)),
    )
    state = await town.value("select state from photo")
    assert state == "refused"  # whoever came last: an accepted one may still be refused
    kinds = [row["kind"] for row in await town.rows("select kind from outbox order by created_at")]
    assert kinds in (["PhotoRefused"], ["PhotoAccepted", "PhotoRefused"])
    acts = [row["act"] for row in await town.rows("select act from audit_entry order by at")]
    assert acts == [{"PhotoRefused": "refuse-photo", "PhotoAccepted": "accept-photo"}[kind] for kind in kinds]


async def test_staff_look_at_the_oldest_first_and_leave_a_trace(town: Town, owner: Caller) -> None:
    other, staff = await town.mentee(), await town.staff("reader")
    for caller in (owner, other):
        assert (await _send(caller)).status_code == 200
    first = (await staff.get("/v1/staff/photos?limit=1")).json()
    second = (await staff.get(f"/v1/staff/photos?limit=1&cursor={first['next']}")).json()
    assert [page["items"][0]["memberId"] for page in (first, second)] == [owner.id, other.id]
    item = first["items"][0]
    assert datetime.fromisoformat(item["dueAt"]) > datetime.fromisoformat(item["sentAt"])
    assert (await town.http.get(item["photoUrl"])).status_code == 200
    entries = await town.rows("select about from audit_detail join audit_entry on id = entry_id order by at")
    assert [list(map(str, entry["about"])) for entry in entries] == [[owner.id], [other.id]]
    refused = await staff.post(f"/v1/staff/photos/{item['photoId']}/acceptance")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:tandem:role-too-low")


async def test_a_look_is_promised_and_the_promise_is_kept_or_dropped(town: Town, owner: Caller) -> None:
    staff = await town.staff()
    owed = "select count(*) from promise where kind = 'photo-looked-at' and kept_at is null and dropped_at is null"
    await _send(owner)
    assert await town.value(owed) == 1
    await _decide(staff, "acceptance")
    assert await town.value(owed) == 0
    await _send(owner)
    assert await town.value(owed) == 1
    await owner.delete("/v1/me/photo")
    assert await town.value(owed) == 0


async def test_a_bucket_keeps_photos_lends_links_of_some_minutes_and_forgets(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bucket() as (address, kept):
        for name, value in BUCKET.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("AWS_ENDPOINT", address)
        album, photo_id = Album(replace(settings, photo_store="s3://photos/tandem")), uuid4()
        await album.keep(photo_id, Prints({96: b"small", 320: b"middle", 960: b"large"}, ""))
        assert kept[f"/photos/tandem/{photo_id}-320.webp"] == b"middle"
        assert len(kept) == len(SIZES)
        link = await album.show(photo_id, 320)
        assert isinstance(link, str)
        query = parse_qs(urlsplit(link).query)
        assert urlsplit(link).path == f"/photos/tandem/{photo_id}-320.webp"
        assert (query["X-Amz-Expires"], len(query["X-Amz-Signature"][0])) == (["300"], 64)
        assert BUCKET["AWS_SECRET_ACCESS_KEY"] not in link
        for _ in range(2):
            await album.discard(photo_id)
        assert kept == {}


async def test_a_link_to_a_bucket_is_a_redirect(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async with bucket() as (address, _):
        for name, value in (BUCKET | {"AWS_ENDPOINT": address}).items():
            monkeypatch.setenv(name, value)
        async with Town.open(replace(settings, photo_store="s3://photos")) as town:
            link = (await _send(await town.mentor())).json()["photoUrl"]
            shown = await town.http.get(link)
    assert (shown.status_code, shown.headers["cache-control"]) == (302, "no-store")
    assert shown.headers["location"].startswith(f"{address}/photos/{_id(link)}-320.webp?")


async def test_a_machine_without_the_folder_forgets_no_file(town: Town, owner: Caller, tmp_path: Path) -> None:
    await _send(owner)
    await owner.delete("/v1/me/photo")
    elsewhere = Album(replace(town.settings, folder=tmp_path / "elsewhere"))
    with pytest.raises(DependencyDown):
        await discard_leftovers(town.db, elsewhere)
    assert await town.value("select count(*) from photo_leftover") == 1
    assert await _kept(town) == set()


def test_a_store_that_is_no_bucket_is_named() -> None:
    with pytest.raises(SettingsError, match="PHOTO_STORE"):
        read_settings({"PHOTO_STORE": "ftp://photos"})


async def _send(caller: Caller, photo: bytes = PHOTO) -> httpx.Response:
    return await caller.call("PUT", "/v1/me/photo", content=photo, headers={"Content-Type": "image/jpeg"})


async def _decide(staff: Caller, decision: str) -> None:
    [photo] = (await staff.get("/v1/staff/photos")).json()["items"]
    answer = await staff.post(f"/v1/staff/photos/{photo['photoId']}/{decision}")
    assert answer.status_code == 204, answer.text


async def _card(caller: Caller) -> dict[str, Any]:
    [card] = (await caller.deck())["cards"]
    shown: dict[str, Any] = card
    return shown


def _id(link: str) -> str:
    return link.split("/")[3]


def _folder(town: Town) -> Path:
    return town.settings.folder / "photos"


def _files(town: Town) -> list[Path]:
    return list(_folder(town).glob("*"))


async def _kept(town: Town) -> set[str]:
    """The ids of photos that still have files once the leftovers are gone."""
    while await discard_leftovers(town.db, Album(town.settings)):
        pass
    return {file.name[:36] for file in _files(town)}


async def _later(town: Town, periods: int) -> None:
    """Links as they will be made in so many times twelve hours."""
    await town.run(
        "create or replace function photo_period() returns bigint language sql stable parallel safe "
        f"as $$ select floor(extract(epoch from now()) / 43200)::bigint + {periods} $$"
    )
