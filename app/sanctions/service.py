"""What is decided about a member, with a reason that they read; all of it can be lifted, and a ban takes two."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.db import Connection, Database
from app.errors import Invalid, NotFound, Words
from app.members import store as members
from app.members.bars import BarKey
from app.members.errors import ProfileNeeded
from app.outbox import store as outbox
from app.paging import Cursor
from app.phones import read_phone
from app.sanctions import store
from app.sanctions.errors import NeedsSomebodyElse, NothingToConfirm, SanctionAlreadyGiven
from app.sanctions.model import EXCLUDING, TEMPORARY, Draft, OwnSanction, Sanction, Sanctioned
from app.sanctions.parting import end_contacts
from app.staff.model import Staff

# How long a sign-in and a number are barred that no date frees.
BARRED_FOR = timedelta(days=5 * 365)

NOBODY_BARRED = Words(
    "aucun compte effacé de vos structures n'est écarté sous ce numéro ; s'il existe encore, levez sa sanction",
    "no erased account of your structures is barred under this number; if it still exists, lift its sanction",
)


async def list_own(db: Database, uid: str, before: Cursor | None, limit: int) -> list[OwnSanction]:
    """What was decided about the caller, suspended or not, newest first."""
    async with db.connection() as connection:
        if not await store.is_member(connection, uid):
            raise ProfileNeeded
        return await store.own_sanctions(connection, uid, before, limit)


async def give(connection: Connection, key: BarKey, staff: Staff, draft: Draft) -> tuple[Sanction, bool]:
    """The sanction, in force at once but for a ban; and whether it is new. Sent again it stays as it was."""
    _check(draft)
    if not await store.member_in_scope(connection, staff.id, staff.structure_id, draft.member_id):
        raise NotFound
    member = await _hold(connection, draft.member_id)
    is_new = await store.put_sanction(connection, draft)
    sanction = await in_scope(connection, staff, draft.id)
    if not is_new and (sanction.member_id, sanction.kind, sanction.reason) != (
        draft.member_id,
        draft.kind,
        draft.reason,
    ):
        raise SanctionAlreadyGiven
    if is_new and sanction.state == "active":
        await _take_effect(connection, key, sanction, member, staff.id)
    return sanction, is_new


async def confirm(connection: Connection, key: BarKey, staff: Staff, sanction_id: UUID) -> Sanction:
    """A proposed ban is in force from now on; somebody other than who proposed it says so."""
    before = await in_scope(connection, staff, sanction_id)
    member = await _hold(connection, before.member_id)
    proposed = await in_scope(connection, staff, sanction_id)
    if proposed.state == "active" and proposed.confirmed_by == staff.id:
        return proposed
    if proposed.state != "proposed":
        raise NothingToConfirm
    if proposed.given_by == staff.id:
        raise NeedsSomebodyElse
    await store.confirm_sanction(connection, sanction_id, staff.id)
    confirmed = await in_scope(connection, staff, sanction_id)
    await _take_effect(connection, key, confirmed, member, staff.id)
    return confirmed


async def lift(connection: Connection, sanction: Sanction, staff_id: UUID | None) -> None:
    """The member is as before; what it ended for others stays ended. Nobody lifts what ran out."""
    await _hold(connection, sanction.member_id)
    if await store.lift_sanction(connection, sanction.id, staff_id) == "lifted":
        await store.apply_sanctions(connection, sanction.member_id)
        await members.lift_bars(connection, sanction.id)
        await outbox.put_notices(connection, "SanctionLifted", sanction.id, [sanction.member_id], {})


async def let_in_again(connection: Connection, key: BarKey, staff: Staff, phone: str) -> set[UUID]:
    """Whoever was barred with this number and has no account any more may join; the sanctions that barred them.

    A member who has one still, is let in again by lifting the sanction.
    """
    read = read_phone(phone)
    mark = key.of_phone(read.number if read else phone)
    lifted = await members.lift_bars_of_the_erased(connection, mark, staff.structure_id)
    if not lifted:
        raise Invalid(("phone", NOBODY_BARRED))
    return lifted


async def in_scope(connection: Connection, staff: Staff, sanction_id: UUID) -> Sanction:
    """A sanction of a member of the caller's structures; another's is not found, nor is one's own."""
    sanction = await store.sanction_in_scope(connection, staff.id, staff.structure_id, sanction_id)
    if sanction is None:
        raise NotFound
    return sanction


async def _take_effect(
    connection: Connection, key: BarKey, sanction: Sanction, member: Sanctioned, staff_id: UUID
) -> None:
    await store.apply_sanctions(connection, member.id)
    if sanction.kind in EXCLUDING:
        until = sanction.until or datetime.now(UTC) + BARRED_FOR
        marks = key.marks(member.uid, member.phone)
        await members.bar_marks(connection, marks, sanction.id, until, member.structure_id)
    await end_contacts(connection, member, sanction.kind, staff_id)
    await outbox.put_notices(connection, "SanctionGiven", sanction.id, [member.id], {})


async def _hold(connection: Connection, member_id: UUID) -> Sanctioned:
    member = await store.lock_member(connection, member_id)
    if member is None:
        raise NotFound
    return member


def _check(draft: Draft) -> None:
    if draft.until is not None and draft.kind not in TEMPORARY:
        raise Invalid(("untilOn", Words("pour masquer ou suspendre seulement", "for hiding or suspending only")))
