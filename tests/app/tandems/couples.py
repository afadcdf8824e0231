"""Two who are in a tandem, and how they came there."""

from dataclasses import dataclass
from typing import Any

import httpx

from app.tandems.charter.texts import current
from tests.people import Caller, Town


@dataclass
class Couple:
    """A mentee, a mentor, and their tandem's id."""

    mentee: Caller
    mentor: Caller
    id: str

    @property
    def path(self) -> str:
        return f"/v1/tandems/{self.id}"

    async def read(self, reader: Caller | None = None) -> dict[str, Any]:
        answer = await (reader or self.mentee).get(self.path)
        assert answer.status_code == 200, answer.text
        tandem: dict[str, Any] = answer.json()
        return tandem

    async def state(self) -> str:
        state: str = (await self.read())["state"]
        return state

    async def sign(self, signer: Caller, version: int | None = None) -> httpx.Response:
        return await signer.put(f"{self.path}/signature", {"version": version or current().number})

    async def begin(self) -> None:
        for signer in (self.mentee, self.mentor):
            assert (await self.sign(signer)).status_code == 200

    async def close(self, closer: Caller, reason: str = "goal-reached", note: str | None = None) -> httpx.Response:
        return await closer.post(f"{self.path}/closure", {"reason": reason, "note": note})

    async def renew(self, asking: Caller) -> httpx.Response:
        return await asking.post(f"{self.path}/renewal")


async def couple(town: Town, **of_mentor: Any) -> Couple:
    """Formed, and nothing signed."""
    return await couple_with(town, await town.mentor(**of_mentor))


async def couple_with(town: Town, mentor: Caller, mentee: Caller | None = None) -> Couple:
    mentee = mentee or await town.mentee()
    await mentee.like(mentor)
    answer = await mentor.accept(mentee)
    assert answer.status_code == 201, answer.text
    return Couple(mentee, mentor, answer.json()["id"])


async def active_couple(town: Town, **of_mentor: Any) -> Couple:
    """Both signed."""
    two = await couple(town, **of_mentor)
    await two.begin()
    return two
