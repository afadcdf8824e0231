"""Several notices of one kind to one member become one push; so do all that waited for the daily digest."""

from collections.abc import Iterable

import msgspec

from app.carrier.model import Bundle
from app.outbox.model import Claimed

DIGEST = "DailyDigest"

Facts = dict[str, str | int]


def bundled(notices: Iterable[Claimed]) -> list[Bundle]:
    """In the order of the oldest of each. What was pushed together once stays together."""
    found: dict[object, list[Claimed]] = {}
    for notice in sorted(notices, key=lambda notice: notice.id):
        together = (notice.recipient_id, notice.device_id, notice.pushed_as, push_kind(notice))
        found.setdefault(together, []).append(notice)
    return [Bundle(push_kind(notices[0]), notices) for notices in found.values()]


def push_kind(notice: Claimed) -> str:
    return DIGEST if notice.held_for == "digest" else notice.kind


def facts_of(notice: Claimed) -> Facts:
    """Raises msgspec.ValidationError for what words cannot use."""
    return msgspec.json.decode(notice.facts, type=Facts)


def facts_of_all(bundle: Bundle) -> Facts:
    """What the one push says: of the latest, and how many there are, unless they count something themselves."""
    if bundle.kind == DIGEST:
        return {"count": len(bundle.notices)}
    latest = facts_of(bundle.notices[-1])
    return latest if len(bundle.notices) == 1 or "count" in latest else latest | {"count": len(bundle.notices)}


def name_of(bundle: Bundle) -> str:
    """The id on the phone: the same at each try, so that a second delivery replaces the first."""
    first = bundle.notices[0]
    return str(first.pushed_as or first.id)
