"""People who swipe what they are dealt."""

from dataclasses import dataclass, field
from random import Random

from tests.holds.crowd import Person
from tests.holds.driver import Api
from tests.holds.history import Acknowledged, Dealt, Pair

DECK = 8


@dataclass
class Walk:
    """They go on until they have had enough, never give up a call, and remember what was acknowledged."""

    api: Api
    chance: Random
    acknowledged: dict[Pair, Acknowledged] = field(default_factory=dict)
    decks: list[Dealt] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def go(self, person: Person, swipes: int, accepts: bool) -> None:
        said = 0
        while said < swipes:
            cards = await self._deal(person)
            if accepts:
                await self._accept_one(person)
            for card in cards[: swipes - said]:
                await self._swipe(person, card, "like" if self.chance.random() < 0.3 else "pass")
                said += 1
            if not cards:
                return

    async def _deal(self, person: Person) -> list[str]:
        answer = await self.api.insist("GET", f"/v1/deck?limit={DECK}", person.token)
        cards = [card["memberId"] for card in answer.body.get("cards", [])]
        self.decks.append(Dealt(person.id, cards, answer.began))
        self._expect(answer.status, (200,))
        return cards

    async def _swipe(self, person: Person, card: str, verdict: str) -> None:
        answer = await self.api.insist("PUT", f"/v1/swipes/{card}", person.token, {"verdict": verdict})
        if answer.status == 409:  # five requests wait already
            await self._swipe(person, card, "pass")
            return
        self._expect(answer.status, (200,))
        self._note(person, card, answer.body["verdict"], answer.ended)

    async def _accept_one(self, mentor: Person) -> None:
        answer = await self.api.insist("GET", "/v1/requests?direction=received", mentor.token)
        waiting = [item["memberId"] for item in answer.body["items"] if item["state"] == "waiting"]
        if waiting:
            mentee_id = self.chance.choice(waiting)
            accepted = await self.api.insist("POST", f"/v1/requests/{mentee_id}/acceptance", mentor.token)
            self._expect(accepted.status, (200, 201))
            self._note(mentor, mentee_id, "like", accepted.ended)

    def _note(self, person: Person, card: str, verdict: str, at: float) -> None:
        first = self.acknowledged.get((person.id, card))
        self.acknowledged[person.id, card] = Acknowledged(verdict, first.at if first else at)

    def _expect(self, status: int, expected: tuple[int, ...]) -> None:
        if status not in expected:
            self.errors.append(f"answered {status}")
