"""What moderators decide about members."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.admin.sanctions.wire import NewSanction
from app.audit import service as audit
from app.db import Connection, Database
from app.errors import Invalid, Words
from app.members.bars import BarKey
from app.paging import Cursor
from app.reports import handling
from app.sanctions import service as sanctions
from app.sanctions import store
from app.sanctions.model import Draft, Sanction, State
from app.staff import service as staff
from app.staff.model import Staff

PARIS = ZoneInfo("Europe/Paris")
LONGEST = timedelta(days=5 * 365)


async def list_sanctions(
    db: Database, uid: str, state: State | None, member_id: UUID | None, before: Cursor | None, limit: int
) -> list[Sanction]:
    return await db.transact(_list, uid, state, member_id, before, limit)


async def give(db: Database, key: BarKey, uid: str, sanction_id: UUID, new: NewSanction) -> tuple[Sanction, bool]:
    return await db.transact(_give, key, uid, sanction_id, new)


async def confirm(db: Database, key: BarKey, uid: str, sanction_id: UUID) -> Sanction:
    return await db.transact(_confirm, key, uid, sanction_id)


async def lift(db: Database, uid: str, sanction_id: UUID, why: str) -> Sanction:
    return await db.transact(_lift, uid, sanction_id, why)


async def let_in_again(db: Database, key: BarKey, uid: str, phone: str, why: str) -> None:
    await db.transact(_let_in_again, key, uid, phone, why)


async def _list(
    connection: Connection, uid: str, state: State | None, member_id: UUID | None, before: Cursor | None, limit: int
) -> list[Sanction]:
    moderator = await staff.deciding(connection, uid, "moderator")
    found = await store.list_sanctions(
        connection, moderator.id, moderator.structure_id, state, member_id, before, limit
    )
    about = {sanction.member_id for sanction in found}
    await audit.record(connection, moderator.id, "list-sanctions", "sanction", None, about=about)
    return found


async def _give(
    connection: Connection, key: BarKey, uid: str, sanction_id: UUID, new: NewSanction
) -> tuple[Sanction, bool]:
    moderator = await staff.deciding(connection, uid, "moderator")
    draft = await _draft(connection, moderator, sanction_id, new)
    sanction, is_new = await sanctions.give(connection, key, moderator, draft)
    if is_new:
        await _note(connection, moderator.id, "give-sanction", None, sanction, new.reason)
    return sanction, is_new


async def _confirm(connection: Connection, key: BarKey, uid: str, sanction_id: UUID) -> Sanction:
    moderator = await staff.deciding(connection, uid, "moderator")
    before = await sanctions.in_scope(connection, moderator, sanction_id)
    sanction = await sanctions.confirm(connection, key, moderator, sanction_id)
    if before.state != sanction.state:
        await _note(connection, moderator.id, "confirm-ban", before, sanction)
    return sanction


async def _lift(connection: Connection, uid: str, sanction_id: UUID, why: str) -> Sanction:
    moderator = await staff.deciding(connection, uid, "moderator")
    before = await sanctions.in_scope(connection, moderator, sanction_id)
    await sanctions.lift(connection, before, moderator.id)
    sanction = await sanctions.in_scope(connection, moderator, sanction_id)
    if before.state != sanction.state:
        await _note(connection, moderator.id, "lift-sanction", before, sanction, why)
    return sanction


async def _let_in_again(connection: Connection, key: BarKey, uid: str, phone: str, why: str) -> None:
    moderator = await staff.deciding(connection, uid, "moderator")
    for sanction_id in await sanctions.let_in_again(connection, key, moderator, phone):
        await audit.record(connection, moderator.id, "let-in-again", "sanction", sanction_id, why=why)


async def _draft(connection: Connection, moderator: Staff, sanction_id: UUID, new: NewSanction) -> Draft:
    if new.report_id is not None:
        report = await handling.in_scope(connection, moderator, new.report_id)
        if report.reported_id != new.member_id:
            raise Invalid(("reportId", Words("concerne un autre membre", "is about another member")))
    return Draft(
        id=sanction_id,
        member_id=new.member_id,
        report_id=new.report_id,
        kind=new.kind,
        reason=new.reason.strip(),
        state="proposed" if new.kind == "ban" else "active",
        until=None if new.until_on is None else _beginning(new.until_on),
        given_by=moderator.id,
    )


def _beginning(day: date) -> datetime:
    today = datetime.now(PARIS).date()
    if not today < day <= today + LONGEST:
        raise Invalid(("untilOn", Words("un jour à venir, dans cinq ans au plus", "a day to come, within five years")))
    return datetime.combine(day, time(), PARIS).astimezone(UTC)


async def _note(
    connection: Connection,
    staff_id: UUID,
    act: str,
    before: Sanction | None,
    after: Sanction,
    why: str | None = None,
) -> None:
    await audit.record(
        connection, staff_id, act, "sanction", after.id, why=why,
        before=None if before is None else {"state": before.state},
        after={"kind": after.kind, "state": after.state, "until": after.until}, about=[after.member_id],
    )  # fmt: skip
