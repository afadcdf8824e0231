"""What of the claimed notices may be pushed now, and what is held, dropped or read in the app only."""

from collections.abc import Sequence

import msgspec

from app.carrier import marking
from app.carrier.bundles import bundled, facts_of, facts_of_all, name_of, push_kind
from app.carrier.limit import within_the_days_limit
from app.carrier.model import Bundle, Parcel, Post, Sorted
from app.db import Connection
from app.devices import store as devices
from app.devices.model import RegisteredDevice
from app.notices import store as notices
from app.notices.manners import Choice, next_digest, quiet_until
from app.notices.model import Recipient
from app.outbox.model import Claimed, Mark
from push.kinds import KINDS, kind_of
from push.model import Device, Notice


async def sort(post: Post, connection: Connection, claimed: Sequence[Claimed]) -> Sorted:
    """Every claimed notice goes in one parcel or has one mark; none if its member was erased meanwhile."""
    members = list({notice.recipient_id for notice in claimed})
    people = await notices.recipients(connection, members)
    phones = await devices.devices_of(connection, members)
    choices = {member_id: post.usual if one.choice is None else one.choice for member_id, one in people.items()}
    done = Sorted()
    going = []
    for notice in claimed:
        if recipient := people.get(notice.recipient_id):
            mark = _fate(notice, recipient, choices[recipient.id])
            going.extend([] if mark else [notice])
            done.marks.extend([mark] if mark else [])
    for bundle in bundled(going):
        recipient = people[bundle.notices[0].recipient_id]
        to_tell = _devices(bundle, phones.get(recipient.id, []), post)
        if not to_tell:
            done.marks.extend(marking.unheard(notice) for notice in bundle.notices)
        elif held := _held(bundle, choices[recipient.id]):
            done.marks.extend(held)
        else:
            done.parcels.append(_parcel(bundle, to_tell, recipient))
    return await within_the_days_limit(connection, done, choices, post.most_a_day)


def _fate(notice: Claimed, recipient: Recipient, choice: Choice) -> Mark | None:
    """What becomes of a notice that nobody is to be pushed; None if it may go."""
    owed = notice.kind in KINDS and kind_of(notice.kind).owed
    if recipient.suspended and not owed:
        return marking.dropped(notice, "suspended")
    if notice.kind not in KINDS or not _readable(notice):
        return marking.unsayable(notice)
    if notice.device_id is not None:
        return None
    if notice.standing != "news" or notice.read_at is not None:
        return marking.dropped(notice, "no longer news")
    if notice.expires_at <= notice.claimed_at:
        return marking.dropped(notice, "expired")
    if not owed and choice.manner_of(kind_of(notice.kind).category) == "never":
        return marking.dropped(notice, "never")
    return None


def _readable(notice: Claimed) -> bool:
    try:
        facts_of(notice)
    except msgspec.ValidationError:
        return False
    return True


def _held(bundle: Bundle, choice: Choice) -> list[Mark]:
    first, now = bundle.notices[0], bundle.notices[0].claimed_at
    if first.device_id is not None:
        return []
    if choice.manner_of(kind_of(first.kind).category) == "digest" and first.held_for != "digest":
        return marking.until_digest(bundle, next_digest(choice, now), "digest")
    if until := quiet_until(choice, now):
        return [
            marking.held(notice, push_kind(notice), until, notice.held_for or "quiet", "quiet hours")
            for notice in bundle.notices
        ]
    return []


def _devices(bundle: Bundle, phones: Sequence[RegisteredDevice], post: Post) -> list[Device]:
    first = bundle.notices[0]
    if not phones and post.stand_in is not None:
        return [post.stand_in]
    return [
        Device(phone.id, phone.kind, phone.value, phone.platform, phone.locale, phone.registered_at, phone.doubted)
        for phone in phones
        if phone.id not in first.told and first.device_id in (None, phone.id)
    ]


def _parcel(bundle: Bundle, to_tell: Sequence[Device], recipient: Recipient) -> Parcel:
    notice = Notice(
        id=name_of(bundle),
        kind=bundle.kind,
        facts=facts_of_all(bundle),
        expires_at=max(notice.expires_at for notice in bundle.notices),
        badge=recipient.unread,
    )
    return Parcel(bundle, notice, to_tell, max(notice.attempts for notice in bundle.notices))
