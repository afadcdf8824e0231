"""OAuth: fetched once, ahead of its end, off the loop, and not insisted upon."""

import asyncio
import json
import time
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from push.fcm import FcmSender
from push.tokens import AccessToken, AccessTokens, NoAccessToken, google_tokens
from tests.push import answers_of_fcm as said
from tests.push.fcm_server import FcmServer, Reply
from tests.push.samples import NOW, a_device, a_notice, a_sender, numbered_tokens


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


async def test_googles_own_credentials_are_used_without_stopping_the_loop(fcm: FcmServer, tmp_path: Path) -> None:
    fcm.oauth = Reply(delay=0.6)
    tokens = google_tokens(str(key_file(tmp_path, f"{fcm.url}/token")))
    enough = asyncio.Event()
    lag = asyncio.create_task(longest_lag(enough))
    sender = a_sender(fcm.url, tokens=tokens)
    receipt = await sender.send(a_device(), a_notice(), 1)
    enough.set()
    await sender.close()
    assert receipt.fate == "sent"
    assert fcm.posts[0].authorization == "Bearer ya29.1"
    assert await lag < 0.4


@pytest.mark.parametrize(
    ("reply", "fate", "reason"),
    [
        (Reply(400, b'{"error": "invalid_grant"}'), "parked", "access-token-denied"),
        (Reply(500, b'{"error": "internal_failure"}'), "retry", "no-access-token"),
    ],
)
async def test_what_google_refuses_for_good_parks_and_what_passes_is_tried_again(
    fcm: FcmServer, tmp_path: Path, reply: Reply, fate: str, reason: str
) -> None:
    fcm.oauth = reply
    sender = a_sender(fcm.url, tokens=google_tokens(str(key_file(tmp_path, f"{fcm.url}/token"))))
    receipt = await sender.send(a_device(), a_notice(), 1)
    await sender.close()
    assert (receipt.fate, receipt.reason) == (fate, reason)


async def longest_lag(enough: asyncio.Event) -> float:
    longest = 0.0
    while not enough.is_set():
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        longest = max(longest, time.perf_counter() - began - 0.005)
    return longest


def key_file(folder: Path, token_uri: str) -> Path:
    """A service account's key file as the Firebase console gives it, with a key of its own."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    account = {
        "type": "service_account",
        "project_id": "tandem-test",
        "private_key_id": "1",
        "private_key": pem.decode(),
        "client_email": "push@tandem-test.iam.gserviceaccount.com",
        "token_uri": token_uri,
    }
    path = folder / "key.json"
    path.write_text(json.dumps(account))
    return path
