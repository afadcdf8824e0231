"""A CCI's Monday, over HTTP, as its staff live it."""

import csv
import io
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

from app.figures import service as figures
from app.imports import service as imports
from app.proposals.cohorts import service as cohorts
from tests.app.days import pass_days, watch
from tests.app.figures import past
from tests.app.reports.cases import in_tandem, of, say
from tests.app.tandems.couples import active_couple
from tests.people import MENTOR, Caller, Town

HEADINGS = "Prénom;Nom;Portable;Date de naissance;Code postal;Ville;Métier;Secteurs;Objectifs"
LINE = "Prénom{0};Nom{0};06 12 00 00 {0:02};03/02/1975;13008;Marseille;Gérant;G01;build-network"
NUMBER = "+336120000{:02}"
NEW_MENTORS = 30
COHORT = 12


async def does(caller: Caller, method: str, path: str, json: Any = None, refused: int = 0) -> Any:
    """What they get for it: done as they want, or refused with this status."""
    answer = await caller.call(method, path, json=json)
    assert answer.status_code == refused if refused else answer.is_success, (
        method,
        path,
        answer.status_code,
        answer.text,
    )
    return answer.json() if "json" in answer.headers.get("content-type", "") else answer.text


async def items(caller: Caller, path: str) -> list[dict[str, Any]]:
    """Every item of a list, page by page."""
    found, cursor = [], ""
    while cursor is not None:
        page = await does(caller, "GET", f"{path}{'&' if '?' in path else '?'}limit=20{cursor}")
        found += page["items"]
        cursor = page["next"] and f"&cursor={page['next']}"
    return found


async def test_a_ccis_monday(town: Town) -> None:
    await town.tree()
    # Over the weekend: a tandem went quiet, and three members reported somebody.
    quiet = await active_couple(town)
    await pass_days(town, 21)
    await watch(town)
    await pass_days(town, 14)
    await watch(town)
    rude, wronged, report_ids = await _three_reports(town)
    await _last_months_people(town)

    officer, moderator, other_moderator, director = [
        await town.staff(role, structure)
        for role, structure in (
            ("officer", "cci-amp"),
            ("moderator", "cci-amp"),
            ("moderator", "club-13"),
            ("reader", "national"),
        )
    ]

    mentors = await _thirty_mentors_are_imported(town, officer)
    await _and_verified(officer, mentors)
    await _three_reports_are_handled(town, moderator, report_ids, rude, wronged)
    await _one_appeal_is_heard(moderator, other_moderator, rude)
    await _a_cohort_is_proposed_and_two_say_yes(town, officer)
    await _the_quiet_tandem_is_picked_up(officer, quiet.id)
    await _the_boards_figures_are_exported(town, director)

    # What was done and read is in the log, whole.
    acts = {entry["act"] for entry in await items(await town.staff("administrator", "national"), "/v1/staff/audit")}
    assert {"verify-mentor", "decide-report", "give-sanction", "decide-appeal", "send-cohort", "close-case"} <= acts


async def _thirty_mentors_are_imported(town: Town, officer: Caller) -> list[Caller]:
    """A file with one bad line; then each of its people signs in and says yes."""
    path = f"/v1/staff/imports/{uuid4()}"
    lines = [LINE.format(number) for number in range(NEW_MENTORS)]
    sheet = "\n".join([HEADINGS, *lines, "Zoé;;12;;;;;;", ""]).encode()
    brought = await officer.call("PUT", f"{path}?role=mentor", content=sheet)
    assert brought.status_code == 201, brought.text
    await imports.go_on(town.db)
    assert (await does(officer, "GET", path))["good"] == NEW_MENTORS
    [problem] = (await does(officer, "GET", f"{path}/problems"))["items"]
    assert problem["line"] == NEW_MENTORS + 2
    await does(officer, "POST", f"{path}/start")
    await imports.go_on(town.db)
    assert (await does(officer, "GET", path))["invited"] == NEW_MENTORS

    mentors = [town.stranger(NUMBER.format(number)) for number in range(NEW_MENTORS)]
    for mentor in mentors:
        invited = await does(mentor, "GET", "/v1/me/invitation")
        profile = MENTOR | {name: value for name, value in invited["profile"].items() if value}
        mentor.id = (await does(mentor, "PUT", "/v1/me", profile))["memberId"]
    return mentors


async def _and_verified(officer: Caller, mentors: list[Caller]) -> None:
    queue = await items(officer, "/v1/staff/verifications")
    assert {mentor.id for mentor in mentors} == {waiting["memberId"] for waiting in queue}
    for waiting in queue:
        assert waiting["callBackBy"]
        await does(officer, "POST", f"/v1/staff/members/{waiting['memberId']}/verification")
    assert await items(officer, "/v1/staff/verifications") == []


async def _three_reports(town: Town) -> tuple[Caller, Caller, list[str]]:
    """Of a mentor whose message hurt, of a mentee for nothing much, of a mentor who was careless."""
    mentee, rude, tandem_id = await in_tandem(town)
    hurtful = await say(rude, tandem_id, "Vous êtes nulle.")
    other_mentee, other_mentor, _ = await in_tandem(town)
    reports = [
        (mentee, of(rude, kind="message", subject={"messageId": hurtful})),
        (other_mentor, of(other_mentee)),
        (other_mentee, of(other_mentor)),
    ]
    ids = [str(uuid4()) for _ in reports]
    for report_id, (reporter, body) in zip(ids, reports, strict=True):
        await does(reporter, "PUT", f"/v1/reports/{report_id}", body)
    return rude, other_mentee, ids


async def _three_reports_are_handled(
    town: Town, moderator: Caller, report_ids: list[str], rude: Caller, wronged: Caller
) -> None:
    queue = await items(moderator, "/v1/staff/reports?state=open")
    assert {report["id"] for report in queue} == set(report_ids)
    of_message, of_nothing, of_carelessness = report_ids
    for report_id in report_ids:
        await does(moderator, "PUT", f"/v1/staff/reports/{report_id}/taking")

    # The message is read through its report only, with a reason.
    why = {"why": "Le signalement porte sur ce message."}
    evidence = await does(moderator, "POST", f"/v1/staff/reports/{of_message}/evidence-reading", why)
    assert any(message["text"] == "Vous êtes nulle." for message in evidence["messages"])
    upheld, dismissed = ({"verdict": verdict, "why": "Vu."} for verdict in ("upheld", "dismissed"))
    await does(moderator, "PUT", f"/v1/staff/reports/{of_message}/decision", upheld)
    await does(moderator, "PUT", f"/v1/staff/reports/{of_nothing}/decision", dismissed)
    await does(moderator, "PUT", f"/v1/staff/reports/{of_carelessness}/decision", upheld)

    suspension = {
        "memberId": rude.id, "kind": "suspension", "reason": "Un message blessant.", "reportId": of_message
    }  # fmt: skip
    await does(moderator, "PUT", f"/v1/staff/sanctions/{uuid4()}", suspension)
    warned = (await does(moderator, "GET", f"/v1/staff/reports/{of_carelessness}"))["reported"]["memberId"]
    warning = {"memberId": warned, "kind": "warning", "reason": "Prévenez quand vous ne venez pas."}
    await does(moderator, "PUT", f"/v1/staff/sanctions/{uuid4()}", warning)
    assert await items(moderator, "/v1/staff/reports?state=open") == []
    # The suspended one is out at once; who was reported for nothing is as before.
    await does(rude, "GET", "/v1/deck", refused=403)
    await does(wronged, "GET", "/v1/deck")
    await town.carry()
    assert (await wronged.notices())[0] != "SanctionGiven"


async def _one_appeal_is_heard(moderator: Caller, other_moderator: Caller, rude: Caller) -> None:
    [sanction] = (await does(rude, "GET", "/v1/me/sanctions"))["items"]
    await does(rude, "POST", f"/v1/me/sanctions/{sanction['id']}/appeal", {"text": "Pardon."})
    [appeal] = await items(other_moderator, "/v1/staff/appeals")
    lifted = {"outcome": "lifted", "answer": "Vous vous êtes excusé."}
    await does(moderator, "PUT", f"/v1/staff/appeals/{appeal['id']}/decision", lifted, refused=409)
    await does(other_moderator, "PUT", f"/v1/staff/appeals/{appeal['id']}/decision", lifted)
    await does(rude, "GET", "/v1/deck")
    [sanction] = (await does(rude, "GET", "/v1/me/sanctions"))["items"]
    assert sanction["appeal"]["answer"] == "Vous vous êtes excusé."


async def _a_cohort_is_proposed_and_two_say_yes(town: Town, officer: Caller) -> None:
    mentees = [await town.mentee() for _ in range(COHORT)]
    path = f"/v1/staff/cohorts/{uuid4()}"
    await does(officer, "PUT", path, {"name": "Lundi", "memberIds": [one.id for one in mentees]})
    await cohorts.go_on(town.db)
    cohort = (await does(officer, "GET", path))["cohort"]
    assert (cohort["state"], cohort["paired"]) == ("composed", COHORT)
    certificate = cohort["certificate"]
    assert certificate["total"] <= certificate["bound"] <= certificate["total"] * 1.01

    first, *others = (await does(officer, "GET", f"{path}/pairs"))["items"]
    assert len(others) == COHORT - 1
    assert first["reasons"]
    await does(officer, "POST", f"{path}/sending")
    await cohorts.go_on(town.db)
    assert (await does(officer, "GET", path))["cohort"]["sent"] == COHORT

    # Both find each other on top of their deck, a mentor beside whom else they are proposed, and swipe.
    people = {row["id"]: row["phone"] for row in await town.rows("select id::text, phone from member")}
    two = [town.stranger(people[first[side]["memberId"]]) for side in ("mentee", "mentor")]
    for one, other in (two, two[::-1]):
        other.id = (await does(other, "GET", "/v1/me"))["memberId"]
        cards = (await does(one, "GET", "/v1/deck?limit=3"))["cards"]
        assert other.id in [card["memberId"] for card in cards if card["reasons"][0]["code"] == "proposed"]
        await does(one, "PUT", f"/v1/swipes/{other.id}", {"verdict": "like"})
    assert [tandem["state"] for tandem in await two[0].tandems()] == ["formed"]
    [proposal] = await items(officer, f"/v1/staff/proposals?memberId={two[0].id}")
    assert proposal["state"] == "formed"


async def _the_quiet_tandem_is_picked_up(officer: Caller, tandem_id: str) -> None:
    [case] = [one for one in await items(officer, "/v1/staff/board") if one["subjectId"] == tandem_id]
    path = f"/v1/staff/board/{case['kind']}/{case['subjectId']}"
    await does(officer, "PUT", f"{path}/pick-up")
    await does(officer, "POST", f"{path}/closure", {"done": "Appelés tous deux : ils se voient jeudi."})
    assert tandem_id not in [one["subjectId"] for one in await items(officer, "/v1/staff/board")]


async def _last_months_people(town: Town) -> None:
    await past.join(town, "cci-amp", "mentee", 14)
    await past.join(town, "mission-locale", "mentee", 6)
    await past.join(town, "mission-locale", "mentee", 1, sector="A01")


async def _the_boards_figures_are_exported(town: Town, director: Caller) -> None:
    await figures.compute(town.db)
    table = await does(director, "GET", "/v1/staff/figures/funnel?role=mentee")
    assert table["computedAt"]
    sheet = await does(director, "GET", "/v1/staff/figures/funnel/sheet.csv?role=mentee&by=sector")
    numbers = [cell for row in csv.reader(io.StringIO(sheet), delimiter=";") for cell in row if cell.isdigit()]
    assert "20" in numbers
    assert all(int(number) % 5 == 0 for number in numbers)
    picture = await does(director, "GET", "/v1/staff/figures/funnel/picture.svg?role=mentee")
    assert ElementTree.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
