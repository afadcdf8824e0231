"""The socket: frames both ways, and nothing acknowledged or told that is not stored."""

import asyncio
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest
from litestar.routes import WebSocketRoute
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.messages import live as live_module
from app.messages import sockets
from tests.api.ledger import everything
from tests.app.messages.conftest import served
from tests.app.messages.phone import dialled, online, ticket_of
from tests.app.messages.talk import Pair, page, paired, problem, said, texts
from tests.people import Town


def test_the_socket_is_the_only_one(town: Town) -> None:
    assert {route.path for route in town.app.routes if isinstance(route, WebSocketRoute)} == {"/v1/socket"}


async def test_hello_says_how_far_each_tandem_has_come(port: int, pair: Pair) -> None:
    await said(pair, pair.mentee, "Bonjour")
    async with online(port, pair.mentor) as phone:
        assert phone.hello["memberId"] == pair.mentor.id
        assert phone.hello["tandems"] == [{"tandemId": pair.tandem_id, "sequence": 1, "change": 0}]


async def test_a_message_is_acknowledged_and_told_to_both(port: int, pair: Pair) -> None:
    async with online(port, pair.mentee) as mentee, online(port, pair.mentor) as mentor:
        client_id = await mentee.say(pair.tandem_id, "Bonjour !")
        acked = await mentee.next("ack")
        [stored] = (await page(pair, pair.mentor, "after=0"))["items"]
        assert (acked["clientId"], acked["id"], acked["sequence"]) == (client_id, stored["id"], 1)
        assert (await mentor.next("message"))["message"] == stored
        assert await texts(pair, pair.mentor) == ["Bonjour !"]


async def test_what_is_sent_over_http_is_told_on_sockets(port: int, pair: Pair) -> None:
    async with online(port, pair.mentee) as mentee, online(port, pair.mentor) as mentor:
        message = await said(pair, pair.mentor, "Bonjour")
        for phone in (mentee, mentor):
            assert (await phone.next("message"))["message"] == message
        path = f"{pair.path}/{message['clientId']}"
        edited = (await pair.mentor.call("PATCH", path, json={"text": "Bonsoir"})).json()
        assert (await mentee.next("change"))["message"] == edited
        await pair.mentor.delete(path)
        assert (await mentee.next("change"))["message"]["text"] is None


async def test_a_frame_sent_again_is_acknowledged_again_and_told_once(port: int, pair: Pair) -> None:
    async with online(port, pair.mentee) as mentee, online(port, pair.mentor) as mentor:
        client_id = str(uuid4())
        for _ in range(3):
            await mentee.say(pair.tandem_id, "Bonjour", client_id=client_id)
        acks = [await mentee.next("ack") for _ in range(3)]
        assert acks[0] == acks[1] == acks[2]
        await mentee.say(pair.tandem_id, "Fin")
        told = [(await mentor.next("message"))["message"]["text"] for _ in range(2)]
        assert told == ["Bonjour", "Fin"]


async def test_reading_and_typing_are_shown_to_the_other(town: Town, port: int, pair: Pair) -> None:
    await said(pair, pair.mentee, "Bonjour")
    async with online(port, pair.mentee) as mentee, online(port, pair.mentor) as mentor:
        await mentor.send("read", tandemId=pair.tandem_id, sequence=1)
        read = await mentee.next("read")
        assert (read["memberId"], read["sequence"]) == (pair.mentor.id, 1)
        before = await everything(town)
        await mentor.send("typing", tandemId=pair.tandem_id)
        assert (await mentee.next("typing"))["memberId"] == pair.mentor.id
        assert await everything(town) == before
        assert (await page(pair, pair.mentee))["readByOther"] == 1


async def test_a_refused_frame_says_why_in_the_members_language(port: int, pair: Pair) -> None:
    async with online(port, pair.mentee, "en") as phone:
        client_id = await phone.say(pair.tandem_id, "x" * 4_001)
        refused = await phone.next("error")
        assert (refused["clientId"], refused["tandemId"]) == (client_id, pair.tandem_id)
        assert refused["problem"]["type"] == "urn:tandem:invalid"
        assert refused["problem"]["errors"] == [{"field": "text", "message": "at most 4000 characters"}]
        await phone.say(str(uuid4()), "Hello")
        assert (await phone.next("error"))["problem"]["type"] == "urn:tandem:not-found"
        for text in (
            "",
            "[]",
            "{}",
            '{"type": "shout"}',
            "[" * 5_000,
            '{"type": "send"}',
            '{"type": "typing", "x": 1}',
        ):
            await phone.socket.send(text)
            refused = await phone.next("error")
            assert refused["problem"]["status"] in (400, 422)
            assert refused["problem"]["title"] in ("Unreadable frame", "Please correct your entry")
        await phone.say(pair.tandem_id, "You idiot")
        assert (await phone.next("error"))["problem"]["type"] == "urn:tandem:words-may-hurt"
        await phone.say(pair.tandem_id, "You idiot", sure=True)
        assert (await phone.next("ack"))["sequence"] == 1


async def test_a_ticket_opens_one_socket_and_none_when_it_is_old(town: Town, port: int, pair: Pair) -> None:
    ticket = await ticket_of(pair.mentee)
    assert await town.value("select count(*) from socket_ticket where strpos(socket_ticket::text, $1) > 0", ticket) == 0
    async with dialled(port, ticket) as phone:
        assert (await phone.frame())["type"] == "hello"
        async with dialled(port, ticket) as thief:
            assert await thief.closed() == 4401
    old = await ticket_of(pair.mentee)
    await town.run("update socket_ticket set expires_at = now()")
    for unusable in (old, "", "x" * 5_000, "é"):
        async with dialled(port, unusable) as phone:
            assert await phone.closed() == 4401


async def test_ten_at_once_with_one_ticket_let_one_in(port: int, pair: Pair) -> None:
    ticket = await ticket_of(pair.mentee)
    firsts = await asyncio.gather(*(_first(port, ticket) for _ in range(10)))
    assert sorted(firsts) == ["4401"] * 9 + ["hello"]


async def test_tickets_that_nobody_uses_run_out(town: Town, pair: Pair) -> None:
    for _ in range(10):
        await ticket_of(pair.mentee)
    refused = await pair.mentee.post("/v1/sockets/tickets")
    assert problem(refused) == (429, "too-many-tickets")
    assert refused.headers["retry-after"] == "30"
    await town.run("update socket_ticket set expires_at = now()")
    assert (await pair.mentee.post("/v1/sockets/tickets")).json()["expiresIn"] <= 30


async def test_a_page_from_elsewhere_gets_no_socket(port: int, pair: Pair) -> None:
    ticket = await ticket_of(pair.mentee)
    for origin in ("https://evil.example", "null", "http://127.0.0.1.evil.example", "file://"):
        with pytest.raises(InvalidStatus) as refused:
            async with dialled(port, ticket, origin=origin):
                pass
        assert refused.value.response.status_code == 403
    async with dialled(port, ticket, origin="http://127.0.0.1:5173") as phone:  # the demo's own pages
        assert (await phone.frame())["type"] == "hello"


def test_in_production_only_the_web_app_has_an_origin() -> None:
    door = sockets.Door("https://app.tandem.example", demo=False)
    assert [door.admits(origin) for origin in (None, "https://app.tandem.example")] == [True, True]
    elsewhere = ("http://localhost", "https://app.tandem.example.evil", "http://app.tandem.example", "null", "")
    assert not any(door.admits(origin) for origin in elsewhere)
    assert not sockets.Door("", demo=False).admits("https://app.tandem.example")


async def test_the_socket_ends_with_the_sign_in(town: Town, port: int, pair: Pair) -> None:
    ticket = await ticket_of(pair.mentee)
    await town.run("update socket_ticket set signed_in_until = now() + interval '0.5 seconds'")
    async with dialled(port, ticket) as phone:
        assert await phone.closed() == 4401


@pytest.mark.parametrize("end", ["suspension", "erasure", "block"])
async def test_whoever_may_hear_less_is_cut_off_soon(
    town: Town, pair: Pair, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert live_module.STANDING_SECONDS <= 10
    monkeypatch.setattr(live_module, "STANDING_SECONDS", 0.05)
    async with Town.open(town.settings) as second, served(second.app) as port, online(port, pair.mentor) as mentor:
        if end == "suspension":
            await town.run("update member set suspended_at = now() where id = $1", pair.mentor.id)
        elif end == "erasure":
            await pair.mentor.delete("/v1/me")
        else:
            await pair.mentee.put(f"/v1/blocks/{pair.mentor.id}")
        assert await mentor.closed() == (4410 if end == "block" else 4403)


async def test_a_suspended_member_sends_nothing_more(town: Town, port: int, pair: Pair) -> None:
    async with online(port, pair.mentor) as mentor:
        await town.run("update member set suspended_at = now() where id = $1", pair.mentor.id)
        await mentor.say(pair.tandem_id, "Bonjour")
        assert await mentor.closed() == 4403
    assert await texts(pair, pair.mentee) == []
    ticket = await pair.mentor.post("/v1/sockets/tickets")
    assert problem(ticket) == (403, "member-suspended")


async def test_a_tandem_formed_meanwhile_is_told_of(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "STANDING_SECONDS", 0.05)
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    async with Town.open(town.settings) as second, served(second.app) as port, online(port, mentee) as phone:
        assert phone.hello["tandems"] == []
        pair = Pair(mentee, mentor, (await mentor.accept(mentee)).json()["id"])
        told = await phone.next("tandem")
        assert (told["tandemId"], told["sequence"]) == (pair.tandem_id, 0)
        await said(pair, mentor, "Bonjour")
        assert (await phone.next("message"))["message"]["text"] == "Bonjour"


async def test_the_sixth_socket_takes_the_place_of_the_first(port: int, pair: Pair) -> None:
    async with AsyncExitStack() as phones:
        first, *_ = [await phones.enter_async_context(online(port, pair.mentee)) for _ in range(6)]
        assert await first.closed() == 4409


async def test_a_flood_of_frames_ends_the_socket(port: int, pair: Pair) -> None:
    async with online(port, pair.mentee) as phone:
        for _ in range(sockets.FRAMES_AT_ONCE * 3):
            await phone.socket.send("{}")
        assert await phone.closed() == 4429


async def test_frames_are_text_of_sixteen_kilobytes_at_most(port: int, pair: Pair) -> None:
    async with online(port, pair.mentee) as phone:
        text = "👩" * 3_990
        await phone.say(pair.tandem_id, text)
        assert (await phone.next("message"))["message"]["text"] == text
        await phone.socket.send("x" * 17_000)
        assert await phone.closed() == 1009
    async with online(port, pair.mentee) as phone:
        await phone.socket.send(b"{}")
        assert await phone.closed() == 1003


async def test_a_stranger_hears_nothing_and_says_nothing(town: Town, port: int, pair: Pair) -> None:
    other = await paired(town)
    async with online(port, other.mentee) as stranger, online(port, pair.mentor) as mentor:
        assert [tandem["tandemId"] for tandem in stranger.hello["tandems"]] == [other.tandem_id]
        for frame in ({"type": "send", "clientId": str(uuid4()), "text": "x"}, {"type": "read", "sequence": 1}):
            await stranger.send(frame.pop("type"), tandemId=pair.tandem_id, **frame)  # type: ignore[arg-type]
            assert (await stranger.next("error"))["problem"]["type"] == "urn:tandem:not-found"
        await stranger.send("typing", tandemId=pair.tandem_id)
        assert (await stranger.next("error"))["problem"]["type"] == "urn:tandem:not-found"
        await said(pair, pair.mentee, "entre nous")
        assert (await mentor.frame())["message"]["text"] == "entre nous"
        await said(other, other.mentor, "à vous")
        assert (await stranger.frame())["message"]["text"] == "à vous"


async def _first(port: int, ticket: str) -> str:
    """The first thing that a socket says: the type of a frame, or the code of its end."""
    async with dialled(port, ticket) as phone:
        try:
            return str((await phone.frame())["type"])
        except ConnectionClosed as end:
            return str(end.rcvd.code if end.rcvd else 1006)
