"""How the sender behaves on the wire: faults of the connection, how much at once."""

import asyncio
import socket

import pytest

from push import line
from push.fcm import IN_FLIGHT, FcmSender
from tests.push import answers_of_fcm as said
from tests.push.fcm_server import FcmServer, Reply
from tests.push.samples import NOW, a_device, a_notice, a_sender
from tests.push.test_fates import waited


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, said.SENT, fault="half"),
        Reply(404, said.UNREGISTERED, fault="half"),
        Reply(fault="silence"),
        Reply(fault="reset"),
    ],
)
async def test_an_answer_that_is_cut_is_tried_again_after_fifteen_seconds(any_fcm: FcmServer, reply: Reply) -> None:
    any_fcm.replies.append(reply)
    sender = a_sender(any_fcm.url)
    receipt = await sender.send(a_device(), a_notice(), 1)
    again = await sender.send(a_device(), a_notice(), 2)
    await sender.close()
    assert (receipt.fate, receipt.reason) == ("retry", "unheard")
    assert waited(receipt) >= 15
    assert again.fate == "sent"


async def test_a_second_try_carries_the_same_tags(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.replies.append(Reply(fault="silence"))
    await sender.send(a_device(), a_notice(), 1)
    again = await sender.send(a_device(), a_notice(), 2)
    assert again.fate == "sent"
    assert fcm.posts[0].message == fcm.posts[1].message


@pytest.mark.parametrize("reply", [Reply(fault="drip"), Reply(delay=30)])
async def test_a_slow_answer_is_given_up_as_a_whole(any_fcm: FcmServer, reply: Reply) -> None:
    any_fcm.replies.append(reply)
    sender = a_sender(any_fcm.url, timeout=1)
    receipt = await sender.send(a_device(), a_notice(), 1)
    next_one = await sender.send(a_device(), a_notice(id="n2"), 1)
    await sender.close()
    assert (receipt.fate, receipt.reason, next_one.fate) == ("retry", "unheard", "sent")


async def test_a_slow_answer_holds_up_nobody_else_on_the_same_connection(fcm: FcmServer) -> None:
    sender = a_sender(fcm.url, timeout=2)
    await sender.send(a_device(), a_notice(id="n0"), 1)
    fcm.replies.append(Reply(delay=30))
    receipts = await asyncio.gather(*(sender.send(a_device(), a_notice(id=f"n{n}"), 1) for n in range(1, 30)))
    await sender.close()
    assert sorted(receipt.fate for receipt in receipts) == ["retry"] + ["sent"] * 28
    assert fcm.connections == 1


async def test_everything_goes_over_one_http2_connection(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.always = Reply(delay=0.02)
    receipts = await asyncio.gather(*(sender.send(a_device(), a_notice(id=f"n{n}"), 1) for n in range(300)))
    assert {receipt.fate for receipt in receipts} == {"sent"}
    assert fcm.connections == 1


async def test_a_connection_is_left_before_it_remembers_too_much(
    fcm: FcmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "POSTS_EACH", 50)
    fcm.always = Reply(delay=0.02)
    sender = a_sender(fcm.url)
    for wave in range(4):
        receipts = await asyncio.gather(*(sender.send(a_device(), a_notice(id=f"{wave}-{n}"), 1) for n in range(70)))
        assert {receipt.fate for receipt in receipts} == {"sent"}
    await sender.close()
    assert fcm.connections == 6
    assert len({post.nid for post in fcm.posts}) == len(fcm.posts) == 4 * 70


async def test_a_connection_that_went_deaf_is_left_after_the_first_timeout(fcm: FcmServer) -> None:
    sender = a_sender(fcm.url, timeout=1.5)
    await sender.send(a_device(), a_notice(id="n0"), 1)
    fcm.replies.append(Reply(delay=30))
    assert (await sender.send(a_device(), a_notice(id="n1"), 1)).reason == "unheard"
    assert (await sender.send(a_device(), a_notice(id="n2"), 1)).fate == "sent"
    await sender.close()
    assert fcm.connections == 2


async def test_an_endless_answer_is_neither_kept_nor_believed(any_fcm: FcmServer) -> None:
    any_fcm.replies.append(Reply(503, b"x" * 3_000_000))
    sender = a_sender(any_fcm.url)
    receipt = await sender.send(a_device(), a_notice(), 1)
    next_one = await sender.send(a_device(), a_notice(id="n2"), 1)
    await sender.close()
    assert (receipt.fate, receipt.reason, next_one.fate) == ("retry", "server", "sent")


async def test_a_refused_connection_is_tried_again_soon() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sender = a_sender(f"http://127.0.0.1:{port}")
    receipts = [await sender.send(a_device(), a_notice(), attempt) for attempt in (1, 4)]
    await sender.close()
    assert [receipt.reason for receipt in receipts] == ["no-connection", "no-connection"]
    assert 1 <= waited(receipts[0]) <= 4
    assert 8 <= waited(receipts[1]) <= 16


async def test_at_most_ninety_are_in_flight(any_fcm: FcmServer) -> None:
    any_fcm.always = Reply(delay=0.2)
    sender = a_sender(any_fcm.url)
    receipts = await asyncio.gather(*(sender.send(a_device(id=f"d{n}"), a_notice(id=f"n{n}"), 1) for n in range(300)))
    await sender.close()
    assert {receipt.fate for receipt in receipts} == {"sent"}
    assert [receipt.device_id for receipt in receipts] == [f"d{n}" for n in range(300)]
    assert 60 <= any_fcm.peak <= IN_FLIGHT


@pytest.mark.parametrize("url", ["fcm.example", "ftp://fcm.example", "http://", ""])
def test_an_address_that_is_none_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="the address of FCM"):
        a_sender(url)


async def test_what_was_sent_keeps_the_time_of_its_send(fcm: FcmServer, sender: FcmSender) -> None:
    assert (await sender.send(a_device(), a_notice(), 1)).sent_at == NOW
