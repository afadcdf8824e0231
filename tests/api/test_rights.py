"""Who may do what: every route, and everybody who should be refused there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.api.conftest import CLIENT_ID, Stage
from tests.api.ledger import assert_refused, everything
from tests.api.routes import DOORS, Route, good_body, routes_of
from tests.people import Caller, Town

# A newcomer has no profile: these are how one is made, or do nothing without one.
OPEN_TO_NEWCOMERS = {
    "putMe": 201, "deleteMe": 204, "deleteDevice": 204, "demoNotices": 200, "readInvitation": 404,
    "declineInvitation": 204,
}  # fmt: skip
# A suspended member keeps the rights that the law gives, reads why, may appeal, and may sign out of a phone.
OPEN_TO_THE_SUSPENDED = {
    "exportMe": 200, "deleteMe": 204, "deleteDevice": 204, "demoNotices": 200, "listOwnSanctions": 200, "appeal": 201,
    "readInvitation": 404, "declineInvitation": 204,
}  # fmt: skip
DECK_AND_SWIPES = {"deal", "swipe", "swipeAll", "undoSwipe"}
# What nobody may learn of another: where they are, how old they are, what they are called, how to reach them.
NEVER_OF_ANOTHER = {
    "lastName", "birthDate", "age", "phone", "uid", "email", "latitude", "longitude", "lat", "lon", "distance", "xyz",
    "areaCode", "postcode", "postcodes", "siret", "capacity", "seatsTaken", "verifiedAt", "suspendedAt", "lastSeenAt",
    "rank", "score", "worth", "refused", "mentorVerdict", "menteeVerdict",
}  # fmt: skip
# What staff read of members, companies and each other.
OF_WORK = {
    "lastName", "birthDate", "areaCode", "phone", "uid", "siret", "capacity", "seatsTaken", "verifiedAt", "suspendedAt",
    "lastSeenAt", "worth",
}  # fmt: skip
OF_THE_CALLER = {"/v1/me", "/v1/me/export", "/v1/me/verification"}
OF_NOBODY = {"/v1/areas", "/v1/sectors", "/v1/goals"}


async def test_nobody_passes_without_signing_in(stage: Stage) -> None:
    before = await everything(stage.town)
    for route in _closed_routes(stage.town):
        bodies: list[dict[str, Any]] = [_body(route, stage), {"content": b"["}]
        for body in bodies:
            answer = await stage.town.http.request(route.method, stage.url_of(route), **body)
            assert answer.status_code == 401, route.operation
            assert assert_refused(answer)["type"] == "urn:tandem:bad-token"
    assert await everything(stage.town) == before


async def test_a_public_route_needs_no_token(stage: Stage) -> None:
    for route in routes_of(stage.town.app):
        if DOORS[route.operation] == "public":
            answer = await stage.town.http.request(route.method, stage.url_of(route), **_body(route, stage))
            assert answer.status_code in (200, 201), route.operation


async def test_a_newcomer_is_told_to_make_a_profile(stage: Stage) -> None:
    for route in _members_routes(stage.town):
        answer = await _call(stage.town.stranger(), route, stage)
        if route.operation in OPEN_TO_NEWCOMERS:
            assert answer.status_code == OPEN_TO_NEWCOMERS[route.operation], route.operation
            continue
        assert answer.status_code in (403, 404), route.operation
        assert assert_refused(answer)["type"] == "urn:tandem:profile-needed", route.operation


async def test_a_suspended_member_is_told_so_on_every_call(stage: Stage) -> None:
    for caller in (stage.mentee, stage.mentor, stage.partner):
        await stage.town.run("update member set suspended_at = now() where id = $1", caller.id)
    before = await everything(stage.town)
    order = (
        "readInvitation",
        "declineInvitation",
        "exportMe",
        "demoNotices",
        "listOwnSanctions",
        "appeal",
        "deleteDevice",
        "deleteMe",
    )
    assert set(order) == set(OPEN_TO_THE_SUSPENDED)
    last = sorted(
        _members_routes(stage.town), key=lambda route: order.index(route.operation) if route.operation in order else -1
    )
    for route in last:
        answer = await _call(stage.caller_of(route), route, stage)
        if route.operation in OPEN_TO_THE_SUSPENDED:
            assert answer.status_code == OPEN_TO_THE_SUSPENDED[route.operation], route.operation
            continue
        assert answer.status_code == 403, (route.operation, answer.text)
        assert assert_refused(answer)["type"] == "urn:tandem:member-suspended", route.operation
        assert await everything(stage.town) == before, route.operation


async def test_a_suspension_holds_from_one_call_to_the_next(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    assert await mentee.dealt() == [mentor.id]
    await town.run("update member set suspended_at = now() where id = $1", mentor.id)
    assert await mentee.dealt() == []
    assert (await mentee.like(mentor)).status_code == 404
    assert (await mentor.get("/v1/deck")).status_code == 403
    await town.run("update member set suspended_at = null where id = $1", mentor.id)
    assert (await mentor.get("/v1/deck")).status_code == 200
    assert await mentee.dealt() == [mentor.id]


async def test_a_minor_waits_for_the_guardians_agreement(town: Town) -> None:
    mentor, staff = await town.mentor(), await town.staff()
    minor = await town.mentee(birthDate=_years_ago(16))
    assert (await minor.get("/v1/me")).json()["awaitsGuardianAgreement"] is True
    for answer in [await minor.get("/v1/deck"), *[answer async for answer in _swipes_of(minor, mentor)]]:
        assert (answer.status_code, assert_refused(answer)["type"]) == (403, "urn:tandem:guardian-agreement-needed")
    assert await mentor.dealt() == []
    assert (await mentor.like(minor)).status_code == 404
    assert (await staff.post(f"/v1/staff/members/{minor.id}/guardian-agreement")).status_code == 201
    assert (await minor.get("/v1/me")).json()["awaitsGuardianAgreement"] is False
    assert await minor.dealt() == [mentor.id]
    assert await mentor.dealt() == [minor.id]
    assert (await minor.like(mentor)).status_code == 200


async def test_an_unverified_mentor_waits_for_staff(town: Town) -> None:
    mentee, mentor, staff = await town.mentee(), await town.mentor(verified=False), await town.staff()
    for answer in [await mentor.get("/v1/deck"), *[answer async for answer in _swipes_of(mentor, mentee)]]:
        assert (answer.status_code, assert_refused(answer)["type"]) == (403, "urn:tandem:verification-pending")
    assert await mentee.dealt() == []
    assert (await mentee.like(mentor)).status_code == 404
    assert (await mentee.pass_(mentor)).status_code == 404
    assert (await staff.post(f"/v1/staff/members/{mentor.id}/verification")).status_code == 201
    assert await mentor.dealt() == [mentee.id]
    assert (await mentee.like(mentor)).status_code == 200


async def test_a_strangers_thing_reads_like_one_that_never_was(stage: Stage) -> None:
    blocked = await stage.town.mentor()
    await stage.mentee.like(blocked)
    await stage.mentee.put(f"/v1/blocks/{blocked.id}")
    before = await everything(stage.town)
    for caller in (stage.stranger, stage.rival, stage.mentor, blocked):
        await _reads_alike(caller, "GET", "/v1/tandems/{}", stage.tandem_id)
        await _reads_alike(caller, "GET", "/v1/tandems/{}/messages", stage.tandem_id)
        for verb, body in (("PUT", "sendMessage"), ("PATCH", "editMessage")):
            path = f"/v1/tandems/{{}}/messages/{CLIENT_ID}"
            await _reads_alike(caller, verb, path, stage.tandem_id, json=good_body(body, ""))
        await _reads_alike(caller, "DELETE", f"/v1/tandems/{{}}/messages/{CLIENT_ID}", stage.tandem_id)
        await _reads_alike(caller, "PUT", "/v1/tandems/{}/messages/read", stage.tandem_id, json={"sequence": 1})
    for verb, path in (
        ("POST", "/v1/requests/{}/acceptance"), ("POST", "/v1/requests/{}/refusal"), ("PUT", "/v1/requests/{}/opening"),
    ):  # fmt: skip
        for caller in (stage.stranger, stage.rival, blocked, stage.mentee):
            await _reads_alike(caller, verb, path, stage.mentee.id)
        await _reads_alike(stage.mentor, verb, path, stage.rival.id)
    for caller in (stage.stranger, stage.rival, stage.mentor, blocked):
        await _reads_alike(caller, "PUT", "/v1/notices/{}/reading", stage.notice_id)
    for caller, other in ((stage.mentee, blocked), (blocked, stage.mentee)):
        await _reads_alike(caller, "PUT", "/v1/swipes/{}", other.id, json={"verdict": "like"})
        await _reads_alike(caller, "PUT", "/v1/swipes/{}", other.id, json={"verdict": "pass"})
        await _reads_alike(caller, "DELETE", "/v1/swipes/{}", other.id)
        await _reads_alike(caller, "DELETE", "/v1/requests/{}", other.id)
    await _reads_alike(stage.rival, "DELETE", "/v1/requests/{}", stage.mentor.id)
    assert await everything(stage.town) == before


async def test_no_member_passes_the_staff_routes(stage: Stage) -> None:
    town, before = stage.town, await everything(stage.town)
    for route in routes_of(town.app):
        if DOORS[route.operation] != "staff":
            continue
        for member_id in (stage.mentor.id, str(uuid4())):
            for caller in (stage.mentee, stage.mentor, town.stranger()):
                url = route.url(**stage.parts_of(route) | dict.fromkeys(route.ids, member_id))
                answer = await caller.call(route.method, url, **_body(route, stage))
                assert (answer.status_code, assert_refused(answer)["type"]) == (403, "urn:tandem:staff-only")
    assert await everything(town) == before


async def test_a_full_story_tells_nobody_where_or_how_old_somebody_is(town: Town) -> None:
    told: list[tuple[str, Any]] = []
    mentee, mentor = await town.mentee(about="Bonjour", lastName="Secretnom"), await town.mentor(lastName="Secretnom")
    other = await town.mentor()
    for caller, method, path, body in (
        (mentee, "GET", "/v1/deck", None),
        (mentor, "GET", "/v1/deck", None),
        (mentee, "PUT", f"/v1/swipes/{mentor.id}", {"verdict": "like", "message": "Bonjour"}),
        (mentee, "POST", "/v1/swipes", {"swipes": [_offline(other, "like"), _offline(mentee, "like")]}),
        (mentee, "GET", "/v1/requests?direction=sent", None),
        (mentor, "GET", "/v1/requests?direction=received", None),
        (mentor, "POST", f"/v1/requests/{mentee.id}/acceptance", None),
        (other, "POST", f"/v1/requests/{mentee.id}/refusal", None),
        (mentee, "GET", "/v1/requests?direction=sent", None),
        (mentee, "GET", "/v1/tandems", None),
        (mentor, "GET", "/v1/tandems", None),
        (mentor, "PUT", "/v1/devices/phone", good_body("putDevice", "")),
        (mentee, "PUT", f"/v1/blocks/{other.id}", None),
    ):
        answer = await caller.call(method, path, json=body)
        assert answer.status_code < 300, (path, answer.text)
        told.append((path, answer.json() if answer.content else None))
    await town.carry()
    told += [("notices", (await caller.get("/v1/demo/notices")).json()) for caller in (mentee, mentor, other)]
    for path, answer in told:
        assert _names_in(answer) & NEVER_OF_ANOTHER == set(), path
        assert "Secretnom" not in str(answer), path
        assert "13208" not in str(answer), path
    assert {"lastName", "birthDate"} <= _names_in((await mentee.get("/v1/me")).json())
    await _assert_the_export_tells_only_of_its_owner(mentee, mentor)


async def test_the_document_has_no_name_that_could_locate_or_age_another(town: Town) -> None:
    document = town.app.openapi_schema.to_schema()
    for path, verbs in document["paths"].items():
        if path in OF_THE_CALLER | OF_NOBODY:
            continue
        for operation in verbs.values():
            sent = {name for answer in operation["responses"].values() for name in _schema_names(document, answer)}
            never = NEVER_OF_ANOTHER - (OF_WORK if path.startswith("/v1/staff") else set())
            assert sent & never == set(), path


async def _assert_the_export_tells_only_of_its_owner(owner: Caller, other: Caller) -> None:
    exported = (await owner.get("/v1/me/export")).text
    profile = (await other.get("/v1/me")).json()
    for secret in (other.phone, profile["company"]["siret"], profile["birthDate"]):
        assert secret not in exported


async def _reads_alike(caller: Caller, verb: str, path: str, thing_id: str, **options: Any) -> None:
    of_another = await caller.call(verb, path.format(thing_id), **options)
    missing = await caller.call(verb, path.format(uuid4()), **options)
    assert (of_another.status_code, missing.status_code) == (404, 404), (verb, path)
    assert of_another.content == missing.content
    assert assert_refused(of_another)["type"] == "urn:tandem:not-found"


async def _call(caller: Caller, route: Route, stage: Stage) -> httpx.Response:
    return await caller.call(route.method, stage.url_of(route), **_body(route, stage))


def _body(route: Route, stage: Stage) -> dict[str, Any]:
    return {"json": good_body(route.operation, stage.stranger.id)} if route.takes_body else {}


async def _swipes_of(caller: Caller, card: Caller) -> Any:
    yield await caller.like(card)
    yield await caller.pass_(card)
    yield await caller.undo(card)
    yield await caller.post("/v1/swipes", {"swipes": [_offline(card, "pass")]})


def _offline(card: Caller, verdict: str) -> dict[str, str]:
    return {"memberId": card.id, "verdict": verdict, "swipedAt": "2026-11-22T10:00:00Z"}


def _closed_routes(town: Town) -> Iterator[Route]:
    return (route for route in routes_of(town.app) if DOORS[route.operation] != "public")


def _members_routes(town: Town) -> Iterator[Route]:
    return (route for route in routes_of(town.app) if DOORS[route.operation] == "signed in")


def _years_ago(years: int) -> str:
    return (datetime.now(UTC).date() - timedelta(days=years * 366)).isoformat()


def _names_in(answer: Any) -> set[str]:
    if isinstance(answer, dict):
        return set(answer) | {name for inner in answer.values() for name in _names_in(inner)}
    if isinstance(answer, list):
        return {name for inner in answer for name in _names_in(inner)}
    return set()


def _schema_names(document: dict[str, Any], part: Any, seen: frozenset[str] = frozenset()) -> set[str]:
    names: set[str] = set()
    if isinstance(part, list):
        return {name for inner in part for name in _schema_names(document, inner, seen)}
    if not isinstance(part, dict):
        return names
    reference = part.get("$ref")
    if reference and reference not in seen:
        named = document["components"]["schemas"][reference.rsplit("/", 1)[1]]
        names |= _schema_names(document, named, seen | {reference})
    names |= set(part.get("properties", {}))
    return names | {name for inner in part.values() for name in _schema_names(document, inner, seen)}
