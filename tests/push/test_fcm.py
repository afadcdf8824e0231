"""How the sender behaves on the wire: faults of the connection, how much at once."""

import asyncio
import socket

import pytest

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
    ],
)
async def test_an_answer_that_is_cut_is_tried_again_after_fifteen_seconds(
    fcm: FcmServer, sender: FcmSender, reply: Reply
) -> None:
    fcm.replies.append(reply)
    receipt = await sender.send(a_device(), a_notice(), 1)
    assert (receipt.fate, receipt.reason) == ("retry", "unheard")
    assert waited(receipt) >= 15


async def test_a_second_try_carries_the_same_tags(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.replies.append(Reply(fault="silence"))
    await sender.send(a_device(), a_notice(), 1)
    again = await sender.send(a_device(), a_notice(), 2)
    assert again.fate == "sent"
    assert fcm.posts[0].message == fcm.posts[1].message


@pytest.mark.parametrize("reply", [Reply(fault="drip"), Reply(delay=5)])
async def test_a_slow_answer_is_given_up_as_a_whole(fcm: FcmServer, reply: Reply) -> None:
    fcm.replies.append(reply)
    sender = a_sender(fcm.url, timeout=0.5)
    began = asyncio.get_running_loop().time()
    receipt = await sender.send(a_device(), a_notice(), 1)
    took = asyncio.get_running_loop().time() - began
    next_one = await sender.send(a_device(), a_notice(id="n2"), 1)
    await sender.close()
    assert (receipt.fate, receipt.reason, next_one.fate) == ("retry", "unheard", "sent")
    assert 0.45 < took < 3


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


async def test_at_most_ninety_are_in_flight(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.always = Reply(delay=0.2)
    receipts = await asyncio.gather(*(sender.send(a_device(id=f"d{n}"), a_notice(id=f"n{n}"), 1) for n in range(300)))
    assert {receipt.fate for receipt in receipts} == {"sent"}
    assert [receipt.device_id for receipt in receipts] == [f"d{n}" for n in range(300)]
    assert 60 <= fcm.peak <= IN_FLIGHT


@pytest.mark.parametrize("url", ["fcm.example", "ftp://fcm.example", ""])
def test_an_address_that_is_none_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="the address of FCM"):
        a_sender(url)


async def test_what_was_sent_keeps_the_time_of_its_send(fcm: FcmServer, sender: FcmSender) -> None:
    assert (await sender.send(a_device(), a_notice(), 1)).sent_at == NOW
