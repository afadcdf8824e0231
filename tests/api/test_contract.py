"""The wire contract: each path, verb, status and name that clients rely on."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api.ledger import assert_problem
from tests.api.routes import routes_of
from tests.people import MENTEE, MENTOR, Caller, Town

CARD = {
    "memberId", "role", "firstName", "jobTitle", "company", "areaName", "sectors", "goals", "modalities", "about",
    "photoUrl", "photoHash",
}  # fmt: skip
PHONE = {"kind": "token", "value": "a:b", "platform": "android", "locale": "en-GB"}
PATHS = {
    "GET /v1/areas", "GET /v1/sectors", "GET /v1/goals", "GET /v1/ranking/rules",
    "PUT /v1/me", "GET /v1/me", "PATCH /v1/me", "PUT /v1/me/pause", "DELETE /v1/me/pause", "GET /v1/me/export",
    "DELETE /v1/me", "PUT /v1/blocks/{}", "DELETE /v1/blocks/{}", "POST /v1/staff/members/{}/verification",
    "GET /v1/deck", "PUT /v1/swipes/{}", "POST /v1/swipes", "DELETE /v1/swipes/{}",
    "GET /v1/requests", "PUT /v1/requests/{}/opening", "DELETE /v1/requests/{}", "POST /v1/requests/{}/acceptance",
    "POST /v1/requests/{}/refusal", "GET /v1/tandems", "GET /v1/tandems/{}",
    "PUT /v1/devices/{}", "DELETE /v1/devices/{}",
    "POST /v1/demo/sign-ins", "GET /v1/demo/notices", "GET /health/live", "GET /health/ready", "GET /metrics",
}  # fmt: skip


def test_every_path_of_the_contract_exists(town: Town) -> None:
    served = {f"{route.method} {_bare(route.path)}" for route in routes_of(town.app)}
    assert served >= PATHS


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/v1/areas?q=mars", {"code", "name", "department"}),
        ("/v1/sectors", {"code", "name"}),
        ("/v1/goals", {"code", "name", "track"}),
    ],
)
async def test_reference_lists_are_pages_with_an_etag(town: Town, path: str, names: set[str]) -> None:
    answer = await town.http.get(path)
    page = answer.json()
    assert (answer.status_code, set(page), page["next"]) == (200, {"items", "next"}, None)
    assert names <= set(page["items"][0])
    again = await town.http.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    english = await town.http.get(path, headers={"Accept-Language": "en"})
    assert english.headers["content-language"] == "en"


async def test_the_demo_signs_in_any_french_mobile(town: Town) -> None:
    phone = "+33612345678"
    answer = await town.http.post("/v1/demo/sign-ins", json={"phone": phone})
    assert (answer.status_code, answer.json()["memberId"]) == (201, None)
    caller = Caller(town, phone, answer.json()["token"])
    joined = await caller.put("/v1/me", MENTEE)
    again = await town.http.post("/v1/demo/sign-ins", json={"phone": "06 12 34 56 78"})
    assert again.json()["memberId"] == joined.json()["memberId"]


async def test_a_profile_is_201_then_200_with_its_member_id(town: Town) -> None:
    caller = town.stranger()
    joined, again = await caller.put("/v1/me", MENTOR), await caller.put("/v1/me", MENTOR)
    assert (joined.status_code, again.status_code) == (201, 200)
    assert joined.json() == again.json()
    assert joined.json().items() >= MENTOR.items()
    assert UUID(joined.json()["memberId"]).version == 7
    assert (await caller.get("/v1/me")).json() == joined.json()
    changed = await caller.call("PATCH", "/v1/me", json={"capacity": 2})
    assert (changed.status_code, changed.json()) == (200, joined.json() | {"capacity": 2})
    other_role = await caller.put("/v1/me", MENTEE)
    assert (other_role.status_code, other_role.json()["type"]) == (409, "urn:tandem:role-already-chosen")


async def test_pause_export_and_departure(town: Town) -> None:
    caller = await town.mentee()
    for verb, paused in (("PUT", True), ("PUT", True), ("DELETE", False), ("DELETE", False)):
        assert (await caller.call(verb, "/v1/me/pause")).status_code == 204
        assert (await caller.get("/v1/me")).json()["paused"] is paused
    assert (await caller.get("/v1/me/export")).json()["member"]["id"] == caller.id
    assert (await caller.delete("/v1/me")).status_code == 204
    assert_problem(await caller.get("/v1/me"))


async def test_a_deck_deals_cards_with_reasons(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    deck = await mentee.deck(limit=1)
    assert set(deck) == {"cards", "exhausted", "advice"}
    [card] = deck["cards"]
    assert set(card) == CARD | {"reasons"}
    assert (card["memberId"], card["role"], card["jobTitle"]) == (mentor.id, "mentor", "Chef de cuisine")
    assert all(set(reason) == {"code", "text"} for reason in card["reasons"])
    assert 1 <= len(card["reasons"]) <= 3
    assert (deck["exhausted"], deck["advice"]) == (False, None)
    more = await mentee.deck(limit=2)
    assert more["exhausted"] is True
    assert isinstance(more["advice"], str)
    assert [card["role"] for card in (await mentor.deck())["cards"]] == ["mentee"]


async def test_swipes_answer_the_state_of_the_pair(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    passed = await mentee.put(f"/v1/swipes/{mentor.id}", {"verdict": "pass", "swipedAt": "2026-11-22T10:00:00+01:00"})
    assert (passed.status_code, passed.json()) == (200, _state(mentor, "pass", "passed"))
    assert (await mentee.like(mentor)).json() == _state(mentor, "like", "requested")
    assert (await mentee.like(mentor)).json() == _state(mentor, "like", "requested")
    formed = (await mentor.like(mentee)).json()
    assert formed == _state(mentee, "like", "tandem", formed["tandemId"])
    assert (await mentee.like(mentor)).json() == _state(mentor, "like", "tandem", formed["tandemId"])
    other = await town.mentee()
    assert (await mentor.like(other)).json() == _state(other, "like", "waiting")


async def test_a_batch_answers_one_result_or_problem_each_in_order(town: Town) -> None:
    mentee, mentor, nobody = await town.mentee(), await town.mentor(), str(uuid4())
    moment = "2026-11-22T10:00:00Z"
    swipes = [
        {"memberId": nobody, "verdict": "like", "swipedAt": moment},
        {"memberId": mentor.id, "verdict": "like", "swipedAt": moment, "message": "Bonjour"},
    ]
    answer = await mentee.post("/v1/swipes", {"swipes": swipes}, headers={"Accept-Language": "en"})
    assert (answer.status_code, set(answer.json())) == (200, {"results"})
    refused, requested = answer.json()["results"]
    assert requested == _state(mentor, "like", "requested")
    assert set(refused) == {"memberId", "type", "title", "status", "detail"}
    assert (refused["memberId"], refused["type"], refused["status"]) == (nobody, "urn:tandem:not-found", 404)
    assert refused["title"] == "Not found"


async def test_undo_is_204_until_the_request_was_opened_or_the_tandem_formed(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    assert (await mentee.undo(mentor)).status_code == 204
    assert await mentor.requests("received") == []
    await mentee.like(mentor)
    assert (await mentor.put(f"/v1/requests/{mentee.id}/opening")).status_code == 204
    assert _problem(await mentee.undo(mentor)) == (409, "urn:tandem:request-already-opened")
    assert (await mentor.accept(mentee)).status_code == 201
    assert _problem(await mentee.undo(mentor)) == (409, "urn:tandem:tandem-already-formed")


async def test_requests_are_listed_opened_and_withdrawn(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor, "Bonjour")
    [received], [sent] = await mentor.requests("received"), await mentee.requests("sent")
    names = {"id", "memberId", "card", "message", "state", "sentAt", "expiresAt", "opened", "nextStep"}
    assert set(received) == set(sent) == names
    assert set(sent["card"]) == CARD
    assert (sent["memberId"], received["memberId"], sent["state"]) == (mentor.id, mentee.id, "waiting")
    assert (datetime.fromisoformat(sent["expiresAt"]) - datetime.fromisoformat(sent["sentAt"])).days == 14
    assert sent["sentAt"].endswith("Z")
    assert (await mentee.delete(f"/v1/requests/{mentor.id}")).status_code == 204
    assert [request["state"] for request in await mentee.requests("sent")] == ["closed"]
    page = (await mentee.get("/v1/requests?direction=sent&limit=1")).json()
    assert set(page) == {"items", "next"}
    assert (await mentee.get(f"/v1/requests?direction=sent&cursor={page['next']}")).json() == {
        "items": [],
        "next": None,
    }


async def test_acceptance_is_201_then_200_and_refusal_204(town: Town) -> None:
    mentee, mentor, other = await town.mentee(), await town.mentor(capacity=1), await town.mentee()
    await mentee.like(mentor)
    await other.like(mentor)
    first, again = await mentor.accept(mentee), await mentor.accept(mentee)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    tandem = first.json()
    assert {"id", "mentor", "mentee", "state", "formedAt"} <= set(tandem)
    assert (tandem["state"], tandem["mentor"]["memberId"], tandem["mentee"]["memberId"]) == (
        "formed",
        mentor.id,
        mentee.id,
    )
    assert await mentee.tandems() == await mentor.tandems() == [tandem]
    assert (await mentee.get(f"/v1/tandems/{tandem['id']}")).json() == tandem
    assert _problem(await mentor.accept(other)) == (409, "urn:tandem:mentor-full")
    assert [request["state"] for request in await other.requests("sent")] == ["parked"]
    assert (await mentor.refuse(other)).status_code == 204
    assert _problem(await mentor.accept(other)) == (409, "urn:tandem:request-closed")
    assert _problem(await other.like(mentor)) == (409, "urn:tandem:request-closed")


async def test_a_sixth_request_is_409_and_says_how_many(town: Town) -> None:
    mentee = await town.mentee()
    for _ in range(5):
        assert (await mentee.like(await town.mentor())).json()["outcome"] == "requested"
    sixth = await mentee.like(await town.mentor())
    assert _problem(sixth) == (409, "urn:tandem:request-limit")
    assert "5" in sixth.json()["title"]
    assert len(await mentee.requests("sent")) == 5


async def test_devices_blocks_and_verification(town: Town) -> None:
    mentee, mentor, staff = await town.mentee(), await town.mentor(verified=False), await town.staff()
    device = await mentee.put("/v1/devices/my-phone", PHONE)
    assert (device.status_code, device.json()["deviceId"]) == (200, "my-phone")
    assert (await mentee.delete("/v1/devices/my-phone")).status_code == 204
    assert await mentee.dealt() == []
    verified = await staff.post(f"/v1/staff/members/{mentor.id}/verification", {})
    assert (verified.status_code, verified.json()["memberId"]) == (201, mentor.id)
    assert await mentee.dealt() == [mentor.id]
    assert (await mentee.put(f"/v1/blocks/{mentor.id}")).status_code == 204
    assert await mentee.dealt() == []
    assert (await mentee.delete(f"/v1/blocks/{mentor.id}")).status_code == 204


async def test_the_demo_shows_the_notices_that_went_out(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    await town.carry()
    [notice] = (await mentor.get("/v1/demo/notices")).json()["items"]
    assert {"kind", "title", "body", "sentAt"} <= set(notice)
    assert notice["kind"] == "RequestReceived"


def _state(other: Caller, verdict: str, outcome: str, tandem_id: str | None = None) -> dict[str, Any]:
    return {"memberId": other.id, "verdict": verdict, "outcome": outcome, "tandemId": tandem_id}


def _problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, assert_problem(answer)["type"]


def _bare(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
