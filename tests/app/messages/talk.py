"""Two in a tandem who write to each other."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.people import Caller, Town


@dataclass
class Pair:
    mentee: Caller
    mentor: Caller
    tandem_id: str

    @property
    def path(self) -> str:
        return f"/v1/tandems/{self.tandem_id}/messages"


async def paired(town: Town, **mentee: Any) -> Pair:
    asking, asked = await town.mentee(**mentee), await town.mentor()
    await asking.like(asked)
    answer = await asked.accept(asking)
    assert answer.status_code == 201, answer.text
    return Pair(asking, asked, answer.json()["id"])


async def say(pair: Pair, caller: Caller, text: str, client_id: str = "", **more: Any) -> httpx.Response:
    return await caller.put(f"{pair.path}/{client_id or uuid4()}", {"text": text} | more)


async def said(pair: Pair, caller: Caller, text: str) -> dict[str, Any]:
    """The message, which was stored."""
    answer = await say(pair, caller, text)
    assert answer.status_code == 201, answer.text
    message: dict[str, Any] = answer.json()
    return message


async def page(pair: Pair, caller: Caller, query: str = "") -> dict[str, Any]:
    answer = await caller.get(f"{pair.path}?{query}")
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


async def texts(pair: Pair, caller: Caller, query: str = "after=0") -> list[str | None]:
    return [message["text"] for message in (await page(pair, caller, query))["items"]]


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("urn:tandem:")
