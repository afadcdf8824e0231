"""What became of notices that were to be pushed while workers died, and what of it may not have."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Pushed:
    """A notice as the outbox has it in the end."""

    id: str
    state: str


@dataclass(frozen=True)
class Post:
    """One post that FCM saw: whether the phone shows it, and whether the worker was told that it was taken."""

    nid: str
    delivered: bool
    acknowledged: bool


@dataclass(frozen=True)
class Delivery:
    """The sums: notices lost, stuck, and delivered again though FCM had said that it took them."""

    notices: int
    posts: int
    lost: int
    stuck: int
    duplicated: int


def read_posts(record: Path) -> list[Post]:
    """What the scripted FCM wrote down."""
    found = [json.loads(line) for line in record.read_text().splitlines()]
    return [Post(post["nid"], post["delivered"], post["status"] == 200 and post["fault"] is None) for post in found]


def delivery(notices: Sequence[Pushed], posts: Sequence[Post]) -> Delivery:
    shown = {post.nid for post in posts if post.delivered}
    acknowledged = Counter(post.nid for post in posts if post.acknowledged)
    return Delivery(
        notices=len(notices),
        posts=len(posts),
        lost=sum(notice.state != "waiting" and notice.id not in shown for notice in notices),
        stuck=sum(notice.state == "waiting" for notice in notices),
        duplicated=sum(times - 1 for times in acknowledged.values()),
    )


def wrong_delivery(found: Delivery, kills: int, in_flight: int) -> list[str]:
    """Nothing lost, nothing stuck, and no more sent twice than was in flight when workers were killed."""
    wrongs = {
        f"{found.lost} notices are settled, and no phone shows them": found.lost,
        f"{found.stuck} notices still wait": found.stuck,
        f"{found.duplicated} notices went twice, after {kills} kills": found.duplicated > kills * in_flight,
    }
    return [wrong for wrong, is_so in wrongs.items() if is_so]
