"""Members in Postgres."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import astuple

from app.db import Connection
from app.members.model import (
    Draft,
    GuardianAgreement,
    Known,
    MentorDraft,
    Present,
    Profile,
    Role,
)
from app.sql import queries

Q = queries("members")


async def present_member(connection: Connection, uid: str) -> Present | None:
    row = await connection.fetchrow(Q.present_member, uid)
    return Present(**row) if row else None


async def see_member(connection: Connection, uid: str) -> None:
    await connection.execute(Q.see_member, uid)


async def own_profile(connection: Connection, uid: str) -> Profile | None:
    row = await connection.fetchrow(Q.own_profile, uid)
    return Profile(**row) if row else None


async def lock_member(connection: Connection, uid: str) -> Known | None:
    row = await connection.fetchrow(Q.lock_member, uid)
    return Known(**row) if row else None


async def add_member(connection: Connection, uid: str, role: Role, draft: Draft) -> UUID | None:
    member_id: UUID | None = await connection.fetchval(Q.add_member, uid, role, *astuple(draft))
    return member_id


async def change_member(connection: Connection, member_id: UUID, draft: Draft) -> None:
    await connection.execute(Q.change_member, member_id, *astuple(draft))


async def add_mentee(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.add_mentee, member_id)


async def put_mentor(connection: Connection, member_id: UUID, draft: MentorDraft) -> None:
    await connection.execute(Q.put_mentor, member_id, *astuple(draft))


async def pause_member(connection: Connection, uid: str) -> None:
    await connection.execute(Q.pause_member, uid)


async def resume_member(connection: Connection, uid: str) -> None:
    await connection.execute(Q.resume_member, uid)


async def record_guardian_agreement(
    connection: Connection, member_id: UUID, structure_id: UUID
) -> GuardianAgreement | None:
    row = await connection.fetchrow(Q.record_guardian_agreement, member_id, structure_id)
    return GuardianAgreement(**row) if row else None


async def invited_to(connection: Connection, phone: str) -> tuple[str, str] | None:
    """The codes of a structure and of its programme."""
    row = await connection.fetchrow(Q.invited_to, phone)
    return (row["structure_code"], row["programme_code"]) if row else None


async def is_barred(connection: Connection, marks: Sequence[bytes]) -> bool:
    return bool(await connection.fetchval(Q.is_barred, marks))


async def bar_marks(
    connection: Connection, marks: Sequence[bytes], sanction_id: UUID, until: datetime, structure_id: UUID
) -> None:
    await connection.execute(Q.bar_marks, marks, sanction_id, until, structure_id)


async def lift_bars(connection: Connection, sanction_id: UUID) -> None:
    await connection.execute(Q.lift_bars, sanction_id)


async def lift_bars_of_the_erased(connection: Connection, mark: bytes, structure_id: UUID) -> set[UUID]:
    """The sanctions that barred them."""
    return {row["sanction_id"] for row in await connection.fetch(Q.lift_bars_of_the_erased, mark, structure_id)}


async def purge_bars(connection: Connection) -> int:
    return int((await connection.execute(Q.purge_bars)).rpartition(" ")[2])


async def answer_question(connection: Connection, member_id: UUID) -> bool:
    return await connection.fetchval(Q.answer_question, member_id) is not None
