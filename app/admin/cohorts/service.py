"""Staff have mentors found for many mentees at once, look at who would go to whom, and send what they let stand."""

from uuid import UUID

from app.admin.cohorts.wire import NewCohort
from app.audit import service as audit
from app.db import Connection, Database
from app.errors import Invalid, NotFound, Words
from app.paging import Cursor
from app.proposals.cohorts import store
from app.proposals.cohorts.errors import CohortComposing, CohortSent
from app.proposals.cohorts.model import Cohort, CohortState, ContestedMentor, FoundPair, PairState, Wanted
from app.sectors import vocabulary as sectors
from app.staff import service as staff
from app.staff.model import Staff

MOST_CONTESTED = 100


async def compose(db: Database, uid: str, cohort_id: UUID, new: NewCohort) -> tuple[Cohort, bool]:
    """Mentors are being found from now on; sent again, it is the same cohort. The flag says whether it is new."""
    return await db.transact(_compose, uid, cohort_id, new)


async def list_cohorts(db: Database, uid: str, before: Cursor | None, limit: int) -> list[Cohort]:
    async with db.connection() as connection:
        reader = await staff.reading(connection, uid)
        return await store.cohorts(connection, reader.structure_id, before, limit)


async def read_cohort(db: Database, uid: str, cohort_id: UUID) -> tuple[Cohort, list[ContestedMentor]]:
    """How far it has come, its certificate, and the mentors whom too many would like."""
    return await db.transact(_read_cohort, uid, cohort_id)


async def list_pairs(
    db: Database, uid: str, cohort_id: UUID, state: PairState | None, after: int, limit: int
) -> list[FoundPair]:
    """Who would go to whom, the most worthy first; then who is left."""
    return await db.transact(_list_pairs, uid, cohort_id, state, after, limit)


async def remove_pair(db: Database, uid: str, cohort_id: UUID, mentee_id: UUID) -> None:
    """The pair will not be sent; removing it again changes nothing."""
    await db.transact(_remove_pair, uid, cohort_id, mentee_id)


async def send(db: Database, uid: str, cohort_id: UUID) -> Cohort:
    """All that stands is being sent from now on, once; sending again changes nothing."""
    return await db.transact(_send, uid, cohort_id)


async def forget(db: Database, uid: str, cohort_id: UUID) -> None:
    """A preview that nobody sent is gone."""
    await db.transact(_forget, uid, cohort_id)


async def _compose(connection: Connection, uid: str, cohort_id: UUID, new: NewCohort) -> tuple[Cohort, bool]:
    officer = await staff.deciding(connection, uid, "officer")
    wanted = await _wanted(connection, officer, new)
    note = (new.note or "").strip() or None
    added = await store.add_cohort(connection, cohort_id, officer.structure_id, officer.id, new.name, note, wanted)
    if added:
        await _name(connection, cohort_id, wanted)
        facts = {"menteesOf": wanted.mentees_of, "named": len(wanted.named)}
        await audit.record(
            connection, officer.id, "compose-cohort", "cohort", cohort_id, after=facts, about=wanted.named
        )
    return await _found(connection, officer, cohort_id), added


async def _wanted(connection: Connection, officer: Staff, new: NewCohort) -> Wanted:
    mentees_of = new.structure_id or officer.structure_id
    if not await store.structure_in_scope(connection, officer.structure_id, mentees_of):
        raise Invalid(("structureId", Words("structure inconnue", "unknown structure")))
    if unknown := [code for code in new.sectors if sectors.by_code(code) is None]:
        raise Invalid(("sectors", Words(f"secteur inconnu : {unknown[0]}", f"unknown sector: {unknown[0]}")))
    programme_id = await _programme(connection, new.programme_code)
    return Wanted(mentees_of, programme_id, new.sectors, new.territories, new.most, sorted(set(new.member_ids)))


async def _name(connection: Connection, cohort_id: UUID, wanted: Wanted) -> None:
    if await store.name_mentees(connection, cohort_id, wanted.named, wanted.mentees_of) < len(wanted.named):
        raise Invalid(("memberIds", Words("certains ne sont pas vos mentorés", "some are no mentees of yours")))


async def _programme(connection: Connection, code: str | None) -> UUID | None:
    if code is None:
        return None
    programme_id = await store.programme_of_code(connection, code)
    if programme_id is None:
        raise Invalid(("programmeCode", Words("code inconnu", "unknown code")))
    return programme_id


async def _read_cohort(connection: Connection, uid: str, cohort_id: UUID) -> tuple[Cohort, list[ContestedMentor]]:
    reader = await staff.reading(connection, uid)
    cohort = await _found(connection, reader, cohort_id)
    contested = await store.contested_mentors(connection, cohort_id, MOST_CONTESTED)
    about = [mentor.id for mentor in contested]
    await audit.record(connection, reader.id, "read-cohort", "cohort", cohort_id, about=about)
    return cohort, contested


async def _list_pairs(
    connection: Connection, uid: str, cohort_id: UUID, state: PairState | None, after: int, limit: int
) -> list[FoundPair]:
    reader = await staff.reading(connection, uid)
    await _found(connection, reader, cohort_id)
    found = await store.cohort_pairs(connection, cohort_id, after, limit, state)
    about = {id for pair in found for id in (pair.mentee_id, pair.mentor_id) if id is not None}
    facts = {"pairs": len(found)}
    await audit.record(connection, reader.id, "list-cohort-pairs", "cohort", cohort_id, after=facts, about=about)
    return found


async def _remove_pair(connection: Connection, uid: str, cohort_id: UUID, mentee_id: UUID) -> None:
    officer, state = await _changing(connection, uid, cohort_id)
    pair = await store.pair_state_of(connection, cohort_id, mentee_id)
    if pair not in ("paired", "removed", "sent", "fallen"):
        raise NotFound
    if state != "composed":
        raise CohortSent
    if pair == "paired":
        await store.remove_pair(connection, cohort_id, mentee_id)
        await audit.record(connection, officer.id, "remove-pair", "cohort", cohort_id, about=[mentee_id])


async def _send(connection: Connection, uid: str, cohort_id: UUID) -> Cohort:
    officer, state = await _changing(connection, uid, cohort_id)
    if state == "composing":
        raise CohortComposing
    if state == "composed":
        await store.begin_sending(connection, cohort_id, officer.id)
        await audit.record(connection, officer.id, "start-sending", "cohort", cohort_id)
    return await _found(connection, officer, cohort_id)


async def _forget(connection: Connection, uid: str, cohort_id: UUID) -> None:
    officer, state = await _changing(connection, uid, cohort_id)
    if state in ("sending", "sent"):
        raise CohortSent
    await store.forget_cohort(connection, cohort_id)
    await audit.record(connection, officer.id, "forget-cohort", "cohort", cohort_id)


async def _changing(connection: Connection, uid: str, cohort_id: UUID) -> tuple[Staff, CohortState]:
    officer = await staff.deciding(connection, uid, "officer")
    state = await store.lock_cohort(connection, officer.structure_id, cohort_id)
    if state is None:
        raise NotFound
    return officer, state


async def _found(connection: Connection, reader: Staff, cohort_id: UUID) -> Cohort:
    found = await store.cohorts(connection, reader.structure_id, None, 1, cohort_id)
    if not found:
        raise NotFound
    return found[0]
