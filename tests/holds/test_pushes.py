"""Every notice reaches a terminal state, and a phone, while workers die and FCM fails."""

from dataclasses import dataclass

import pytest

from app.carrier.carrier import IN_FLIGHT
from app.settings import Settings
from tests.holds.conftest import FIGURE, Record
from tests.holds.delivery import delivery, read_posts, wrong_delivery
from tests.holds.naive import HastyCarrier
from tests.holds.postmen import postmen

FAULTS = ("--faults", "0.3", "--kinds", "503,500,504,lost,half", "--latency", "0.05")


@dataclass(frozen=True)
class Scale:
    notices: int
    workers: int
    kills: int
    wait_for_leases: bool = False


NORMAL = Scale(240, 2, 3)
CAMPAIGN = Scale(2_000, 3, 30, wait_for_leases=True)
LONG_CAMPAIGN = Scale(20_000, 3, 300, wait_for_leases=True)


@pytest.mark.parametrize(
    "scale",
    [
        NORMAL,
        pytest.param(CAMPAIGN, marks=[pytest.mark.campaign, pytest.mark.timeout(1800)]),
        pytest.param(LONG_CAMPAIGN, marks=[pytest.mark.campaign, pytest.mark.timeout(3600)]),
    ],
    ids=["240", "2000", "20000"],
)
async def test_every_notice_reaches_its_phone_while_workers_die(
    settings: Settings, scale: Scale, record: Record
) -> None:
    async with postmen(settings, scale.workers, *FAULTS) as post:
        wave = -(-scale.notices // scale.kills)  # rounded up
        for _ in range(scale.kills):
            await post.put_and_kill(wave)
        await post.finish(wait_for_leases=scale.wait_for_leases)
        found = delivery(await post.pushed(), read_posts(post.record))
    record(
        FIGURE,
        f"{found.notices} notices, {scale.workers} workers, {post.kills} kills, 30 % faults: {found.lost} lost, "
        f"{found.duplicated} duplicated in {found.posts} posts (at most {post.kills * IN_FLIGHT}), {found.stuck} stuck",
    )
    assert wrong_delivery(found, post.kills, IN_FLIGHT) == []
    assert (found.notices, post.kills) == (wave * scale.kills, scale.kills)


def test_the_checker_rejects_marking_before_sending() -> None:
    hasty = HastyCarrier(1_000)
    for _ in range(25):
        hasty.carry(40)
        hasty.kill()
    found = delivery(hasty.notices(), hasty.posts)
    assert found.lost > 0
    assert wrong_delivery(found, 25, 40) != []


def test_the_checker_rejects_notices_left_behind_and_endless_repetition() -> None:
    hasty = HastyCarrier(10)
    assert wrong_delivery(delivery(hasty.notices(), hasty.posts), 0, 0) == ["10 notices still wait"]
    hasty.carry(10)
    hasty.kill(unsent=0)
    assert wrong_delivery(delivery(hasty.notices(), hasty.posts), 0, 0) == []
    twice = delivery(hasty.notices(), hasty.posts * 2)
    assert wrong_delivery(twice, 0, 90) == ["10 notices went twice, after 0 kills"]
