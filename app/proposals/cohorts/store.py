"""Cohorts in Postgres."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from app.db import Connection
from app.decks.model import LookingMember
from app.paging import Cursor
from app.proposals.cohorts.model import (
    Cohort,
    CohortState,
    Composing,
    ContestedMentor,
    Drawing,
    FoundPair,
    GivingMentor,
    PairState,
    SeekingMentee,
    Sending,
    Wanted,
)
from app.sql import queries

Q = queries("cohorts")


async def add_cohort(
    connection: Connection, cohort_id: UUID, scope: UUID, staff_id: UUID, name: str, note: str | None, wanted: Wanted
) -> bool:
    """False when it is there already."""
    added = await connection.fetchval(
        Q.add_cohort,
        cohort_id,
        scope,
        staff_id,
        name,
        note,
        wanted.mentees_of,
        wanted.programme_id,
        wanted.sectors,
        wanted.territories,
        wanted.most,
        bool(wanted.named),
    )
    return added is not None


async def name_mentees(connection: Connection, cohort_id: UUID, named: Sequence[UUID], scope: UUID) -> int:
    """How many of them are mentees of the scope."""
    count: int = await connection.fetchval(Q.name_mentees, cohort_id, named, scope)
    return count


async def structure_in_scope(connection: Connection, scope: UUID, structure_id: UUID) -> bool:
    return bool(await connection.fetchval(Q.structure_in_scope, scope, structure_id))


async def programme_of_code(connection: Connection, code: str) -> UUID | None:
    found: UUID | None = await connection.fetchval(Q.programme_of_code, code)
    return found


async def cohorts(
    connection: Connection, scope: UUID, before: Cursor | None, limit: int, only: UUID | None = None
) -> list[Cohort]:
    rows = await connection.fetch(Q.cohorts, scope, *(before or (None, None)), limit, only)
    return [Cohort(**row) for row in rows]


async def cohort_pairs(
    connection: Connection, cohort_id: UUID, after: int, limit: int, state: PairState | None
) -> list[FoundPair]:
    return [FoundPair(**row) for row in await connection.fetch(Q.cohort_pairs, cohort_id, after, limit, state)]


async def contested_mentors(connection: Connection, cohort_id: UUID, limit: int) -> list[ContestedMentor]:
    return [ContestedMentor(**row) for row in await connection.fetch(Q.contested_mentors, cohort_id, limit)]


async def lock_cohort(connection: Connection, scope: UUID, cohort_id: UUID) -> CohortState | None:
    state: CohortState | None = await connection.fetchval(Q.lock_cohort, scope, cohort_id)
    return state


async def pair_state_of(connection: Connection, cohort_id: UUID, mentee_id: UUID) -> str | None:
    state: str | None = await connection.fetchval(Q.pair_state_of, cohort_id, mentee_id)
    return state


async def remove_pair(connection: Connection, cohort_id: UUID, mentee_id: UUID) -> None:
    await connection.execute(Q.remove_pair, cohort_id, mentee_id)


async def begin_sending(connection: Connection, cohort_id: UUID, staff_id: UUID) -> None:
    await connection.execute(Q.begin_sending, cohort_id, staff_id)


async def forget_cohort(connection: Connection, cohort_id: UUID) -> None:
    await connection.execute(Q.forget_cohort, cohort_id)


async def purge_cohorts(connection: Connection) -> int:
    purged: int = await connection.fetchval(Q.purge_cohorts)
    return purged


async def are_under_way(connection: Connection) -> bool:
    """Whether a worker has anything to do for cohorts."""
    return bool(await connection.fetchval(Q.are_under_way))


async def cohort_to_compose(connection: Connection) -> Composing | None:
    row = await connection.fetchrow(Q.cohort_to_compose)
    return Composing(**row) if row else None


async def mentees_to_place(connection: Connection, cohort_id: UUID) -> list[SeekingMentee]:
    rows = await connection.fetch(Q.mentees_to_place, cohort_id)
    return [SeekingMentee(id, LookingMember(*looking), why) for id, *looking, why in (row.values() for row in rows)]


async def mentors_to_give(connection: Connection, scope: UUID) -> list[GivingMentor]:
    return [GivingMentor(*row.values()) for row in await connection.fetch(Q.mentors_to_give, scope)]


async def platform_answers(connection: Connection) -> tuple[float, float]:
    """Yeses, and answers in all."""
    row = await connection.fetchrow(Q.platform_answers)
    assert row is not None
    return row["yes"], row["answers"]


async def not_again(connection: Connection, mentee_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    return {row["mentee_id"]: row["mentors"] for row in await connection.fetch(Q.not_again, mentee_ids)}


async def settle_composed(connection: Connection, cohort_id: UUID, mentors: int, drawing: Drawing) -> bool:
    """False when it was composed meanwhile."""
    settled = await connection.fetchval(Q.settle_composed, cohort_id, mentors, drawing.total, drawing.bound)
    return settled is not None


async def note_drawing(connection: Connection, cohort_id: UUID, drawing: Drawing) -> None:
    await connection.execute(Q.note_mentees, cohort_id, msgspec.json.encode(drawing.mentees).decode())
    await connection.execute(Q.note_mentors, cohort_id, msgspec.json.encode(drawing.contested).decode())


async def lock_cohort_to_send(connection: Connection) -> Sending | None:
    row = await connection.fetchrow(Q.lock_cohort_to_send)
    return Sending(**row) if row else None


async def pairs_to_send(connection: Connection, cohort_id: UUID, limit: int) -> list[tuple[UUID, UUID | None]]:
    """Each mentee, and their mentor unless erased meanwhile."""
    rows = await connection.fetch(Q.pairs_to_send, cohort_id, limit)
    return [(row["mentee_id"], row["mentor_id"]) for row in rows]


async def note_sent(
    connection: Connection, cohort_id: UUID, mentee_ids: Sequence[UUID], why: Sequence[str | None]
) -> None:
    await connection.execute(Q.note_sent, cohort_id, mentee_ids, why)


async def settle_sent(connection: Connection, cohort_id: UUID) -> None:
    await connection.execute(Q.settle_sent, cohort_id)
