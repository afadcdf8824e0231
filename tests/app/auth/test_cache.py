"""Verified tokens are remembered, for a while, and verified once."""

import asyncio
import gc

import pytest

from app.auth import Claims
from app.auth.cache import REMEMBERED_S, CachedVerifier
from app.errors import BadToken
from tests.app.auth.google import Clock


class Gate:
    """A verifier that answers when opened, and counts."""

    def __init__(self, clock: Clock, *, lasting: float = 3600.0) -> None:
        self.clock = clock
        self.lasting = lasting
        self.asked: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.refusing = False

    async def verify(self, token: str) -> Claims:
        self.asked.append(token)
        await self.open.wait()
        if self.refusing:
            raise BadToken("signature")
        return Claims(token, None, None, self.clock.now + self.lasting, False)


@pytest.fixture
def gate(clock: Clock) -> Gate:
    return Gate(clock)


@pytest.fixture
def cached(gate: Gate, clock: Clock) -> CachedVerifier:
    return CachedVerifier(gate, now=clock)


async def test_a_token_is_known_once_verified(cached: CachedVerifier, gate: Gate) -> None:
    assert cached.known("awa") is None

    claims = await cached.verify("awa")

    assert claims.uid == "awa"
    assert cached.known("awa") is claims
    assert await cached.verify("awa") is claims
    assert gate.asked == ["awa"]


async def test_it_is_forgotten_after_five_minutes(cached: CachedVerifier, clock: Clock) -> None:
    await cached.verify("awa")

    clock.now += REMEMBERED_S - 1
    assert cached.known("awa") is not None
    clock.now += 1
    assert cached.known("awa") is None


async def test_it_is_forgotten_when_the_token_expires(cached: CachedVerifier, gate: Gate, clock: Clock) -> None:
    gate.lasting = 20
    await cached.verify("awa")

    clock.now += 19
    assert cached.known("awa") is not None
    clock.now += 1
    assert cached.known("awa") is None


async def test_a_token_forgiven_past_its_expiry_is_not_remembered(cached: CachedVerifier, gate: Gate) -> None:
    gate.lasting = -30

    await cached.verify("awa")

    assert cached.known("awa") is None


async def test_a_refusal_is_not_remembered(cached: CachedVerifier, gate: Gate) -> None:
    gate.refusing = True
    with pytest.raises(BadToken):
        await cached.verify("awa")

    gate.refusing = False
    assert (await cached.verify("awa")).uid == "awa"


async def test_the_least_lately_used_are_forgotten_first(gate: Gate, clock: Clock) -> None:
    cached = CachedVerifier(gate, most=3, now=clock)
    for token in ("awa", "bilal", "chloe"):
        await cached.verify(token)
    cached.known("awa")

    await cached.verify("dina")

    assert [t for t in ("awa", "bilal", "chloe", "dina") if cached.known(t)] == ["awa", "chloe", "dina"]


async def test_many_callers_with_one_token_make_one_verification(cached: CachedVerifier, gate: Gate) -> None:
    claims = await asyncio.gather(*(cached.verify("awa") for _ in range(100)))

    assert gate.asked == ["awa"]
    assert {c.uid for c in claims} == {"awa"}


async def test_many_callers_share_a_refusal(cached: CachedVerifier, gate: Gate) -> None:
    gate.refusing = True

    refusals = await asyncio.gather(*(cached.verify("awa") for _ in range(100)), return_exceptions=True)

    assert gate.asked == ["awa"]
    assert all(isinstance(refusal, BadToken) for refusal in refusals)


async def test_a_caller_who_hangs_up_does_not_cancel_the_others(cached: CachedVerifier, gate: Gate) -> None:
    gate.open.clear()
    first, second = (asyncio.create_task(cached.verify("awa")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    gate.open.set()

    assert (await second).uid == "awa"
    assert first.cancelled()
    assert gate.asked == ["awa"]


async def test_a_refusal_that_nobody_waits_for_any_more_is_silent(cached: CachedVerifier, gate: Gate) -> None:
    complaints: list[object] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, complaint: complaints.append(complaint))
    gate.refusing = True
    gate.open.clear()
    only = asyncio.create_task(cached.verify("awa"))
    await asyncio.sleep(0)
    only.cancel()
    await asyncio.sleep(0)

    gate.open.set()
    await asyncio.sleep(0.01)
    gc.collect()  # asyncio complains when an unseen failure is thrown away
    loop.set_exception_handler(None)

    assert complaints == []
    assert cached._flights == {}
