"""A tandem's states: only the moves of the table, each in the log, and no way around it."""

import asyncio
from collections.abc import Iterable
from typing import get_args

import asyncpg
import pytest

from app.db import Connection
from app.tandems.model import State
from app.tandems.transitions import TRANSITIONS, Transition
from tests.app.tandems.couples import active_couple, couple
from tests.people import Town

LOG = "select from_state, to_state, cause, moved_by from tandem_event where tandem_id = $1 order by sequence"


async def test_the_database_allows_exactly_the_moves_of_the_table(town: Town) -> None:
    rows = await town.rows("select from_state, to_state, cause, moved_by from tandem_transition")
    assert {tuple(row) for row in rows} == set(TRANSITIONS)
    assert len(rows) == len(TRANSITIONS)


def test_every_state_can_be_come_to_and_only_closed_is_the_end() -> None:
    assert {move.after for move in TRANSITIONS} == set(get_args(State))
    assert {move.before for move in TRANSITIONS} == {"none", *get_args(State)} - {"closed"}


async def test_every_move_is_in_the_log_and_replays_to_the_state(town: Town) -> None:
    two = await active_couple(town)
    await two.mentor.put(f"{two.path}/pause")
    await two.mentee.delete(f"{two.path}/pause")
    await two.close(two.mentor)
    assert [tuple(row) for row in await town.rows(LOG, two.id)] == [
        ("none", "formed", "liked", "both"),
        ("formed", "active", "signed", "mentor"),
        ("active", "paused", "paused", "mentor"),
        ("paused", "active", "resumed", "mentee"),
        ("active", "closed", "ended", "mentor"),
    ]
    await assert_log_tells_all(town)


@pytest.mark.parametrize("state", ["introduced", "active", "paused", "closed"])
async def test_a_state_that_is_just_written_is_refused(town: Town, state: str) -> None:
    two = await couple(town)
    closed = ", closed_at = now()" if state == "closed" else ""
    with pytest.raises(asyncpg.CheckViolationError, match=f"no tandem goes from formed to {state}"):
        await town.run(f"update tandem set state = $2{closed} where id = $1", two.id, state)
    assert await two.state() == "formed"


async def test_no_move_out_of_the_table_is_made_whoever_asks(town: Town) -> None:
    """Every move that could be written down, in each state: the database makes those of the table, and no other."""
    causes = sorted({move.cause for move in TRANSITIONS})
    movers = sorted({move.mover for move in TRANSITIONS})
    two = await couple(town)
    made = set()
    async with town.db.connection() as connection:
        for path in _ways(TRANSITIONS):
            for after in get_args(State):
                for cause in causes:
                    for mover in movers:
                        move = Transition(path[-1].after, after, cause, mover)
                        if after != path[-1].after and await _may_go(connection, two.id, [*path[1:], move]):
                            made.add(move)
    assert made == {move for move in TRANSITIONS if move.before != "none"}


async def test_a_reason_is_no_reason_for_a_later_move(town: Town) -> None:
    two = await couple(town)
    await town.run("update tandem set moved_for = 'signed', moved_by = 'mentor' where id = $1", two.id)
    with pytest.raises(asyncpg.CheckViolationError):
        await town.run("update tandem set state = 'active' where id = $1", two.id)


async def test_a_tandem_cannot_begin_half_way(town: Town) -> None:
    two = await couple(town)
    await two.close(two.mentee)
    with pytest.raises(asyncpg.CheckViolationError, match="begins formed"):
        await town.run(
            "insert into tandem (mentee_id, mentor_id, programme_id, state) "
            "select mentee_id, mentor_id, programme_id, 'active' from tandem where id = $1",
            two.id,
        )


@pytest.mark.parametrize(
    "forgery",
    [
        "update tandem_event set moved_by = 'mentor' where tandem_id = $1",
        "delete from tandem_event where tandem_id = $1",
        "insert into tandem_event (tandem_id, sequence, from_state, to_state, cause, moved_by) "
        "values ($1, 2, 'formed', 'active', 'signed', 'mentor')",
    ],
)
async def test_the_log_cannot_be_forged(town: Town, forgery: str) -> None:
    two = await couple(town)
    with pytest.raises(asyncpg.CheckViolationError, match="written by its moves alone"):
        await town.run(forgery, two.id)


async def test_a_log_that_missed_a_move_is_noticed(town: Town) -> None:
    two = await active_couple(town)
    await town.run("alter table tandem disable trigger tandem_move")
    await town.run("update tandem set state = 'paused' where id = $1", two.id)
    with pytest.raises(AssertionError):
        await assert_log_tells_all(town)


async def test_an_erased_members_log_goes_with_the_tandem(town: Town) -> None:
    two = await active_couple(town)
    assert (await two.mentor.delete("/v1/me")).status_code == 204
    assert await town.value("select count(*) from tandem_event") == 0


async def test_pauses_and_ends_at_once_leave_one_story(town: Town) -> None:
    for _ in range(5):
        two = await active_couple(town)
        answers = await asyncio.gather(
            two.mentee.put(f"{two.path}/pause"),
            two.mentor.put(f"{two.path}/pause"),
            two.mentee.delete(f"{two.path}/pause"),
            two.close(two.mentor),
            two.close(two.mentee),
        )
        assert {answer.status_code for answer in answers} <= {200, 409}
        assert await two.state() == "closed"
    await assert_log_tells_all(town)
    assert await town.value("select count(*) from tandem_event where to_state = 'closed'") == 5
    assert await town.value("select sum(seats_taken) from mentor") == 0
    assert await town.value("select sum(tandems_open) from mentee") == 0


async def assert_log_tells_all(town: Town) -> None:
    """Replays every tandem: its log is one unbroken chain of allowed moves that ends in the state that is stored."""
    for tandem_id, state in await town.rows("select id, state from tandem"):
        here = "none"
        for row in await town.rows(LOG, tandem_id):
            move = Transition(*row)
            assert move in TRANSITIONS
            assert move.before == here
            here = move.after
        assert here == state


def _ways(moves: Iterable[Transition]) -> list[list[Transition]]:
    """A shortest way from nothing to each state that can be left."""
    ways: dict[str, list[Transition]] = {"none": []}
    for _ in get_args(State):
        for move in moves:
            if move.before in ways and move.after not in ways:
                ways[move.after] = [*ways[move.before], move]
    return [way for state, way in ways.items() if state not in ("none", "closed")]


async def _may_go(connection: Connection, tandem_id: str, moves: list[Transition]) -> bool:
    trial = connection.transaction()
    await trial.start()
    try:
        for move in moves:
            await connection.execute(
                "update tandem set state = $2, moved_for = $3, moved_by = $4 where id = $1",
                tandem_id,
                move.after,
                move.cause,
                move.mover,
            )
    except asyncpg.CheckViolationError:
        return False
    finally:
        await trial.rollback()
    return True
