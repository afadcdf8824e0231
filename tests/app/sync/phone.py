"""A phone that keeps a copy of what its member may see, by what `GET /v1/sync` tells it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.people import Caller

KINDS = ("tandems", "requests", "meetings", "messages", "notices")

Copy = dict[str, dict[str, Any]]


def _nothing() -> Copy:
    return {kind: {} for kind in (*KINDS, "readings")}


@dataclass
class Phone:
    """What one phone of a member's has."""

    caller: Caller
    limit: int = 200
    copy: Copy = field(default_factory=_nothing)
    since: str | None = None
    told: list[tuple[str, str]] = field(default_factory=list)

    async def catch_up(self) -> Copy:
        """Asks until there is no more."""
        while (await self.ask()).json()["more"]:
            pass
        return self.copy

    async def ask(self) -> httpx.Response:
        """One call, kept; made again while a dependency is away."""
        query = {"limit": self.limit} | ({"since": self.since} if self.since else {})
        answer = await self.caller.get("/v1/sync", params=query)
        while answer.status_code == 503:
            await asyncio.sleep(0.01)
            answer = await self.caller.get("/v1/sync", params=query)
        assert answer.status_code == 200, answer.text
        self._keep(answer.json())
        return answer

    def _keep(self, page: dict[str, Any]) -> None:
        if page["reset"]:
            self.copy = _nothing()
        for kind in KINDS:
            self.told += [(kind, thing["id"]) for thing in page[kind]]
            self.copy[kind] |= {thing["id"]: thing for thing in page[kind]}
            for gone in page["gone"][kind]:
                self.copy[kind].pop(gone, None)
        self.copy["readings"] |= {one["tandemId"]: one for one in page["readings"]}
        self._forget_what_hung_on_tandems(page["gone"]["tandems"])
        # As an app does, that shows one request per person.
        newest = {one["memberId"]: id for id, one in sorted(self.copy["requests"].items(), key=_sent_at)}
        self.copy["requests"] = {id: self.copy["requests"][id] for id in newest.values()}
        for notice in self.copy["notices"].values():
            notice["read"] = notice["sequence"] not in page["unread"]
        self.since = page["next"]

    def _forget_what_hung_on_tandems(self, tandem_ids: list[str]) -> None:
        for kind in ("meetings", "messages", "readings"):
            self.copy[kind] = {id: one for id, one in self.copy[kind].items() if one["tandemId"] not in tandem_ids}


def _sent_at(item: tuple[str, dict[str, Any]]) -> str:
    return str(item[1]["sentAt"])


async def assert_in_step(*phones: Phone) -> None:
    """Each phone, after it has caught up by pieces, has what one has that begins anew."""
    for phone in phones:
        assert await phone.catch_up() == await Phone(phone.caller).catch_up()
