"""One test per row of the table, each over HTTP with FCM's real words."""

from datetime import timedelta

import pytest

from push.fates import RULES
from push.fcm import FcmSender
from push.model import Receipt
from tests.push import answers_of_fcm as said
from tests.push.fcm_server import FcmServer, Reply
from tests.push.samples import NOW, a_device, a_notice


def waited(receipt: Receipt) -> float:
    assert receipt.retry_at is not None
    return (receipt.retry_at - NOW).total_seconds()


async def test_200_is_sent(fcm: FcmServer, sender: FcmSender) -> None:
    receipt = await sender.send(a_device(), a_notice(), 1)
    assert receipt == Receipt(
        device_id="d1",
        fate="sent",
        reason="sent",
        provider_id="projects/tandem-test/messages/0:1500415314455276%31bd1c9631bd1c96",
        sent_at=NOW,
    )
    assert fcm.posts[0].path == "/v1/projects/tandem-test/messages:send"
    assert fcm.posts[0].authorization == "Bearer t1"
    assert fcm.posts[0].message["fid"] == "cX1fid"


async def test_404_unregistered_retires_a_device_registered_before_the_send(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.always = Reply(404, said.UNREGISTERED)
    receipt = await sender.send(a_device(), a_notice(), 1)
    assert (receipt.fate, receipt.reason, receipt.retry_at) == ("retired", "unregistered", None)
    assert receipt.sent_at == NOW


async def test_404_unregistered_spares_a_device_registered_since(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.always = Reply(404, said.UNREGISTERED)
    receipt = await sender.send(a_device(registered_at=NOW + timedelta(seconds=1)), a_notice(), 1)
    assert (receipt.fate, receipt.reason) == ("done", "registered-since")


async def test_404_without_the_code_parks_and_alerts(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.always = Reply(404, said.NO_SUCH_PROJECT)
    receipt = await sender.send(a_device(), a_notice(), 1)
    assert (receipt.fate, receipt.reach, receipt.alert) == ("parked", "project", True)
    assert 300 <= waited(receipt) < 310


@pytest.mark.parametrize("body", [said.INVALID_TOKEN, said.INVALID_FID, said.INVALID_TOKEN_IN_WORDS])
async def test_400_on_the_address_retires_the_device_the_second_time(
    fcm: FcmServer, sender: FcmSender, body: bytes
) -> None:
    fcm.always = Reply(400, body)
    first = await sender.send(a_device(), a_notice(), 1)
    second = await sender.send(a_device(doubted=True), a_notice(id="n2"), 1)
    assert (first.fate, second.fate) == ("doubted", "retired")
    assert first.retry_at is second.retry_at is None


@pytest.mark.parametrize("body", [said.INVALID_TTL, said.TOO_BIG, b""])
async def test_400_otherwise_is_a_dead_letter(fcm: FcmServer, sender: FcmSender, body: bytes) -> None:
    fcm.always = Reply(400, body)
    receipt = await sender.send(a_device(doubted=True), a_notice(), 1)
    assert (receipt.fate, receipt.alert, receipt.retry_at) == ("dead", True, None)


async def test_a_dead_letter_says_what_fcm_said(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.always = Reply(400, said.TOO_BIG)
    assert (await sender.send(a_device(), a_notice(), 1)).detail == "Android message is too big"


async def test_403_sender_id_mismatch_retires(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.always = Reply(403, said.OTHER_SENDER)
    receipt = await sender.send(a_device(), a_notice(), 1)
    assert (receipt.fate, receipt.alert) == ("retired", False)
    assert len(fcm.posts) == 1


@pytest.mark.parametrize(
    ("status", "body"), [(403, said.NOT_ALLOWED), (401, said.NOT_SIGNED_IN), (401, b""), (403, said.HTML)]
)
async def test_401_and_403_otherwise_renew_the_token_once_then_park(
    fcm: FcmServer, sender: FcmSender, status: int, body: bytes
) -> None:
    fcm.always = Reply(status, body)
    receipt = await sender.send(a_device(), a_notice(), 1)
    assert [post.authorization for post in fcm.posts] == ["Bearer t1", "Bearer t2"]
    assert (receipt.fate, receipt.reach, receipt.alert) == ("parked", "project", True)
    assert 300 <= waited(receipt) < 310


async def test_401_third_party_auth_parks_that_platform_only(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.always = Reply(401, said.APPLE_REFUSES)
    receipt = await sender.send(a_device(platform="ios"), a_notice(), 1)
    assert (receipt.fate, receipt.reach, receipt.alert) == ("parked", "platform", True)
    assert len(fcm.posts) == 1


@pytest.mark.parametrize(("asked", "least"), [({}, 60), ({"retry-after": "5"}, 60), ({"retry-after": "90"}, 90)])
async def test_429_waits_a_minute_or_as_long_as_asked(
    fcm: FcmServer, sender: FcmSender, asked: dict[str, str], least: float
) -> None:
    fcm.always = Reply(429, said.QUOTA, asked)
    receipt = await sender.send(a_device(), a_notice(), 1)
    assert (receipt.fate, receipt.reason, receipt.reach) == ("retry", "quota", "project")
    assert least <= waited(receipt) <= 2 * least


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, said.INTERNAL),
        (502, said.HTML),
        (503, said.UNAVAILABLE),
        (504, b""),
        (503, said.UNAVAILABLE[:40]),
    ],
)
async def test_5xx_is_tried_again(fcm: FcmServer, sender: FcmSender, status: int, body: bytes) -> None:
    fcm.always = Reply(status, body)
    first = await sender.send(a_device(), a_notice(), 1)
    third = await sender.send(a_device(), a_notice(), 3)
    assert (first.fate, third.fate) == ("retry", "retry")
    assert 10 <= waited(first) <= 15
    assert 40 <= waited(third) <= 60


@pytest.mark.parametrize("asked", ["120", "Fri, 20 Nov 2026 09:02:00 GMT"])
async def test_5xx_waits_as_long_as_asked(fcm: FcmServer, sender: FcmSender, asked: str) -> None:
    fcm.always = Reply(503, said.UNAVAILABLE, {"Retry-After": asked})
    assert waited(await sender.send(a_device(), a_notice(), 1)) >= 120


@pytest.mark.parametrize("status", [302, 405, 407, 413])
async def test_what_fcm_never_answers_parks(fcm: FcmServer, sender: FcmSender, status: int) -> None:
    fcm.always = Reply(status, said.HTML)
    receipt = await sender.send(a_device(), a_notice(), 1)
    assert (receipt.fate, receipt.reason, receipt.alert) == ("parked", "not-fcm", True)


async def test_a_page_is_no_delivery_even_with_200(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.always = Reply(200, said.HTML)
    assert (await sender.send(a_device(), a_notice(), 1)).fate == "parked"


@pytest.mark.parametrize("body", [b"", said.SENT[:20]])
async def test_200_is_sent_even_if_its_body_cannot_be_read(fcm: FcmServer, sender: FcmSender, body: bytes) -> None:
    fcm.always = Reply(200, body)
    receipt = await sender.send(a_device(), a_notice(), 1)
    assert (receipt.fate, receipt.provider_id) == ("sent", None)


def test_a_next_try_after_the_horizon_is_no_try() -> None:
    for rule in RULES:
        assert (rule.wait is not None) == (rule.fate in ("retry", "parked"))


async def test_a_retry_that_would_come_too_late_expires_and_keeps_its_reason(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.always = Reply(503, said.UNAVAILABLE, {"retry-after": "999999999"})
    receipt = await sender.send(a_device(), a_notice(), 1)
    assert (receipt.fate, receipt.reason, receipt.retry_at) == ("expired", "server", None)


async def test_an_expired_notice_is_not_sent(fcm: FcmServer, sender: FcmSender) -> None:
    receipt = await sender.send(a_device(), a_notice(expires_at=NOW), 1)
    assert (receipt.fate, fcm.posts) == ("expired", [])


@pytest.mark.parametrize("changes", [{"kind": "Nope"}, {"facts": {}}, {"facts": {"tandemId": "\ud800"}}])
async def test_a_notice_that_cannot_be_said_is_a_dead_letter(
    fcm: FcmServer, sender: FcmSender, changes: dict[str, object]
) -> None:
    receipt = await sender.send(a_device(), a_notice(**changes), 1)
    assert (receipt.fate, receipt.reason, receipt.alert, fcm.posts) == ("dead", "unsayable", True, [])
