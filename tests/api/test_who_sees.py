"""Who sees what of a tandem, on every route: the two, an ex-partner, who is blocked, who left, strangers, staff."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import CLIENT_ID, MEETING_ID, REPORT_ID, Stage
from tests.api.ledger import everything
from tests.api.routes import DOORS, Route, good_body, routes_of
from tests.people import Caller, Town

READ, DONE, MADE, EMPTIED = 200, 200, 201, 204
REFUSED, NOT_FOUND, UNFIT = 409, 404, 422

# What an ex-partner (the mentee, the mentor) is answered on each route of a closed tandem: it is a memory that both may
# read, and what comes after the end stays open. A route that is not here fails the build.
OF_A_CLOSED_TANDEM: dict[str, tuple[int, int]] = {
    "readTandem": (READ, READ),
    "readTimeline": (READ, READ),
    "listGoalsOfTandem": (READ, READ),
    "putGoal": (REFUSED, REFUSED),
    "deleteGoal": (REFUSED, REFUSED),
    "reachGoal": (REFUSED, REFUSED),
    "reopenGoal": (REFUSED, REFUSED),
    "doStep": (REFUSED, REFUSED),
    "undoStep": (REFUSED, REFUSED),
    "readAnswersInTandem": (READ, READ),
    "listTandemMeetings": (READ, READ),
    "readMeeting": (READ, READ),
    "readMeetingFile": (READ, READ),
    "planMeeting": (REFUSED, REFUSED),
    "confirmMeeting": (REFUSED, REFUSED),
    "cancelMeeting": (REFUSED, REFUSED),
    "sayAttendance": (REFUSED, REFUSED),
    "listIntroductionSlots": (READ, READ),
    "readIntroduction": (READ, READ),
    "bookIntroduction": (REFUSED, REFUSED),
    "cancelIntroduction": (EMPTIED, EMPTIED),
    "appealMark": (NOT_FOUND, NOT_FOUND),
    "listMessages": (READ, READ),
    # Said again, it is answered again.
    "sendMessage": (DONE, REFUSED),
    "editMessage": (REFUSED, NOT_FOUND),
    "deleteMessage": (REFUSED, NOT_FOUND),
    "readMessages": (EMPTIED, EMPTIED),
    "listFeedback": (READ, READ),
    "giveFeedback": (NOT_FOUND, DONE),
    "listPulses": (READ, READ),
    "answerPulse": (DONE, NOT_FOUND),
    "listOutcomes": (READ, READ),
    "readOutcome": (READ, NOT_FOUND),
    "answerOutcome": (DONE, UNFIT),
    "signCharter": (REFUSED, REFUSED),
    "pauseTandem": (REFUSED, REFUSED),
    "resumeTandem": (REFUSED, REFUSED),
    "closeTandem": (DONE, DONE),
    "rematch": (DONE, DONE),
    "withdrawRenewal": (DONE, DONE),
    "renewTandem": (DONE, MADE),
}

# What was said, and by whom it may be read: while the tandem lives, once it is closed, once one has blocked the other.
# Staff read what is for the structure, and not a message, a place or a request. After a block, what the two made
# together is in the export of each, and nowhere else.
TWO, NOBODY = {"mentee", "partner"}, set[str]()
MENTEE, PARTNER = {"mentee"}, {"partner"}
STRUCTURE, MODERATION = {"officer", "moderator"}, {"moderator"}
STAFF = {"officer", "moderator", "officer of a sister structure", "officer of an antenna"}
SECRETS: dict[str, tuple[set[str], set[str], set[str]]] = {
    "the message": (TWO, TWO, MENTEE),
    "the goal": (TWO, TWO, TWO),
    "the meeting's place": (TWO, TWO, TWO),
    "the words of a cancellation": (TWO, TWO, PARTNER),
    "the request to another": ({"mentee", "asked"}, {"mentee", "asked"}, {"mentee", "asked"}),
    "the mentor's note to the structure": (PARTNER | STRUCTURE, PARTNER | STRUCTURE, PARTNER | STRUCTURE),
    "the pulse's comment": (MENTEE | STRUCTURE, MENTEE | STRUCTURE, MENTEE | STRUCTURE),
    "the answer for the mentor": (TWO, MENTEE, MENTEE),
    "the answer for nobody": (MENTEE, MENTEE, MENTEE),
    "the answer for the structure": (MENTEE | STRUCTURE, MENTEE | STRUCTURE, MENTEE | STRUCTURE),
    "the note at the close": (NOBODY, MENTEE, NOBODY),
    "the report": (MENTEE | MODERATION, MENTEE | MODERATION, MENTEE | MODERATION),
}


@dataclass
class Told:
    """The stage, with a secret in each place where something is said, and everybody who might read it."""

    stage: Stage
    meeting_id: str
    report_id: str
    watchers: dict[str, Caller] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/v1/tandems/{self.stage.tandem_id}"


@pytest.fixture
async def told(stage: Stage) -> Told:
    town, told = stage.town, Told(stage, str(uuid4()), str(uuid4()))
    await town.tree()
    told.watchers = {
        "mentee": stage.mentee,
        "partner": stage.partner,
        "asked": await town.mentor(),
        "stranger": stage.stranger,
        "rival": stage.rival,
        "officer": await town.staff("officer"),
        "moderator": await town.staff("moderator"),
        "officer of a sister structure": await town.staff("officer", "mission-locale"),
        "officer of an antenna": await town.staff("officer", "antenne-nord"),
    }
    await _say(told)
    return told


async def test_whoever_is_not_one_of_the_two_reads_and_writes_nothing(stage: Stage) -> None:
    town = stage.town
    gone, suspended = await town.mentor(), await town.mentor()
    await gone.delete("/v1/me")
    await town.run("update member set suspended_at = now() where id = $1", suspended.id)
    refused: dict[str, tuple[Caller, int]] = {
        "a mentor who was asked": (stage.mentor, 404),
        "another mentor": (stage.stranger, 404),
        "another mentee": (stage.rival, 404),
        "staff": (stage.staff, 403),
        "a newcomer": (town.stranger(), 403),
        "somebody suspended": (suspended, 403),
        "somebody erased": (gone, 403),
    }
    before = await everything(town)
    for route in _routes_of_a_tandem(town):
        for who, (caller, status) in refused.items():
            answer = await _call(caller, route, stage)
            assert answer.status_code == status, (route.operation, who, answer.text)
            if status == 404:
                assert answer.content == (await _call(caller, route, stage, tandem_id=str(uuid4()))).content
        employer = await town.http.request(route.method, _url(route, stage))
        assert employer.status_code == 401, route.operation
    assert await everything(town) == before


@pytest.mark.parametrize("blocker", ["mentee", "partner"])
async def test_a_block_hides_the_tandem_from_both(stage: Stage, blocker: str) -> None:
    one, other = (stage.mentee, stage.partner) if blocker == "mentee" else (stage.partner, stage.mentee)
    assert (await one.put(f"/v1/blocks/{other.id}")).status_code == 204
    before = await everything(stage.town)
    for route in _routes_of_a_tandem(stage.town):
        for caller in (one, other):
            answer = await _call(caller, route, stage)
            assert answer.status_code == 404, (route.operation, answer.text)
    assert await everything(stage.town) == before


async def test_an_ex_partner_reads_a_memory(stage: Stage) -> None:
    closing = await stage.partner.post(f"/v1/tandems/{stage.tandem_id}/closure", good_body("closeTandem", ""))
    assert closing.status_code == 200
    routes = _routes_of_a_tandem(stage.town)
    assert {route.operation for route in routes} == set(OF_A_CLOSED_TANDEM)
    found = {
        route.operation: tuple([(await _call(who, route, stage)).status_code for who in (stage.mentee, stage.partner)])
        for route in routes
    }
    assert found == OF_A_CLOSED_TANDEM


async def test_staff_of_another_structure_find_none_of_its_people_and_tandems(stage: Stage) -> None:
    town = stage.town
    await town.tree()
    others = [await town.staff("administrator", code) for code in ("mission-locale", "antenne-nord")]
    before = await everything(town)
    routes = [route for route in routes_of(town.app) if DOORS[route.operation] == "staff"]
    for route in routes:
        if not {"tandem_id", "member_id"} & set(route.ids):
            continue
        for caller in others:
            answer = await _call(caller, route, stage)
            assert answer.status_code == 404, (route.operation, answer.text)
            nothing = {name: str(uuid4()) for name in ("tandem_id", "member_id")}
            assert answer.content == (await _call(caller, route, stage, **nothing)).content
    assert await everything(town) == before


async def test_what_is_said_is_read_by_those_for_whom_it_is(told: Told) -> None:
    assert await _read_by(told) == {secret: who for secret, (who, _, _) in SECRETS.items()}


async def test_what_was_said_in_a_closed_tandem_is_read_by_the_two(told: Told) -> None:
    note = {"reason": "not-the-right-fit", "note": "«the note at the close»"}
    assert (await told.stage.mentee.post(f"{told.path}/closure", note)).status_code == 200
    assert await _read_by(told) == {secret: who for secret, (_, who, _) in SECRETS.items()}


async def test_after_a_block_each_reads_their_own_words_only(told: Told) -> None:
    assert (await told.stage.mentee.put(f"/v1/blocks/{told.stage.partner.id}")).status_code == 204
    assert await _read_by(told) == {secret: who for secret, (_, _, who) in SECRETS.items()}
    elsewhere = await _read_by(told, "exportMe")
    assert [elsewhere[secret] for secret in ("the message", "the goal", "the meeting's place")] == [NOBODY] * 3


async def test_after_an_erasure_the_other_reads_nothing_of_it(told: Told) -> None:
    assert (await told.stage.mentee.delete("/v1/me")).status_code == 204
    read = await _read_by(told)
    assert {secret for secret, who in read.items() if who - PARTNER} == set()


async def _say(told: Told) -> None:
    stage, mentee, partner, path = told.stage, told.stage.mentee, told.stage.partner, told.path
    start = good_body("confirmMeeting", "")["startsAt"]
    meeting = {"kind": "in_person", "placeKind": "cafe", "place": "«the meeting's place»"}
    slots = [{"startsAt": start, "minutes": 60}]
    behaviour = {"subject": {"kind": "behaviour", "memberId": stage.mentor.id}, "reason": "insults"}
    for caller, method, url, body in (
        (mentee, "PUT", f"{path}/messages/{uuid4()}", {"text": "«the message»"}),
        (mentee, "PUT", f"{path}/goals/{uuid4()}", {"words": "«the goal»", "steps": []}),
        (partner, "PUT", f"{path}/meetings/{told.meeting_id}", meeting | {"slots": slots}),
        (
            partner,
            "PUT",
            f"{path}/meetings/{told.meeting_id}/cancellation",
            {"reason": "ill", "words": "«the words of a cancellation»"},
        ),
        (
            mentee,
            "PUT",
            f"/v1/swipes/{told.watchers['asked'].id}",
            {"verdict": "like", "message": "«the request to another»"},
        ),
        (
            partner,
            "PUT",
            f"{path}/feedback/day-30",
            good_body("giveFeedback", "") | {"note": "«the mentor's note to the structure»"},
        ),
        (mentee, "PUT", f"{path}/pulses/day-30", {"mood": 3, "comment": "«the pulse's comment»"}),
        (mentee, "PUT", "/v1/me/answers/motivations", {"text": "«the answer for the mentor»", "audience": "mentor"}),
        (mentee, "PUT", "/v1/me/answers/weaknesses", {"text": "«the answer for nobody»", "audience": "private"}),
        (
            mentee,
            "PUT",
            "/v1/me/answers/expectations",
            {"text": "«the answer for the structure»", "audience": "structure"},
        ),
        (mentee, "PUT", f"/v1/reports/{told.report_id}", behaviour | {"text": "«the report»"}),
    ):
        answer = await caller.call(method, url, json=body)
        assert answer.status_code < 300, (url, answer.text)


async def _read_by(told: Told, *but: str) -> dict[str, set[str]]:
    """Whoever reads each secret, on any route there is for them but these."""
    read: dict[str, set[str]] = {secret: set() for secret in SECRETS}
    for who, caller in told.watchers.items():
        door = "staff" if who in STAFF else "signed in"
        for route in routes_of(told.stage.town.app):
            if route.method != "GET" or DOORS[route.operation] != door or route.operation in but:
                continue
            for url in _urls(route, told):
                answer = await caller.get(url)
                assert answer.status_code < 500, (url, answer.text)
                for secret in SECRETS:
                    if f"«{secret}»" in answer.text:
                        read[secret].add(who)
    return read


def _urls(route: Route, told: Told) -> set[str]:
    """The route for everybody and everything that it could be asked about."""
    stage = told.stage
    people = (stage.mentee.id, stage.partner.id) if route.takes_member else (stage.mentee.id,)
    urls = {
        _url(route, stage, member_id=member_id, meeting_id=told.meeting_id, report_id=told.report_id)
        for member_id in people
    }
    if route.operation == "listRequests":
        return {f"{route.path}?direction={direction}" for direction in ("sent", "received")}
    if route.operation in ("listTandemMeetings", "listMeetings"):
        return {f"{url}?when={when}" for url in urls for when in ("upcoming", "past")}
    return urls


def _routes_of_a_tandem(town: Town) -> list[Route]:
    """A member's routes to a tandem and what is in it; those that end it, or begin another, come last."""
    last = ("withdrawRenewal", "closeTandem", "rematch", "renewTandem")
    found = [
        route
        for route in routes_of(town.app)
        if DOORS[route.operation] == "signed in" and {"tandem_id", "meeting_id"} & set(route.ids)
    ]
    return sorted(found, key=lambda route: last.index(route.operation) if route.operation in last else -1)


async def _call(caller: Caller, route: Route, stage: Stage, **ids: str) -> httpx.Response:
    body: dict[str, Any] = {"json": good_body(route.operation, CLIENT_ID)} if route.takes_body else {}
    return await caller.call(route.method, _url(route, stage, **ids), **body)


def _url(route: Route, stage: Stage, **ids: str) -> str:
    url = stage.url_of(route)
    known = {
        "tandem_id": stage.tandem_id,
        "member_id": stage.mentor.id,
        "meeting_id": MEETING_ID,
        "report_id": REPORT_ID,
    }
    for name, id in ids.items():
        url = url.replace(known[name], id)
    return url
