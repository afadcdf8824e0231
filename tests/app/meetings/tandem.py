"""Two in a tandem, and their meetings."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.people import Caller, Town

CAFE = {"kind": "in_person", "placeKind": "cafe", "place": "Café du Port"}
CALL = {"kind": "phone"}


def slot(hours: float, minutes: int = 60) -> dict[str, Any]:
    """So many hours from now, on the minute."""
    start = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(hours=hours)
    return {"startsAt": start.isoformat().replace("+00:00", "Z"), "minutes": minutes}


@dataclass
class Two:
    """A mentee and a mentor in one tandem."""

    town: Town
    mentee: Caller
    mentor: Caller
    tandem_id: str

    @classmethod
    async def form(cls, town: Town, mentee: Caller | None = None, mentor: Caller | None = None) -> "Two":
        mentee, mentor = mentee or await town.mentee(), mentor or await town.mentor()
        assert (await mentee.like(mentor)).status_code == 200
        formed = await mentor.accept(mentee)
        assert formed.status_code == 201, formed.text
        return cls(town, mentee, mentor, formed.json()["id"])

    def path(self, meeting_id: str, act: str = "") -> str:
        return f"/v1/tandems/{self.tandem_id}/meetings/{meeting_id}{act and '/' + act}"

    async def plan(self, by: Caller, meeting_id: str, *slots: dict[str, Any], **how: Any) -> httpx.Response:
        return await by.put(self.path(meeting_id), CALL | {"slots": list(slots)} | how)

    async def proposed(self, *slots: dict[str, Any], **how: Any) -> str:
        """A meeting that the mentee proposes."""
        meeting_id = str(uuid4())
        answer = await self.plan(self.mentee, meeting_id, *(slots or (slot(48),)), **how)
        assert answer.status_code == 201, answer.text
        return meeting_id

    async def confirm(self, by: Caller, meeting_id: str, starts_at: str) -> httpx.Response:
        return await by.put(self.path(meeting_id, "confirmation"), {"startsAt": starts_at})

    async def confirmed(self, chosen: dict[str, Any] | None = None, **how: Any) -> str:
        """A meeting that the mentee proposed and the mentor confirmed."""
        chosen = chosen or slot(48)
        meeting_id = await self.proposed(chosen, **how)
        answer = await self.confirm(self.mentor, meeting_id, chosen["startsAt"])
        assert answer.status_code == 200, answer.text
        return meeting_id

    async def cancel(
        self, by: Caller, meeting_id: str, reason: str = "ill", words: str | None = None
    ) -> httpx.Response:
        return await by.put(self.path(meeting_id, "cancellation"), {"reason": reason, "words": words})

    async def say(self, by: Caller, meeting_id: str, said: str) -> httpx.Response:
        return await by.put(self.path(meeting_id, "attendance"), {"said": said})

    async def read(self, by: Caller, meeting_id: str) -> dict[str, Any]:
        answer = await by.get(self.path(meeting_id))
        assert answer.status_code == 200, answer.text
        read: dict[str, Any] = answer.json()
        return read

    async def count(self, table: str, **where: str) -> int:
        """How many rows of their meetings are in a table."""
        of = "id" if table == "meeting" else "meeting_id"
        state = f"and state = '{where['state']}'" if "state" in where else ""
        return int(
            await self.town.value(
                f"select count(*) from {table} where {of} in (select id from meeting where tandem_id = $1) {state}",
                self.tandem_id,
            )
        )

    async def begun(self, ago: timedelta = timedelta(hours=2)) -> str:
        """A confirmed meeting that began so long ago."""
        meeting_id = await self.confirmed()
        await self.begin(meeting_id, ago)
        return meeting_id

    async def begin(self, meeting_id: str, ago: timedelta) -> None:
        await self.town.run(
            "update meeting set starts = array[now() - $2::interval], starts_at = now() - $2::interval, "
            "ends_at = now() - $2::interval + interval '1 hour' where id = $1",
            meeting_id,
            ago,
        )
