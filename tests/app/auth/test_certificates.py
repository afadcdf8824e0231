"""Google's certificates: fetched seldom, kept long, never by a hundred at once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from app.auth.certificates import (
    DEFAULT_FRESH_S,
    PAUSE_AFTER_FAILURE_S,
    PAUSE_AFTER_SUCCESS_S,
    STALE_S,
    Certificates,
    Fetched,
    Unreachable,
    fetch_certificates,
)
from app.errors import BadToken, DependencyDown
from tests.app.auth.google import MAX_AGE_S, CertificatesAddress, Clock, SigningKey


@pytest.fixture
def certificates(google: CertificatesAddress, clock: Clock) -> Certificates:
    return Certificates(google, clock=clock)


async def test_nothing_held_and_nobody_there_is_a_dependency_down(
    certificates: Certificates, google: CertificatesAddress, key: SigningKey
) -> None:
    google.down = True

    with pytest.raises(DependencyDown):
        await certificates.ensure(key.kid)


async def test_an_address_that_is_down_is_not_asked_by_each_caller(
    certificates: Certificates, google: CertificatesAddress, key: SigningKey, clock: Clock
) -> None:
    google.down = True
    for _ in range(5):
        with pytest.raises(DependencyDown):
            await certificates.ensure(key.kid)
    assert google.asked == 1

    google.down = False
    clock.now += PAUSE_AFTER_FAILURE_S
    await certificates.ensure(key.kid)


async def test_fresh_certificates_are_not_asked_for_again(
    certificates: Certificates, google: CertificatesAddress, key: SigningKey, clock: Clock
) -> None:
    await certificates.ensure(key.kid)
    clock.now += MAX_AGE_S - 1
    await certificates.ensure(key.kid)

    assert google.asked == 1


async def test_stale_certificates_are_refreshed_without_keeping_the_caller_waiting(
    certificates: Certificates, google: CertificatesAddress, key: SigningKey, clock: Clock
) -> None:
    await certificates.ensure(key.kid)
    clock.now += MAX_AGE_S
    await certificates.ensure(key.kid)
    assert google.asked == 1

    await _let_refresh()
    assert google.asked == 2


async def test_stale_certificates_serve_for_a_day_and_no_longer(
    certificates: Certificates, google: CertificatesAddress, key: SigningKey, clock: Clock
) -> None:
    await certificates.ensure(key.kid)
    google.down = True

    clock.now += MAX_AGE_S + STALE_S - 1
    await certificates.ensure(key.kid)
    await _let_refresh()

    clock.now += 1 + PAUSE_AFTER_FAILURE_S
    with pytest.raises(DependencyDown):
        await certificates.ensure(key.kid)


async def test_they_heal_when_google_is_back(
    certificates: Certificates, google: CertificatesAddress, key: SigningKey, clock: Clock
) -> None:
    await certificates.ensure(key.kid)
    google.down = True
    clock.now += 3 * STALE_S
    with pytest.raises(DependencyDown):
        await certificates.ensure(key.kid)

    google.down = False
    clock.now += PAUSE_AFTER_FAILURE_S
    await certificates.ensure(key.kid)


async def test_a_new_key_is_fetched_when_a_token_names_it(
    certificates: Certificates,
    google: CertificatesAddress,
    key: SigningKey,
    other_key: SigningKey,
    clock: Clock,
) -> None:
    await certificates.ensure(key.kid)
    google.keys = [other_key]
    clock.now += PAUSE_AFTER_SUCCESS_S

    await certificates.ensure(other_key.kid)

    with pytest.raises(BadToken):
        await certificates.ensure(key.kid)


async def test_invented_keys_do_not_make_us_ask_again_and_again(
    certificates: Certificates, google: CertificatesAddress, key: SigningKey, clock: Clock
) -> None:
    await certificates.ensure(key.kid)
    for invented in range(60):
        clock.now += PAUSE_AFTER_SUCCESS_S / 50
        with pytest.raises(BadToken):
            await certificates.ensure(f"invented-{invented}")

    assert google.asked == 2


async def test_an_unknown_key_while_google_is_out_of_reach_is_not_the_tokens_fault(
    certificates: Certificates, google: CertificatesAddress, key: SigningKey, clock: Clock
) -> None:
    await certificates.ensure(key.kid)
    google.down = True
    clock.now += PAUSE_AFTER_SUCCESS_S

    with pytest.raises(DependencyDown):
        await certificates.ensure("key-of-tomorrow")
    await certificates.ensure(key.kid)


async def test_a_hundred_callers_make_one_fetch(
    certificates: Certificates, google: CertificatesAddress, key: SigningKey
) -> None:
    await asyncio.gather(*(certificates.ensure(key.kid) for _ in range(100)))

    assert google.asked == 1


async def test_a_caller_who_hangs_up_leaves_the_fetch_to_the_others(
    certificates: Certificates, google: CertificatesAddress, key: SigningKey
) -> None:
    impatient = asyncio.create_task(certificates.ensure(key.kid))
    patient = asyncio.create_task(certificates.ensure(key.kid))
    await asyncio.sleep(0)
    impatient.cancel()

    await patient
    assert google.asked == 1


async def _let_refresh() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


# The fetch itself, against a server that says what it is told to say.


@contextlib.asynccontextmanager
async def server_saying(answer: bytes) -> AsyncIterator[str]:
    async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(reply, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/certificates"
    finally:
        server.close()
        await server.wait_closed()


def http(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@pytest.mark.parametrize(
    ("headers", "fresh_s"),
    [
        (["Cache-Control: public, max-age=19302, must-revalidate"], 19302),
        (["Cache-Control: public, max-age=19302", "Age: 302"], 19000),
        (["Cache-Control: max-age=0"], 60),
        (["Cache-Control: max-age=999999999"], 86400),
        (["Cache-Control: no-cache"], DEFAULT_FRESH_S),
        ([], DEFAULT_FRESH_S),
    ],
)
async def test_freshness_is_what_is_left_of_max_age_within_bounds(headers: list[str], fresh_s: float) -> None:
    async with server_saying(http("200 OK", b'{"a": "b"}', *headers)) as url:
        assert await fetch_certificates(url) == Fetched(b'{"a": "b"}', fresh_s)


@pytest.mark.parametrize(
    "answer",
    [
        http("500 Oops", b"{}"),
        http("302 Found", b"", "Location: /sign-in"),
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"\x00",
    ],
)
async def test_no_proper_answer_is_unreachable(answer: bytes) -> None:
    async with server_saying(answer) as url:
        with pytest.raises(Unreachable):
            await fetch_certificates(url)


async def test_nobody_listening_is_unreachable() -> None:
    async with server_saying(b"") as url:
        pass
    with pytest.raises(Unreachable):
        await fetch_certificates(url)


@pytest.mark.parametrize("body", [b"", b"<html>Sign in to the Wi-Fi", b"[]", b"{}", b'{"a": 1}', b"[" * 5000])
async def test_an_answer_without_certificates_is_as_none(body: bytes, key: SigningKey) -> None:
    async def answering() -> Fetched:
        return Fetched(body, MAX_AGE_S)

    with pytest.raises(DependencyDown):
        await Certificates(answering).ensure(key.kid)
