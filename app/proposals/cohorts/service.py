"""What a worker does for cohorts: finds mentors for all of one at once, and sends what staff let stand."""

import asyncio
import time
from uuid import UUID

from app.audit import service as audit
from app.db import Connection, Database
from app.proposals import service as proposals
from app.proposals.cohorts import store
from app.proposals.cohorts.drawing import draw_up
from app.proposals.cohorts.model import Composing, Drawing, Sending
from app.proposals.errors import MemberGone
from app.proposals.model import Couple, Sender

# A transaction sends so many: nobody who swipes waits for long.
AT_ONCE = 50


async def go_on(db: Database) -> int:
    """Does all there is to do for cohorts; how many mentees that was."""
    done = 0
    while (composed := await _compose(db)) is not None:
        done += composed
    while (sent := await db.transact(_send_some)) is not None:
        done += sent
    return done


async def _compose(db: Database) -> int | None:
    """The preview of one cohort; None when there is none to make."""
    async with db.connection() as connection:
        cohort = await store.cohort_to_compose(connection)
        if cohort is None:
            return None
        mentees = await store.mentees_to_place(connection, cohort.id)
        mentors = await store.mentors_to_give(connection, cohort.structure_id)
        never = await store.not_again(connection, [mentee.id for mentee in mentees])
        answers = await store.platform_answers(connection)
    # Seconds of arithmetic for ten thousand: neither the loop nor a transaction waits for it.
    drawing = await asyncio.to_thread(draw_up, mentees, mentors, never, answers, time.time())
    await db.transact(_write_down, cohort, len(mentors), drawing)
    return len(mentees)


async def _write_down(connection: Connection, cohort: Composing, mentors: int, drawing: Drawing) -> None:
    if await store.settle_composed(connection, cohort.id, mentors, drawing):
        await store.note_drawing(connection, cohort.id, drawing)


async def _send_some(connection: Connection) -> int | None:
    """Some pairs of one cohort, each proposed at most once; None when there is nothing to send."""
    cohort = await store.lock_cohort_to_send(connection)
    if cohort is None:
        return None
    pairs = await store.pairs_to_send(connection, cohort.id, AT_ONCE)
    if pairs:
        await _send(connection, cohort, pairs)
    if len(pairs) < AT_ONCE:
        await store.settle_sent(connection, cohort.id)
    return len(pairs)


async def _send(connection: Connection, cohort: Sending, pairs: list[tuple[UUID, UUID | None]]) -> None:
    couples = {mentee_id: Couple(mentee_id, mentor_id) for mentee_id, mentor_id in pairs if mentor_id is not None}
    sender = Sender(cohort.sent_by, cohort.structure_id, cohort.note, cohort.id)
    _, obstacles = await proposals.send(connection, list(couples.values()), sender, lifting_passes=False)
    fallen = {couple.mentee_id: obstacle.type for couple, obstacle in obstacles.items()}
    why = [fallen.get(id) if id in couples else MemberGone.type for id, _ in pairs]
    await store.note_sent(connection, cohort.id, [id for id, _ in pairs], why)
    about = {id for couple in couples.values() for id in (couple.mentee_id, couple.mentor_id)}
    facts = {"sent": why.count(None), "fallen": len(why) - why.count(None)}
    await audit.record(connection, cohort.sent_by, "send-cohort", "cohort", cohort.id, after=facts, about=about)
