"""An officer at work, and tandems that await them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.app.tandems.couples import Couple, couple
from tests.people import Caller, Town

OFFICE = {"kind": "in_person", "placeKind": "structure", "place": "CCI, bureau 12"}


def at(hours: float) -> str:
    """So many hours from now, on the minute."""
    moment = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(hours=hours)
    return moment.isoformat().replace("+00:00", "Z")


@dataclass
class Desk:
    town: Town
    officer: Caller

    async def publish(self, starts_at: str, by: Caller | None = None, **how: Any) -> httpx.Response:
        body = OFFICE | {"startsAt": starts_at, "minutes": 30} | how
        series_id = body.pop("series", uuid4())
        return await (by or self.officer).put(f"/v1/staff/introductions/series/{series_id}", body)

    async def slots(self, starts_at: str, by: Caller | None = None, **how: Any) -> list[dict[str, Any]]:
        answer = await self.publish(starts_at, by, **how)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def slot(self, hours: float = 48, **how: Any) -> str:
        """The id of a new slot, so many hours from now."""
        [slot] = await self.slots(at(hours), **how)
        slot_id: str = slot["slotId"]
        return slot_id

    async def state(self, slot_id: str) -> str:
        state: str = await self.town.value("select state from introduction_slot where id = $1", slot_id)
        return state

    async def pass_by(self, slot_id: str, hours: float) -> None:
        """The slot, and the meeting in it, are so many hours earlier."""
        back = timedelta(hours=hours)
        await self.town.run(
            "update introduction_slot set starts_at = starts_at - $2::interval, ends_at = ends_at - $2::interval "
            "where id = $1",
            slot_id,
            back,
        )
        await self.town.run(
            "update meeting set starts_at = starts_at - $2::interval, ends_at = ends_at - $2::interval "
            "where id = (select meeting_id from introduction_slot where id = $1)",
            slot_id,
            back,
        )

    async def tell(self, slot_id: str, outcome: str, by: Caller | None = None) -> httpx.Response:
        return await (by or self.officer).put(f"/v1/staff/introductions/slots/{slot_id}/outcome", {"outcome": outcome})

    async def give(self, slot_id: str, two: Couple) -> httpx.Response:
        return await self.officer.put(f"/v1/staff/introductions/slots/{slot_id}/booking", {"tandemId": two.id})

    async def cancel(self, slot_id: str) -> httpx.Response:
        return await self.officer.delete(f"/v1/staff/introductions/slots/{slot_id}")

    async def change(self, slot_id: str, starts_at: str, **how: Any) -> httpx.Response:
        body = OFFICE | {"startsAt": starts_at, "minutes": 30} | how
        return await self.officer.put(f"/v1/staff/introductions/slots/{slot_id}", body)

    async def two(self) -> Couple:
        return await couple(self.town)

    async def queue(self, by: Caller | None = None, query: str = "") -> list[dict[str, Any]]:
        answer = await (by or self.officer).get(f"/v1/staff/introductions?limit=100{query}")
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items


async def book(caller: Caller, two: Couple, slot_id: str) -> httpx.Response:
    return await caller.put(f"{two.path}/introduction", {"slotId": slot_id})


async def booked(two: Couple, slot_id: str) -> dict[str, Any]:
    answer = await book(two.mentee, two, slot_id)
    assert answer.status_code == 200, answer.text
    introduction: dict[str, Any] = answer.json()
    return introduction


async def free(caller: Caller, two: Couple) -> list[str]:
    answer = await caller.get(f"{two.path}/introduction/slots")
    assert answer.status_code == 200, answer.text
    return [slot["slotId"] for slot in answer.json()["items"]]


async def meetings(caller: Caller) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await caller.get("/v1/meetings")).json()["items"]
    return items
