"""Many notices in trouble at once, in simulated time."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from push.breaker import EVIDENCE
from push.fcm import FcmSender
from push.kinds import horizon_of
from push.model import Notice
from push.tokens import AccessTokens
from tests.push import answers_of_fcm as said
from tests.push.fcm_server import FcmServer, Reply
from tests.push.samples import NOW, a_notice, a_sender, numbered_tokens
from tests.push.simulated import Clock, Tries, a_phone, carry

OUTAGE = timedelta(hours=4)
# FCM's return is noticed by a probe, once a minute; then the backlog comes back, a hundred per second.
TO_NOTICE = timedelta(minutes=2)

WELL = Reply()
DOWN = Reply(503, said.UNAVAILABLE)
DOWN_FOR_20 = Reply(503, said.UNAVAILABLE, {"retry-after": "20"})
QUOTA = Reply(429, said.QUOTA)
QUOTA_FOR_90 = Reply(429, said.QUOTA, {"retry-after": "90"})


def sender_by(fcm: FcmServer, clock: Clock) -> FcmSender:
    dice = random.Random(20261120)
    tokens = AccessTokens(numbered_tokens(timedelta(days=9)), clock=clock)
    return a_sender(fcm.url, clock=clock, tokens=tokens, jitter=dice.random)


def least_wait(reply: Reply) -> float:
    asked = float(reply.headers.get("retry-after", 0))
    return {429: max(60.0, asked), 503: max(10.0, asked)}.get(reply.status, 0.0)


@pytest.mark.parametrize("trouble", [DOWN, DOWN_FOR_20, QUOTA, QUOTA_FOR_90])
@pytest.mark.parametrize("wave", [200, pytest.param(1_000, marks=pytest.mark.campaign)])
async def test_a_wave_that_failed_comes_back_in_time_spread_and_whole(
    fcm: FcmServer, trouble: Reply, wave: int
) -> None:
    clock = Clock()
    tries = Tries(fcm, clock, lambda now: trouble if now < NOW + timedelta(seconds=5) else WELL)
    sender = sender_by(fcm, clock)
    ends = await carry(sender, clock, [(NOW, a_notice(id=f"n{n}")) for n in range(wave)])
    await sender.close()
    assert Counter(ends.values()) == {"sent": wave}
    assert tries.delivered() == set(ends)
    assert tries.too_soon(least_wait) == []
    assert tries.busiest_tenth(NOW + timedelta(seconds=5)) <= wave / 10


async def test_the_checker_rejects_a_wave_that_comes_back_at_once(fcm: FcmServer) -> None:
    clock = Clock()
    tries = Tries(fcm, clock, lambda now: DOWN if now < NOW + timedelta(seconds=5) else WELL)
    for clock.now in (NOW, NOW + timedelta(seconds=7)):
        sender = sender_by(fcm, clock)
        for n in range(EVIDENCE - 1):
            await sender.send(a_phone(n), a_notice(id=f"n{n}"), 1)
        await sender.close()
    assert len(tries.too_soon(least_wait)) == EVIDENCE - 1
    assert tries.busiest_tenth(NOW + timedelta(seconds=5)) == EVIDENCE - 1


async def test_a_key_that_apple_refuses_parks_iphones_only(fcm: FcmServer) -> None:
    clock = Clock()
    mended_at = NOW + timedelta(hours=1)
    tries = Tries(fcm, clock, lambda _: WELL)
    fcm.script = lambda message: (
        Reply(401, said.APPLE_REFUSES) if clock.now < mended_at and _is_ios(message["fid"]) else WELL
    )
    sender = sender_by(fcm, clock)
    ends = await carry(sender, clock, [(NOW, a_notice(id=f"n{n}")) for n in range(150)])
    await sender.close()
    assert Counter(ends.values()) == {"sent": 150}
    refused = [one for one in tries.all if one.reply.status == 401]
    before = [one for one in tries.all if one.at < mended_at and one.reply.status == 200]
    assert len(before) == 100, "Android and the web got theirs at once"
    assert {one.at for one in before} == {before[0].at}
    assert len(refused) < 150, "an hour of probes, not an hour of storms"


async def test_a_notice_whose_next_try_would_be_too_late_gets_a_last_one_in_time(fcm: FcmServer) -> None:
    clock = Clock()
    back_at = NOW + timedelta(minutes=50)
    Tries(fcm, clock, lambda now: DOWN if now < back_at else WELL)
    sender = sender_by(fcm, clock)
    # Nine at a time leave the breaker closed: the waits alone must do it.
    notices = [(NOW, a_notice(id=f"n{n}", expires_at=NOW + timedelta(hours=1))) for n in range(9)]
    ends = await carry(sender, clock, notices)
    await sender.close()
    assert Counter(ends.values()) == {"sent": 9}


@pytest.mark.campaign
async def test_four_hours_without_fcm_lose_nothing_within_its_horizon(fcm: FcmServer) -> None:
    clock, dice = Clock(), random.Random(4)
    back_at = NOW + OUTAGE
    tries = Tries(fcm, clock, lambda now: DOWN if now < back_at else WELL)
    sender = sender_by(fcm, clock)
    notices = _a_day(dice, 3_000)
    ends = await carry(sender, clock, notices)
    await sender.close()
    lost = [n for _, n in notices if ends[n.id] != "sent" and n.expires_at > back_at + TO_NOTICE]
    during = [one for one in tries.all if one.at < back_at]
    waited = [n for at, n in notices if at < back_at and ends[n.id] == "sent"]
    busiest = tries.busiest_tenth(back_at)
    drained = max(one.at for one in tries.all if one.nid in {n.id for n in waited}) - back_at
    print(  # noqa: T201
        f"\nFCM down for 4 h: {len(notices)} notices, {len(during)} posts while it was down, {len(waited)} waited and "
        f"were drained in {drained.total_seconds():.0f} s, at most {busiest} in 100 ms, lost {len(lost)}"
    )
    assert lost == []
    assert tries.too_soon(least_wait) == []
    assert busiest <= len(waited) / 10
    assert len(during) < 2_000


def _a_day(dice: random.Random, number: int) -> list[tuple[datetime, Notice]]:
    kinds = ("TandemFormed", "MessageReceived", "StaffAnnouncement", "RequestReceived")
    notices = []
    for n in range(number):
        at = NOW + dice.random() * timedelta(hours=5)
        kind = dice.choice(kinds)
        notices.append((at, a_notice(id=f"n{n}", kind=kind, expires_at=horizon_of(kind, at))))
    return sorted(notices, key=lambda pair: pair[0])


def _is_ios(fid: str) -> bool:
    return int(fid.removeprefix("fid-")) % 3 == 1
