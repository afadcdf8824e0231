"""What members report of those whom they met, and the evidence that is kept with it."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from app.blocks import service as blocks
from app.db import Connection, Database
from app.delays import service as delays
from app.errors import Invalid, NotFound, Words
from app.members import service as members
from app.messages import store as messages
from app.outbox import store as outbox
from app.paging import Cursor
from app.people import store as people
from app.people.wire import person
from app.reports import store
from app.reports.errors import MOST_A_DAY, TooManyReports
from app.reports.model import Draft, Evidence, OwnReport, Said
from app.reports.standing import weight
from app.reports.vocabulary import OTHER, all_reasons
from app.reports.wire import NewReport, NewSubject

# Messages kept on each side of the reported one, where its reader wishes.
CONTEXT = 3


async def report(db: Database, uid: str, report_id: UUID, new: NewReport) -> tuple[OwnReport, bool]:
    """The caller's report, and whether it is new: sent again it stays as it was, but blocks if that is asked."""
    _check(new)
    return await db.transact(_report, uid, report_id, new)


async def list_own(db: Database, uid: str, before: Cursor | None, limit: int) -> list[OwnReport]:
    """The caller's reports, newest first."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        return await store.list_own_reports(connection, uid, before, limit)


async def tell_answered(connection: Connection, report_id: UUID, reporter_id: UUID | None) -> None:
    """Whoever made the report knows that it was read; not what was decided."""
    if reporter_id is not None:
        await outbox.put_notices(connection, "ReportAnswered", report_id, [reporter_id], {})


async def _report(connection: Connection, uid: str, report_id: UUID, new: NewReport) -> tuple[OwnReport, bool]:
    caller = await members.present(connection, uid)
    known = await store.own_report(connection, uid, report_id)
    evidence = [] if known else await _evidence(connection, caller.id, new.subject)
    if new.block:
        # Before anything of ours is locked: a block takes its locks in the order of all.
        await blocks.part(connection, uid, new.subject.member_id)
    if known is not None:
        return known, False
    is_new = await _put(connection, caller.id, report_id, new, evidence)
    stored = await store.own_report(connection, uid, report_id)
    if stored is None:
        raise NotFound
    return stored, is_new


async def _put(
    connection: Connection, caller_id: UUID, report_id: UUID, new: NewReport, evidence: list[Evidence]
) -> bool:
    if await store.reports_today(connection, caller_id) >= MOST_A_DAY:
        raise TooManyReports
    draft = Draft(
        id=report_id,
        reporter_id=caller_id,
        reported_id=new.subject.member_id,
        subject=new.subject.kind,
        message_id=new.subject.message_id,
        reason=new.reason,
        text=(new.text or "").strip() or None,
        weight=weight(all_reasons()[new.reason], await store.record_of(connection, caller_id)),
    )
    structure_id = await store.put_report(connection, draft)
    if structure_id is None:
        return False
    await store.put_evidence(connection, report_id, evidence)
    await delays.open(connection, "report-looked-at", report_id, structure_id)
    return True


async def _evidence(connection: Connection, caller_id: UUID, subject: NewSubject) -> list[Evidence]:
    """What the report is about, as it is now; not found where the two never met."""
    if not await store.have_met(connection, caller_id, subject.member_id):
        raise NotFound
    if subject.kind == "card":
        return await _card(connection, subject.member_id)
    if subject.message_id is not None:
        return await _messages(connection, caller_id, subject.member_id, subject.message_id, subject.with_context)
    return []


async def _card(connection: Connection, member_id: UUID) -> list[Evidence]:
    face = (await people.faces(connection, [member_id])).get(member_id)
    if face is None:
        raise NotFound
    return [Evidence(0, "card", member_id, msgspec.json.encode(person(face)).decode(), datetime.now(UTC))]


async def _messages(
    connection: Connection, caller_id: UUID, member_id: UUID, message_id: UUID, with_context: bool
) -> list[Evidence]:
    reported = await messages.message_as_evidence(connection, caller_id, message_id)
    if reported is None or reported.sender_id != member_id:
        raise NotFound
    said = await store.messages_around(connection, message_id, CONTEXT if with_context else 0)
    return [
        Evidence(place, "message", one.sender_id, _content(one, message_id), one.sent_at)
        for place, one in enumerate(said)
    ]


def _content(said: Said, reported_id: UUID) -> str:
    return msgspec.json.encode({"text": said.body, "reported": said.id == reported_id}).decode()


def _check(new: NewReport) -> None:
    errors = []
    if new.reason not in all_reasons():
        errors.append(("reason", Words("choisissez un motif de la liste", "choose a reason from the list")))
    if new.reason == OTHER and not (new.text or "").strip():
        errors.append(("text", Words("dites-nous en quelques mots ce qui ne va pas", "tell us in a few words")))
    if (new.subject.kind == "message") != (new.subject.message_id is not None):
        errors.append(("subject.messageId", Words("va avec un message, et lui seul", "goes with a message only")))
    if errors:
        raise Invalid(*errors)
