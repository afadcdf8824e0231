"""A stage on which a bad call that was let through would be seen."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from app.imports.service import go_on
from app.photos.album import Album
from app.photos.model import Prints
from app.proposals.cohorts.service import go_on as compose_and_send
from tests.api.routes import MENTORS_ONLY, NEXT_WEEK, PARTNERS_ONLY, STEP, Route
from tests.people import Caller, Town

CLIENT_ID = "019ab0d2-0000-7000-8000-0000000000a1"
SIGN_UP_CODE = "forum-2026"
GOAL_ID = "019ab0d2-0000-7000-8000-0000000000b1"
REPORT_ID = "019ab0d2-0000-7000-8000-0000000000c1"
SANCTION_ID = "019ab0d2-0000-7000-8000-0000000000c2"
PHOTO_ID = "019ab0d2-0000-7000-8000-0000000000e1"
MEETING_ID = "019ab0d2-0000-7000-8000-0000000000a2"
IMPORT_ID = "019ab0d2-0000-7000-8000-0000000000f1"
COHORT_ID = "019ab0d2-0000-7000-8000-0000000000f2"


@dataclass
class Stage:
    """A mentee who waits for one mentor and is in a tandem with another, two strangers, and staff."""

    town: Town
    mentee: Caller
    mentor: Caller
    partner: Caller
    stranger: Caller
    rival: Caller
    staff: Caller
    tandem_id: str = ""
    notice_id: str = ""
    dead_id: str = ""
    calendar: str = ""
    appeal_id: str = ""
    structure_id: str = ""
    programme_id: str = ""
    photo_link: str = ""
    request_id: str = ""
    proposal_id: str = ""
    slot_id: str = ""
    officers_calendar: str = ""

    def caller_of(self, route: Route) -> Caller:
        """Somebody to whom the route is open."""
        if route.path.startswith("/v1/staff"):
            return self.staff
        if route.operation in PARTNERS_ONLY:
            return self.partner
        return self.mentor if route.operation in MENTORS_ONLY else self.mentee

    def url_of(self, route: Route) -> str:
        """A path that leads somewhere."""
        if route.operation == "readPhoto":
            return self.photo_link
        return route.url(**self.parts_of(route))

    def parts_of(self, route: Route) -> dict[str, str]:
        """Whatever may stand in a path."""
        other = self.mentee if route.operation in MENTORS_ONLY else self.mentor
        notice_id = self.dead_id if route.path.startswith("/v1/staff") else self.notice_id
        return {
            "member_id": other.id,
            "tandem_id": self.tandem_id,
            "notice_id": notice_id,
            "device_id": "phone",
            "client_id": CLIENT_ID,
            "goal_id": GOAL_ID,
            "step_id": STEP["id"],
            "topic": "funnel" if "/figures/" in route.path else "motivations",
            "meeting_id": MEETING_ID,
            "report_id": REPORT_ID,
            "sanction_id": SANCTION_ID,
            "appeal_id": self.appeal_id,
            "dispute_id": MEETING_ID,
            "calendar": self.officers_calendar if route.operation == "readOfficersCalendar" else self.calendar,
            "slot_id": self.slot_id,
            "series_id": CLIENT_ID,
            "staff_id": self.staff.id,
            "structure_id": self.structure_id,
            "programme_id": self.programme_id,
            "agreement_id": CLIENT_ID,
            "code": SIGN_UP_CODE,
            "effective_on": "2099-01-01",
            "photo_id": PHOTO_ID,
            "import_id": IMPORT_ID,
            "proposal_id": self.proposal_id,
            "cohort_id": COHORT_ID,
            "kind": "request-expiring",
            "subject_id": self.request_id,
            "hue": "7",
            "initial": "I",
        }


@pytest.fixture
async def stage(town: Town) -> Stage:
    mentee, rival = await town.mentee(), await town.mentee(firstName="Lou")
    mentor, partner, stranger = [await town.mentor() for _ in range(3)]
    phone = {"kind": "fid", "value": "f" * 22, "platform": "ios", "locale": "fr"}
    assert (await mentee.put("/v1/devices/phone", phone)).status_code == 200
    assert (await mentee.like(mentor, "Bonjour")).status_code == 200
    assert (await mentee.like(partner)).status_code == 200
    tandem_id = (await partner.accept(mentee)).json()["id"]
    message = await mentee.put(f"/v1/tandems/{tandem_id}/messages/{CLIENT_ID}", {"text": "Bonjour"})
    assert message.status_code == 201
    slots = [{"startsAt": NEXT_WEEK, "minutes": 60}]
    meeting = await partner.put(f"/v1/tandems/{tandem_id}/meetings/{MEETING_ID}", {"kind": "phone", "slots": slots})
    assert meeting.status_code == 201
    calendar = (await mentee.put("/v1/me/calendar")).json()["url"].rpartition("/")[2]
    goal = await mentee.put(f"/v1/tandems/{tandem_id}/goals/{GOAL_ID}", {"words": "Un stage", "steps": [STEP]})
    assert goal.status_code == 200
    await _asked(town, tandem_id)
    assert (await rival.like(stranger)).status_code == 200
    notice_id = await town.value("select id::text from outbox where recipient_id = $1", mentee.id)
    dead_id = await town.value(
        "update outbox set state = 'dead', settled_at = now(), reason = 'unsayable' where recipient_id = $1 "
        "returning id::text",
        stranger.id,
    )
    staff = await town.staff()
    stage = Stage(town, mentee, mentor, partner, stranger, rival, staff, tandem_id, notice_id, dead_id, calendar)
    stage.appeal_id = await _sanctioned(stage)
    stage.structure_id = await town.value("select id::text from structure")
    stage.programme_id = await town.value("select id::text from programme")
    code = {"structureId": stage.structure_id, "programmeId": stage.programme_id}
    assert (await staff.put(f"/v1/staff/sign-up-codes/{SIGN_UP_CODE}", code)).status_code == 201
    stage.photo_link = await _photographed(stage)
    stage.request_id = await town.value(
        "update request set expires_at = now() + interval '1 day' where mentee_id = $1 and state = 'waiting' "
        "returning id::text",
        mentee.id,
    )
    people = "prénom;nom;téléphone\nZoé;Roux;0612345678\n".encode()
    brought = await staff.call("PUT", f"/v1/staff/imports/{IMPORT_ID}?role=mentor", content=people)
    assert brought.status_code == 201
    await go_on(town.db)
    await _proposed(stage)
    slot = {"startsAt": NEXT_WEEK, "minutes": 30, "kind": "phone"}
    published = await staff.put(f"/v1/staff/introductions/series/{CLIENT_ID}", slot)
    stage.slot_id = published.json()["items"][0]["slotId"]
    feed = await staff.put("/v1/staff/introductions/calendar")
    stage.officers_calendar = feed.json()["url"].rpartition("/")[2]
    return stage


async def _sanctioned(stage: Stage) -> str:
    """The mentee reported the mentor and was warned; the rival was too, and appeals. The appeal's id."""
    behaviour = {"subject": {"kind": "behaviour", "memberId": stage.mentor.id}, "reason": "insults"}
    assert (await stage.mentee.put(f"/v1/reports/{REPORT_ID}", behaviour)).status_code == 201
    for sanction_id, member in ((SANCTION_ID, stage.mentee), (CLIENT_ID, stage.rival)):
        warning = {"memberId": member.id, "kind": "warning", "reason": "Plusieurs signalements."}
        assert (await stage.staff.put(f"/v1/staff/sanctions/{sanction_id}", warning)).status_code == 201
    answer = await stage.rival.post(f"/v1/me/sanctions/{CLIENT_ID}/appeal", {"text": "Pas moi."})
    assert answer.status_code == 201
    appeal_id: str = await stage.town.value("select id::text from appeal")
    return appeal_id


async def _proposed(stage: Stage) -> None:
    """A tandem is proposed to the rival and the partner; and a cohort of the rival alone awaits its sending."""
    tandem = {"menteeId": stage.rival.id, "mentorId": stage.partner.id}
    proposed = await stage.staff.post("/v1/staff/proposals", tandem)
    assert proposed.status_code == 201, proposed.text
    stage.proposal_id = proposed.json()["id"]
    cohort = {"name": "Janvier", "memberIds": [stage.rival.id]}
    assert (await stage.staff.put(f"/v1/staff/cohorts/{COHORT_ID}", cohort)).status_code == 201
    await compose_and_send(stage.town.db)


async def _asked(town: Town, tandem_id: str) -> None:
    """The two of the tandem were asked all that may be asked."""
    for asked in (
        "feedback (tandem_id, occasion, open_until) select id, 'day-30', now() + interval '60 days' from tandem",
        "pulse (tandem_id, member_id, occasion, open_until) "
        "select id, mentee_id, 'day-30', now() + interval '60 days' from tandem",
        "outcome (tandem_id, member_id, milestone, open_until) "
        "select id, mentee_id, 'close', now() + interval '60 days' from tandem",
    ):
        await town.run(f"insert into {asked} where id = $1", tandem_id)


async def _photographed(stage: Stage) -> str:
    """The mentee's photo awaits staff. Its link."""
    await stage.town.run(
        "insert into photo (id, member_id, thumbhash) values ($1, $2, 'AAAA')", PHOTO_ID, stage.mentee.id
    )
    await Album(stage.town.settings).keep(UUID(PHOTO_ID), Prints({320: b"RIFF"}, ""))
    link: str = await stage.town.value("select photo_link($1)", PHOTO_ID)
    return link
