"""Figures: counted when a month has ended, published in fives, and then left as they are."""

import asyncio
from datetime import date
from uuid import UUID

from app.audit import service as audit
from app.db import Connection, Database
from app.errors import NotFound
from app.figures import store
from app.figures.errors import NotToldApart
from app.figures.fives import STEP
from app.figures.model import DIMENSIONS, STAGES, Dimension, Fives, Measure, Question, Row, Run, Sums, Table, Topic
from app.figures.publication import publish
from app.staff import service as staff
from app.staff.model import Staff

BY_STRUCTURE = "structure"
NOBODY = Sums("", None, [])


async def compute(db: Database) -> int:
    """Counts the last month that has ended, unless that was done: how many figures it published."""
    async with db.connection() as connection:
        month = await store.last_month(connection)
    if month.counted:
        return 0
    async with db.connection() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        raw = await store.read_members(connection, month.ended_at)
    counted, measured = await asyncio.to_thread(publish, raw)
    return await db.transact(_put_run, month.starts_on, counted, measured)


async def list_runs(db: Database, uid: str) -> list[Run]:
    """Months with figures, the newest first."""
    async with db.connection() as connection:
        await staff.reading(connection, uid)
        return await store.runs(connection)


async def read(db: Database, uid: str, question: Question) -> Table:
    """The figures of a structure in the caller's scope, with what is below it."""
    async with db.connection() as connection:
        return await _read(connection, await staff.reading(connection, uid), question)


async def export(db: Database, uid: str, question: Question) -> Table:
    """The same, to be taken out of here: that leaves an entry."""
    return await db.transact(_export, uid, question)


async def _export(connection: Connection, uid: str, question: Question) -> Table:
    reader = await staff.reading(connection, uid)
    table = await _read(connection, reader, question)
    taken = {"topic": question.topic, "by": question.by, "month": table.run.month.isoformat() if table.run else None}
    await audit.record(connection, reader.id, "export-figures", "structure", table.place.id, after=taken)
    return table


async def _read(connection: Connection, reader: Staff, question: Question) -> Table:
    dimension = _dimension(question)
    place = await store.place(connection, reader.structure_id, question.structure)
    if place is None:
        raise NotFound
    run = next(iter(await store.runs(connection, question.month)), None)
    if run is None:
        return Table(question, place, None, _row(question.topic, NOBODY), [])
    measures = await store.measures_of(connection, run.id, question.topic, place.id)
    whole = await store.values_of(connection, run.id, question, place.id, "all")
    total = _row(question.topic, whole[0] if whole else NOBODY, measures.get(place.code))
    if dimension == "all":
        found = await store.structures_of(connection, run.id, question, place.id)
    else:
        found = _in_order(await store.values_of(connection, run.id, question, place.id, dimension), dimension)
    rows = [_row(question.topic, sums, measures.get(sums.value) if dimension == "all" else None) for sums in found]
    return Table(question, place, run, total, rows)


def _in_order(found: list[Sums], dimension: Dimension) -> list[Sums]:
    """Months as they went by; of others, the greatest first."""
    if dimension == "month":
        return sorted(found, key=lambda sums: sums.value)
    return sorted(found, key=lambda sums: (-sums.fives[0], sums.value))


def _row(topic: Topic, sums: Sums, measures: dict[str, float] | None = None) -> Row:
    fives = sums.fives or [0] * len(STAGES[topic])
    return Row(sums.value, sums.name, [five * STEP or None for five in fives], measures or {})


def _dimension(question: Question) -> Dimension:
    """What the rows are kept by: structures add up what is told apart by nothing else."""
    if question.by == BY_STRUCTURE:
        return "all"
    found = next((dimension for dimension in DIMENSIONS[question.topic] if dimension == question.by), None)
    if found is None:
        raise NotToldApart(choices=", ".join((BY_STRUCTURE, *DIMENSIONS[question.topic])))
    return found


async def _put_run(connection: Connection, month: date, counted: list[Fives], measured: list[Measure]) -> int:
    run_id: UUID | None = await store.begin_run(connection, month)
    if run_id is None:
        return 0
    await store.put_fives(connection, run_id, counted)
    await store.put_measures(connection, run_id, measured)
    return len(counted)
