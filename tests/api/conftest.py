"""A stage on which a bad call that was let through would be seen."""

from dataclasses import dataclass

import pytest

from tests.api.routes import MENTORS_ONLY, Route
from tests.people import Caller, Town


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

    def caller_of(self, route: Route) -> Caller:
        """Somebody to whom the route is open."""
        if route.path.startswith("/v1/staff"):
            return self.staff
        return self.mentor if route.operation in MENTORS_ONLY else self.mentee

    def url_of(self, route: Route) -> str:
        """A path that leads somewhere."""
        other = self.mentee if route.operation in MENTORS_ONLY else self.mentor
        notice_id = self.dead_id if route.path.startswith("/v1/staff") else self.notice_id
        return route.url(
            member_id=other.id,
            tandem_id=self.tandem_id,
            notice_id=notice_id,
            device_id="phone",
            hue="7",
            initial="I",
        )


@pytest.fixture
async def stage(town: Town) -> Stage:
    mentee, rival = await town.mentee(), await town.mentee(firstName="Lou")
    mentor, partner, stranger = [await town.mentor() for _ in range(3)]
    phone = {"kind": "fid", "value": "f" * 22, "platform": "ios", "locale": "fr"}
    assert (await mentee.put("/v1/devices/phone", phone)).status_code == 200
    assert (await mentee.like(mentor, "Bonjour")).status_code == 200
    assert (await mentee.like(partner)).status_code == 200
    tandem_id = (await partner.accept(mentee)).json()["id"]
    assert (await rival.like(stranger)).status_code == 200
    notice_id = await town.value("select id::text from outbox where recipient_id = $1", mentee.id)
    dead_id = await town.value(
        "update outbox set state = 'dead', settled_at = now(), reason = 'unsayable' where recipient_id = $1 "
        "returning id::text",
        stranger.id,
    )
    staff = await town.staff()
    return Stage(town, mentee, mentor, partner, stranger, rival, staff, tandem_id, notice_id, dead_id)
