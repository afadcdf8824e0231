"""OAuth: fetched once, ahead of its end, off the loop, and not insisted upon."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from push.fcm import FcmSender
from push.tokens import AccessToken, AccessTokens, NoAccessToken, google_tokens
from tests.push import answers_of_fcm as said
from tests.push.fcm_server import FcmServer, Reply
from tests.push.samples import NOW, a_device, a_notice, a_sender, key_file, numbered_tokens


async def test_a_token_is_fetched_once_for_all_who_wait() -> None:
    tokens = AccessTokens(numbered_tokens(), clock=lambda: NOW)
    assert set(await asyncio.gather(*(tokens.current() for _ in range(50)))) == {"t1"}
    assert await tokens.current() == "t1"


async def test_a_token_is_renewed_ahead_of_its_end_while_the_old_one_serves() -> None:
    now = NOW
    tokens = AccessTokens(numbered_tokens(), clock=lambda: now)
    assert await tokens.current() == "t1"
    now = NOW + timedelta(minutes=51)
    assert await tokens.current() == "t1"
    await asyncio.sleep(0.01)
    assert await tokens.current() == "t2"


async def test_a_401_renews_the_token_once_and_the_notice_goes_out(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.replies.append(Reply(401, said.NOT_SIGNED_IN))
    receipt = await sender.send(a_device(), a_notice(), 1)
    assert receipt.fate == "sent"
    assert [post.authorization for post in fcm.posts] == ["Bearer t1", "Bearer t2"]


async def test_fifty_401_at_once_renew_the_token_once(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.replies.extend(Reply(401, said.NOT_SIGNED_IN, delay=0.05) for _ in range(50))
    receipts = await asyncio.gather(*(sender.send(a_device(), a_notice(id=f"n{n}"), 1) for n in range(50)))
    assert {receipt.fate for receipt in receipts} == {"sent"}
    assert {post.authorization for post in fcm.posts} == {"Bearer t1", "Bearer t2"}


async def test_a_token_that_stays_refused_is_not_renewed_each_time(fcm: FcmServer, sender: FcmSender) -> None:
    fcm.always = Reply(403, said.NOT_ALLOWED)
    for _ in range(5):
        assert (await sender.send(a_device(), a_notice(), 1)).fate == "parked"
    assert {post.authorization for post in fcm.posts} == {"Bearer t1", "Bearer t2"}
    assert len(fcm.posts) == 6


@pytest.mark.parametrize(("denied", "fate"), [(True, "parked"), (False, "retry")])
async def test_without_a_token_nothing_is_posted(fcm: FcmServer, denied: bool, fate: str) -> None:
    async def fetch() -> AccessToken:
        raise NoAccessToken("no", denied=denied)

    sender = a_sender(fcm.url, tokens=AccessTokens(fetch))
    receipts = [await sender.send(a_device(), a_notice(), 1) for _ in range(3)]
    await sender.close()
    assert {receipt.fate for receipt in receipts} == {fate}
    assert fcm.posts == []


async def test_whatever_the_credentials_raise_the_send_comes_back_with_a_receipt(fcm: FcmServer) -> None:
    async def fetch() -> AccessToken:
        raise ZeroDivisionError

    sender = a_sender(fcm.url, tokens=AccessTokens(fetch))
    receipt = await sender.send(a_device(), a_notice(), 1)
    await sender.close()
    assert (receipt.fate, receipt.reason) == ("retry", "no-access-token")


async def test_a_failing_oauth_is_not_asked_again_at_once() -> None:
    asked = 0

    async def fetch() -> AccessToken:
        nonlocal asked
        asked += 1
        raise NoAccessToken("down", denied=False)

    tokens = AccessTokens(fetch)
    for _ in range(20):
        with pytest.raises(NoAccessToken, match="down"):
            await tokens.current()
    assert asked == 1


async def test_a_slow_oauth_holds_nobody_longer_than_their_patience() -> None:
    async def fetch() -> AccessToken:
        await asyncio.sleep(60)
        raise AssertionError

    tokens = AccessTokens(fetch, patience=0.05)
    with pytest.raises(NoAccessToken, match="OAuth is slow") as raised:
        await tokens.current()
    assert not raised.value.denied
    await tokens.close()


async def test_a_token_that_still_serves_is_used_while_the_next_one_is_slow(fcm: FcmServer) -> None:
    now = NOW
    slow = asyncio.Event()
    fetched = 0

    async def fetch() -> AccessToken:
        nonlocal fetched
        fetched += 1
        if fetched > 1:
            await slow.wait()
        return AccessToken(f"t{fetched}", NOW + timedelta(hours=fetched))

    sender = a_sender(fcm.url, tokens=AccessTokens(fetch, clock=lambda: now))
    await sender.send(a_device(), a_notice(id="n1"), 1)
    now = NOW + timedelta(minutes=59)
    await sender.send(a_device(), a_notice(id="n2"), 1)
    slow.set()
    await asyncio.sleep(0.01)
    await sender.send(a_device(), a_notice(id="n3"), 1)
    await sender.close()
    assert [post.authorization for post in fcm.posts] == ["Bearer t1", "Bearer t1", "Bearer t2"]


async def test_a_first_token_that_is_slow_brings_the_notice_back_as_a_retry_that_was_no_try(fcm: FcmServer) -> None:
    async def fetch() -> AccessToken:
        await asyncio.sleep(60)
        raise AssertionError

    sender = a_sender(fcm.url, tokens=AccessTokens(fetch, patience=0.05))
    receipts = await asyncio.gather(*(sender.send(a_device(), a_notice(id=f"n{n}"), 1) for n in range(200)))
    assert {(receipt.fate, receipt.reason) for receipt in receipts} == {("retry", "no-access-token"), ("retry", "held")}
    assert {receipt.sent_at for receipt in receipts} == {None}
    assert "project" in sender.shut_until(), "the others need not wait for nothing"
    await sender.close()


async def test_googles_own_credentials_are_fetched_in_a_thread(plain_fcm: FcmServer, tmp_path: Path) -> None:
    # The OAuth server lives on this very loop: had the fetch stopped the loop, nobody would ever have answered.
    plain_fcm.oauth = Reply(delay=0.2)
    sender = a_sender(plain_fcm.url, tokens=google_tokens(str(key_file(tmp_path, f"{plain_fcm.url}/token"))))
    receipt = await sender.send(a_device(), a_notice(), 1)
    await sender.close()
    assert receipt.fate == "sent"
    assert plain_fcm.posts[0].authorization == "Bearer ya29.1"


@pytest.mark.parametrize(
    ("reply", "fate", "reason"),
    [
        (Reply(400, b'{"error": "invalid_grant"}'), "parked", "access-token-denied"),
        (Reply(500, b'{"error": "internal_failure"}'), "retry", "no-access-token"),
    ],
)
async def test_what_google_refuses_for_good_parks_and_what_passes_is_tried_again(
    plain_fcm: FcmServer, tmp_path: Path, reply: Reply, fate: str, reason: str
) -> None:
    plain_fcm.oauth = reply
    sender = a_sender(plain_fcm.url, tokens=google_tokens(str(key_file(tmp_path, f"{plain_fcm.url}/token"))))
    receipt = await sender.send(a_device(), a_notice(), 1)
    await sender.close()
    assert (receipt.fate, receipt.reason) == (fate, reason)
