"""Whatever anybody does, a phone that catches up by pieces has what one has that begins anew."""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import httpx
import pytest

from app.requests import service as requests
from tests.app.sync.phone import Phone, assert_in_step
from tests.people import Caller, Town


class Scene(NamedTuple):
    """A mentee in a tandem with one mentor, and waiting for another, who asks back nobody."""

    town: Town
    mentee: Caller
    mentor: Caller
    asked: Caller
    tandem_id: str
    meeting_id: str
    message_id: str

    def path(self, rest: str) -> str:
        return f"/v1/tandems/{self.tandem_id}{rest}"

    def meeting(self, rest: str = "") -> str:
        return self.path(f"/meetings/{self.meeting_id}{rest}")

    @property
    def message(self) -> str:
        return self.path(f"/messages/{self.message_id}")


Act = Callable[[Scene], Awaitable[httpx.Response | str | int]]


@pytest.fixture
async def scene(town: Town) -> Scene:
    return await _set(town)


async def test_whatever_somebody_does_every_phone_stays_in_step(town: Town) -> None:
    for name, act in _acts().items():
        try:
            await _stays_in_step(await _set(town), act)
        except AssertionError as error:
            error.add_note(name)
            raise


async def test_a_block_takes_all_of_the_other_from_both_phones(scene: Scene) -> None:
    phones = [Phone(scene.mentee), Phone(scene.mentor)]
    for phone in phones:
        await phone.catch_up()
        assert phone.copy["tandems"]
        assert phone.copy["messages"]
    await scene.mentor.put(f"/v1/blocks/{scene.mentee.id}")
    for phone in phones:
        copy = await phone.catch_up()
        assert [copy[kind] for kind in ("tandems", "meetings", "messages", "readings")] == [{}, {}, {}, {}]
        assert not [one for one in copy["notices"].values() if scene.tandem_id in one["link"]]


async def test_a_phone_of_somebody_erased_names_nobody(scene: Scene) -> None:
    phone = Phone(scene.mentee)
    await phone.catch_up()
    await scene.mentor.delete("/v1/me")
    answer = await scene.mentee.get("/v1/sync", params={"since": phone.since})
    assert scene.tandem_id in answer.json()["gone"]["tandems"]
    assert scene.mentor.id not in answer.text


def _acts() -> dict[str, Act]:
    return {
        "undoes": lambda s: s.mentee.undo(s.asked),
        "withdraws": lambda s: s.mentee.delete(f"/v1/requests/{s.asked.id}"),
        "opens": lambda s: s.asked.put(f"/v1/requests/{s.mentee.id}/opening"),
        "refuses": lambda s: s.asked.refuse(s.mentee),
        "accepts": lambda s: s.asked.accept(s.mentee),
        "lets it run out": _run_out,
        "undoes and asks again": _undo_and_ask,
        "is refused and asks again much later": _ask_again,
        "rests": lambda s: s.asked.put("/v1/me/pause"),
        "is full": lambda s: s.asked.call("PATCH", "/v1/me", json={"capacity": 1}),
        "changes the profile": lambda s: s.mentor.call("PATCH", "/v1/me", json={"firstName": "Nadia"}),
        "blocks the partner": lambda s: s.mentee.put(f"/v1/blocks/{s.mentor.id}"),
        "blocks the one who was asked": lambda s: s.mentee.put(f"/v1/blocks/{s.asked.id}"),
        "blocks and thinks better of it": _block_and_unblock,
        "is suspended": _suspend,
        "leaves": lambda s: s.mentor.delete("/v1/me"),
        "is asked and leaves": lambda s: s.asked.delete("/v1/me"),
        "signs": _sign,
        "pauses": _pause,
        "closes": lambda s: s.mentor.post(s.path("/closure"), {"reason": "not-the-right-fit"}),
        "looks for somebody else": lambda s: s.mentee.put(s.path("/rematch")),
        "sets a goal": lambda s: s.mentee.put(s.path(f"/goals/{uuid4()}"), {"words": "Un CV", "steps": []}),
        "plans a meeting": lambda s: s.mentor.put(s.path(f"/meetings/{uuid4()}"), _meeting(5)),
        "moves the meeting": lambda s: s.mentee.put(s.meeting(), _meeting(4) | {"revision": 1}),
        "confirms the meeting": _confirm,
        "cancels the meeting": lambda s: s.mentor.put(s.meeting("/cancellation"), {"reason": "ill"}),
        "writes": lambda s: s.mentor.put(s.path(f"/messages/{uuid4()}"), {"text": "Bonjour"}),
        "corrects a message": lambda s: s.mentee.call("PATCH", s.message, json={"text": "Oui"}),
        "takes a message back": lambda s: s.mentee.delete(s.message),
        "reads": lambda s: s.mentor.put(s.path("/messages/read"), {"sequence": 1}),
    }  # fmt: skip


async def _stays_in_step(scene: Scene, act: Act) -> None:
    phones = [Phone(caller) for caller in (scene.mentee, scene.mentor, scene.asked)]
    before = [deepcopy(await phone.catch_up()) for phone in phones]
    answer = await act(scene)
    assert not isinstance(answer, httpx.Response) or answer.status_code < 300, answer.text
    for phone in phones:
        if (await phone.caller.get("/v1/me")).status_code == 200:
            await assert_in_step(phone)
    assert [phone.copy for phone in phones] != before


async def _set(town: Town) -> Scene:
    mentee, mentor, asked = await town.mentee(), await town.mentor(), await town.mentor(capacity=2)
    await _tandem(await town.mentee(), asked)
    tandem_id = await _tandem(mentee, mentor)
    await mentee.like(asked, "Bonjour")
    scene = Scene(town, mentee, mentor, asked, tandem_id, str(uuid4()), str(uuid4()))
    assert (await mentee.put(scene.message, {"text": "Merci"})).status_code == 201
    assert (await mentee.put(scene.meeting(), _meeting(3))).status_code == 201
    return scene


async def _tandem(mentee: Caller, mentor: Caller) -> str:
    await mentee.like(mentor)
    tandem_id: str = (await mentor.accept(mentee)).json()["id"]
    return tandem_id


async def _run_out(scene: Scene) -> int:
    await scene.town.run("update request set expires_at = now() where mentor_id = $1", scene.asked.id)
    return await requests.expire_overdue(scene.town.db)


async def _undo_and_ask(scene: Scene) -> httpx.Response:
    await scene.mentee.undo(scene.asked)
    return await scene.mentee.like(scene.asked, "Encore")


async def _ask_again(scene: Scene) -> httpx.Response:
    await scene.asked.refuse(scene.mentee)
    await scene.town.run(
        "update request set sent_at = sent_at - interval '200 days', closed_at = closed_at - interval '200 days' "
        "where mentor_id = $1 and state = 'refused'",
        scene.asked.id,
    )
    return await scene.mentee.like(scene.asked, "Encore")


async def _block_and_unblock(scene: Scene) -> httpx.Response:
    await scene.mentee.put(f"/v1/blocks/{scene.mentor.id}")
    return await scene.mentee.delete(f"/v1/blocks/{scene.mentor.id}")


async def _suspend(scene: Scene) -> str:
    return await scene.town.run("update member set suspended_at = now() where id = $1", scene.asked.id)


async def _sign(scene: Scene) -> httpx.Response:
    version = (await scene.mentee.get("/v1/charter")).json()["version"]
    await scene.mentee.put(scene.path("/signature"), {"version": version})
    return await scene.mentor.put(scene.path("/signature"), {"version": version})


async def _pause(scene: Scene) -> httpx.Response:
    await _sign(scene)
    return await scene.mentor.put(scene.path("/pause"))


async def _confirm(scene: Scene) -> httpx.Response:
    meeting = (await scene.mentor.get(scene.meeting())).json()
    return await scene.mentor.put(scene.meeting("/confirmation"), {"startsAt": meeting["slots"][0]["startsAt"]})


def _meeting(days: int) -> dict[str, Any]:
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
    return {"kind": "phone", "slots": [{"startsAt": start.isoformat(), "minutes": 60}]}
