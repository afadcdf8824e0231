"""Twelve mentees and one mentor who all act at once: accept, like, undo, pause, block, leave."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from app.db import Database
from app.requests import service as requests
from tests.holds.crowd import Person
from tests.holds.driver import Answer, Api
from tests.holds.history import Call

CONTENDERS = 12
CAPACITY = 3
SPREAD_SECONDS = 0.15


@dataclass
class Contest:
    """The people of one round, and what they were answered."""

    servers: list[Api]
    db: Database
    chance: Random
    mentor: Person
    mentees: list[Person]
    acceptances: list[Call] = field(default_factory=list)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    async def prepare(self) -> None:
        """Half of the mentees have asked the mentor; the mentor has liked the others first."""
        asking, liked = self.mentees[: CONTENDERS // 2], self.mentees[CONTENDERS // 2 :]
        await asyncio.gather(
            *(self.like(mentee, self.mentor) for mentee in asking),
            *(self.like(self.mentor, mentee) for mentee in liked),
        )

    async def fight(self) -> None:
        asking, liked = self.mentees[: CONTENDERS // 2], self.mentees[CONTENDERS // 2 :]
        acts = [
            *(self.accept(mentee) for mentee in asking),
            *(self.accept(mentee) for mentee in asking),
            *(self.like(mentee, self.mentor) for mentee in liked),
            *(self.like(self.mentor, mentee) for mentee in self.mentees),
            *(self.undo(mentee) for mentee in self.chance.sample(self.mentees, 4)),
            *(self.set_capacity(seats) for seats in (2, 4, 1, CAPACITY)),
            *(self.pause(rest) for rest in (True, False)),
            *(self.block(mentee) for mentee in self.chance.sample(self.mentees, 3)),
            self.leave(self.chance.choice(self.mentees)),
            *(self.expire(mentee) for mentee in self.chance.sample(asking, 2)),
        ]
        if self.chance.random() < 0.2:
            acts.append(self.leave(self.mentor))
        await asyncio.gather(*(self._some_time(act) for act in acts))

    async def accept_the_rest(self) -> None:
        await asyncio.gather(*(self.accept(mentee) for mentee in self.mentees))

    async def like(self, who: Person, card: Person) -> None:
        answer = await self._call("PUT", f"/v1/swipes/{card.id}", who, {"verdict": "like"})
        if who is self.mentor:
            self._note_acceptance(card, answer)

    async def accept(self, mentee: Person) -> None:
        self._note_acceptance(mentee, await self._call("POST", f"/v1/requests/{mentee.id}/acceptance", self.mentor))

    async def undo(self, mentee: Person) -> None:
        await self._call("DELETE", f"/v1/swipes/{self.mentor.id}", mentee)

    async def block(self, mentee: Person) -> None:
        blocker, blocked = self.chance.sample([mentee, self.mentor], 2)
        await self._call("PUT", f"/v1/blocks/{blocked.id}", blocker)

    async def set_capacity(self, seats: int) -> None:
        await self._call("PATCH", "/v1/me", self.mentor, {"capacity": seats})

    async def pause(self, rest: bool) -> None:
        await self._call("PUT" if rest else "DELETE", "/v1/me/pause", self.mentor)

    async def leave(self, member: Person) -> None:
        await self._call("DELETE", "/v1/me", member)

    async def expire(self, mentee: Person) -> None:
        async with self.db.connection() as connection:
            await connection.execute(
                "update request set expires_at = now() where mentee_id = $1 and mentor_id = $2 and state = 'waiting'",
                mentee.id,
                self.mentor.id,
            )
        await requests.expire_overdue(self.db)

    async def _call(self, method: str, path: str, who: Person, body: dict[str, Any] | None = None) -> Answer:
        answer = await self.chance.choice(self.servers).call(method, path, who.token, body)
        self.answers[f"{method} {path.split('/')[2]}", answer.status] += 1
        return answer

    def _note_acceptance(self, mentee: Person, answer: Answer) -> None:
        outcome = answer.body.get("outcome") or answer.body.get("type", "")
        pair = (mentee.id, self.mentor.id)
        self.acceptances.append(Call(pair, answer.status, outcome, None, answer.began, answer.ended))

    async def _some_time(self, act: Awaitable[None]) -> None:
        await asyncio.sleep(self.chance.random() * SPREAD_SECONDS)
        await act
