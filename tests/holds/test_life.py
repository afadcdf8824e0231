"""A tandem's whole life, at random, against the service and the real Postgres: after every step the two agree."""

import asyncio
import json
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.meetings.rules import MOST_OPEN
from app.settings import Settings
from tests.app.sync.phone import Phone, assert_in_step
from tests.holds.life import Answer, Booking, Pair, Side, Tandem, World
from tests.people import Caller, Town

MENTEES, CAPACITIES = 3, [1, 2]
# Enough for two tandems to want the same one.
HOURS = 3
SIDES = st.sampled_from(("mentee", "mentor"))
SOME = st.integers(0, 11)
CRASHES = st.sampled_from((False, False, False, True))

T = TypeVar("T")

LIVED = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))

SEATS = "select seats_taken::integer, capacity::integer from mentor where id = $1"
COUNTS = "select tandems_open::integer, requests_waiting::integer from mentee where id = $1"
REQUEST = "select state::text from request where (mentee_id, mentor_id) = ($1, $2) order by sent_at desc limit 1"
# A tandem as `Tandem.life` tells it.
TANDEMS = """
select
    tandem.id::text,
    tandem.state,
    jsonb_build_object(
        'log', (
            select jsonb_agg(jsonb_build_array(from_state, to_state, cause, moved_by) order by sequence)
            from tandem_event where tandem_id = tandem.id
        ),
        'signed', (select coalesce(jsonb_agg(role order by role), '[]') from signature where tandem_id = tandem.id),
        'renewal', (select coalesce(jsonb_agg(role order by role), '[]') from renewal where tandem_id = tandem.id),
        'messages', (
            select coalesce(jsonb_agg(client_id order by sequence), '[]') from message where tandem_id = tandem.id
        ),
        'meetings', (
            select coalesce(jsonb_object_agg(id, state), '{}') from meeting where tandem_id = tandem.id
        )
    ) as life
from tandem
where (mentee_id, mentor_id) = ($1, $2)
order by formed_at, id
"""


class Stage:
    """One service and its Postgres, for many lives; a loop of their own, because hypothesis knows none."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.town: Town
        self.witness: asyncpg.Connection
        self._stack = AsyncExitStack()

    async def open(self, given: Settings) -> None:
        self.town = await self._stack.enter_async_context(Town.open(given))
        self.witness = await asyncpg.connect(given.database_url)

    async def close(self) -> None:
        await self.witness.close()
        await self._stack.aclose()

    async def cut(self) -> None:
        """Every connection of the service breaks, in the middle of whatever it does."""
        await self.witness.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and application_name = 'tandem'"
        )


@pytest.fixture
def stage(postgres_url: str, template: str, redis_url: str, tmp_path: Path) -> Iterator[Stage]:
    loop = asyncio.new_event_loop()
    made = Stage(loop)
    name = f"test_{uuid4().hex}"
    url = urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    given = Settings(database_url=url, redis_url=redis_url, folder=tmp_path, pool_size=5)
    loop.run_until_complete(_run(postgres_url, f"create database {name} template {template}"))
    loop.run_until_complete(made.open(given))
    yield made
    loop.run_until_complete(made.close())
    loop.run_until_complete(_run(postgres_url, f"drop database {name} with (force)"))
    loop.close()


class Life(RuleBasedStateMachine):
    """Two mentors and three mentees, who do as they please."""

    stage: Stage
    world_of = World

    @initialize()
    def join(self) -> None:
        self.world = self.world_of(MENTEES, list(CAPACITIES))
        self._do(self._join())

    @rule(which=SOME, side=SIDES, crash=CRASHES)
    def like(self, which: int, side: Side, crash: bool) -> None:
        pair = self._pair(which)
        path = f"/v1/swipes/{self._caller(pair, _other(side)).id}"
        self._call(pair, side, "PUT", path, {"verdict": "like"}, self.world.like(pair, side), crash)

    @rule(which=SOME, crash=CRASHES)
    def ask_and_accept(self, which: int, crash: bool) -> None:
        pair = self._pair(which)
        mentor = f"/v1/swipes/{self._caller(pair, 'mentor').id}"
        self._call(pair, "mentee", "PUT", mentor, {"verdict": "like"}, self.world.like(pair, "mentee"), False)
        path = f"/v1/requests/{self._caller(pair, 'mentee').id}/acceptance"
        self._call(pair, "mentor", "POST", path, None, self.world.accept(pair), crash)

    @rule(which=SOME, side=SIDES, crash=CRASHES)
    def refuse_or_withdraw(self, which: int, side: Side, crash: bool) -> None:
        pair = self._pair(which)
        path = f"/v1/requests/{self._caller(pair, _other(side)).id}"
        verb, rest = ("POST", "/refusal") if side == "mentor" else ("DELETE", "")
        self._call(pair, side, verb, path + rest, None, self.world.close_request(pair, side), crash)

    @rule(which=SOME, side=SIDES, crash=CRASHES)
    def block(self, which: int, side: Side, crash: bool) -> None:
        pair = self._pair(which)
        path = f"/v1/blocks/{self._caller(pair, _other(side)).id}"
        self._call(pair, side, "PUT", path, None, self.world.block(pair, side), crash)

    @rule(which=SOME, side=SIDES)
    def unblock(self, which: int, side: Side) -> None:
        pair = self._pair(which)
        path = f"/v1/blocks/{self._caller(pair, _other(side)).id}"
        self._call(pair, side, "DELETE", path, None, self.world.unblock(pair, side), False)

    @rule(mentor=st.integers(0, len(CAPACITIES) - 1), seats=st.integers(1, 3), crash=CRASHES)
    def change_capacity(self, mentor: int, seats: int, crash: bool) -> None:
        pair = self.world.pairs[0, mentor]
        answer = self.world.set_capacity(mentor, seats)
        self._call(pair, "mentor", "PATCH", "/v1/me", {"capacity": seats}, answer, crash)

    @precondition(lambda self: self._tandems())
    @rule(which=SOME, side=SIDES, crash=CRASHES)
    def sign(self, which: int, side: Side, crash: bool) -> None:
        pair, tandem = self._tandem(which)
        answer = self.world.sign(pair, tandem, side)
        self._in(pair, tandem, side, "PUT", "/signature", {"version": self.version}, answer, crash)

    @precondition(lambda self: self._tandems())
    @rule(which=SOME)
    def sign_both(self, which: int) -> None:
        for side in ("mentee", "mentor"):
            self.sign(which, side, False)

    @precondition(lambda self: self._tandems())
    @rule(which=SOME, side=SIDES, crash=CRASHES)
    def pause(self, which: int, side: Side, crash: bool) -> None:
        pair, tandem = self._tandem(which)
        self._in(pair, tandem, side, "PUT", "/pause", None, self.world.pause(pair, tandem, side), crash)

    @precondition(lambda self: self._tandems())
    @rule(which=SOME, side=SIDES, crash=CRASHES)
    def resume(self, which: int, side: Side, crash: bool) -> None:
        pair, tandem = self._tandem(which)
        self._in(pair, tandem, side, "DELETE", "/pause", None, self.world.resume(pair, tandem, side), crash)

    @precondition(lambda self: self._tandems())
    @rule(which=SOME, side=SIDES, crash=CRASHES)
    def close(self, which: int, side: Side, crash: bool) -> None:
        pair, tandem = self._tandem(which)
        answer = self.world.end(pair, tandem, side)
        self._in(pair, tandem, side, "POST", "/closure", {"reason": "not-the-right-fit"}, answer, crash)

    @precondition(lambda self: self._tandems())
    @rule(which=SOME, side=SIDES, crash=CRASHES)
    def renew(self, which: int, side: Side, crash: bool) -> None:
        pair, tandem = self._tandem(which)
        self._in(pair, tandem, side, "POST", "/renewal", None, self.world.renew(pair, tandem, side), crash)

    @precondition(lambda self: self._tandems())
    @rule(which=SOME, side=SIDES)
    def take_back_renewal(self, which: int, side: Side) -> None:
        pair, tandem = self._tandem(which)
        answer = self.world.take_back_renewal(pair, tandem, side)
        self._in(pair, tandem, side, "DELETE", "/renewal", None, answer, False)

    @precondition(lambda self: self._tandems())
    @rule(which=SOME, side=SIDES, crash=CRASHES)
    def send(self, which: int, side: Side, crash: bool) -> None:
        pair, tandem = self._tandem(which)
        client_id = str(uuid4())
        answer = self.world.send(pair, tandem, client_id)
        self._in(pair, tandem, side, "PUT", f"/messages/{client_id}", {"text": "Bonjour"}, answer, crash)

    @precondition(lambda self: self._tandems())
    @rule(which=SOME, side=SIDES, hour=st.integers(1, HOURS), crash=CRASHES)
    def propose(self, which: int, side: Side, hour: int, crash: bool) -> None:
        pair, tandem = self._tandem(which)
        meeting_id = str(uuid4())
        answer = self.world.propose(pair, tandem, side, meeting_id, hour, MOST_OPEN)
        body = {"kind": "phone", "slots": [{"startsAt": self._at(hour), "minutes": 60}]}
        self._in(pair, tandem, side, "PUT", f"/meetings/{meeting_id}", body, answer, crash)

    @precondition(lambda self: self._meetings())
    @rule(which=SOME, side=SIDES, crash=CRASHES)
    def book(self, which: int, side: Side, crash: bool) -> None:
        pair, tandem, meeting = self._meetings()[which % len(self._meetings())]
        answer = self.world.confirm(pair, tandem, side, meeting)
        body = {"startsAt": self._at(meeting.hour)}
        self._in(pair, tandem, side, "PUT", f"/meetings/{meeting.id}/confirmation", body, answer, crash)

    @precondition(lambda self: self._meetings())
    @rule(which=SOME, side=SIDES, crash=CRASHES)
    def cancel(self, which: int, side: Side, crash: bool) -> None:
        pair, tandem, meeting = self._meetings()[which % len(self._meetings())]
        answer = self.world.cancel(pair, tandem, meeting)
        self._in(pair, tandem, side, "PUT", f"/meetings/{meeting.id}/cancellation", {"reason": "ill"}, answer, crash)

    @invariant()
    def the_database_agrees(self) -> None:
        if hasattr(self, "mentees"):
            self._do(self._compare())

    def teardown(self) -> None:
        if hasattr(self, "phones"):
            self._do(assert_in_step(*self.phones))

    async def _join(self) -> None:
        town = self.stage.town
        self.mentees = [await town.mentee() for _ in range(MENTEES)]
        self.mentors = [await town.mentor(verified=False, capacity=seats) for seats in CAPACITIES]
        # Not by the town's own connections, which were cut with those of the service.
        await self.stage.witness.execute("update mentor set verified_at = coalesce(verified_at, now())")
        self.phones = [Phone(caller, limit=7) for caller in (*self.mentees, *self.mentors)]
        self.version = (await self.mentees[0].get("/v1/charter")).json()["version"]
        self.tomorrow = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=2)

    def _call(
        self, pair: Pair, side: Side, verb: str, path: str, body: Any, expected: Answer, crash: bool
    ) -> httpx.Response:
        return self._do(self._answered(self._caller(pair, side), verb, path, body, expected, crash))

    def _in(
        self, pair: Pair, tandem: Tandem, side: Side, verb: str, rest: str, body: Any, expected: Answer, crash: bool
    ) -> None:
        self._call(pair, side, verb, f"/v1/tandems/{tandem.id}{rest}", body, expected, crash)

    async def _answered(
        self, caller: Caller, verb: str, path: str, body: Any, expected: Answer, crash: bool
    ) -> httpx.Response:
        """The answer, also of a call whose connections were cut: made again, as a phone does, until it is answered."""
        calling = asyncio.ensure_future(caller.call(verb, path, json=body))
        if crash:
            await asyncio.sleep(0.004)
            await self.stage.cut()
        answer = await calling
        allowed = {expected.first}
        while answer.status_code == 503:
            allowed = {expected.first, expected.again}
            await asyncio.sleep(0.01)
            answer = await caller.call(verb, path, json=body)
        assert answer.status_code in allowed, (verb, path, answer.status_code, answer.text)
        return answer

    async def _compare(self) -> None:
        for mentor, caller in enumerate(self.mentors):
            [seats] = await self.stage.witness.fetch(SEATS, caller.id)
            assert tuple(seats) == (self.world.taken(mentor), self.world.capacities[mentor])
        for mentee, caller in enumerate(self.mentees):
            [counts] = await self.stage.witness.fetch(COUNTS, caller.id)
            assert tuple(counts) == (self.world.open_of(mentee), self.world.waiting(mentee))
        for pair in self.world.pairs.values():
            ids = self._caller(pair, "mentee").id, self._caller(pair, "mentor").id
            assert await self.stage.witness.fetchval(REQUEST, *ids) == pair.request
            stored = await self.stage.witness.fetch(TANDEMS, *ids)
            assert len(stored) == len(pair.tandems)
            for row, tandem in zip(stored, pair.tandems, strict=True):
                tandem.id = row["id"]
                assert json.loads(row["life"]) == tandem.life()
                assert row["state"] == tandem.log[-1][1]

    def _do(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.stage.loop.run_until_complete(coroutine)

    def _pair(self, which: int) -> Pair:
        pairs = list(self.world.pairs.values())
        return pairs[which % len(pairs)]

    def _caller(self, pair: Pair, side: Side) -> Caller:
        return self.mentees[pair.mentee] if side == "mentee" else self.mentors[pair.mentor]

    def _tandems(self) -> list[tuple[Pair, Tandem]]:
        return [(pair, tandem) for pair in self.world.pairs.values() for tandem in pair.tandems]

    def _tandem(self, which: int) -> tuple[Pair, Tandem]:
        return self._tandems()[which % len(self._tandems())]

    def _meetings(self) -> list[tuple[Pair, Tandem, Booking]]:
        return [(pair, tandem, meeting) for pair, tandem in self._tandems() for meeting in tandem.meetings]

    def _at(self, hour: int) -> str:
        return (self.tomorrow + timedelta(hours=hour)).isoformat()


def _other(side: Side) -> Side:
    return "mentor" if side == "mentee" else "mentee"


async def _run(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    await connection.execute(statement)
    await connection.close()


def _live(stage: Stage, life: type[Life], kept: settings) -> None:
    run_state_machine_as_test(type("Lived", (life,), {"stage": stage}), settings=kept)


def test_whatever_happens_in_a_life_the_model_and_the_database_agree(stage: Stage) -> None:
    _live(stage, Life, settings(LIVED, max_examples=12, stateful_step_count=30, derandomize=True))


@pytest.mark.campaign
def test_many_long_lives_agree(stage: Stage) -> None:
    _live(stage, Life, settings(LIVED, max_examples=300, stateful_step_count=80))


def test_the_comparison_rejects_a_seat_that_was_not_given_back(stage: Stage) -> None:
    class Forgetful(World):
        def taken(self, mentor: int) -> int:
            return sum(len(pair.tandems) for pair in self.pairs.values() if pair.mentor == mentor)

    class Wrong(Life):
        world_of = Forgetful

    at_once = settings(LIVED, max_examples=20, stateful_step_count=30, derandomize=True, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        _live(stage, Wrong, at_once)
