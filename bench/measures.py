"""The measures, in the order in which they are taken."""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice

import asyncpg
import msgspec
import numpy as np

from app.asgi import DEMO_KEY
from app.auth.demo import DemoSigner
from bench import plan
from bench.figures import Figures, Measure, Round
from bench.load import Call, drive
from bench.people import Connection, Person, add_people, deal_cards, like_beforehand, people
from bench.stage import Stage

SEED = 20261122
# So many that the service is the limit, and not the wait that ends each commit.
CALLERS = 128
CACHED_DECKS = 320
WARM_DECKS = 128
# More swipes than a core can answer, so that no round runs out of them.
SWIPES_PER_S = 3_500
# Each connection plans each statement once.
WARM_SECONDS = 1.5
SIGN_IN_SECONDS = 60.0
LONE_DECKS = 300

STATEMENTS = "select coalesce(sum(calls), 0) from pg_stat_statements where query !~ 'pg_stat_statements'"

Tell = Callable[[str], None]


class Sizes(msgspec.Struct, frozen=True):
    mentors: int
    many_mentors: int
    rounds: int
    seconds: float

    @property
    def swiping_seconds(self) -> float:
        return self.rounds * self.seconds + WARM_SECONDS

    @property
    def mentees(self) -> int:
        wanted = int(self.swiping_seconds * SWIPES_PER_S / plan.SWIPES_PER_MENTEE)
        return wanted - wanted % plan.GROUP + plan.GROUP


async def measure(stage: Stage, sizes: Sizes, tell: Tell) -> Figures:
    connection = await asyncpg.connect(stage.database_url)
    try:
        return await _Run(stage, sizes, tell, connection).take()
    finally:
        await connection.close()


class _Run:
    """One run: the people in the database, and what was measured so far."""

    def __init__(self, stage: Stage, sizes: Sizes, tell: Tell, connection: Connection) -> None:
        self._stage, self._sizes, self._tell, self._connection = stage, sizes, tell, connection
        self._rng = np.random.default_rng(SEED)
        signer = DemoSigner(stage.folder / DEMO_KEY)
        self._tokens: dict[str, str] = {}
        self._sign = signer.sign_in
        self._memory: dict[str, float] = {}

    async def take(self) -> Figures:
        swipes, mentees = await self._settle()
        # Nobody is dealt twice: a deck once dealt is kept.
        half = len(mentees) // 2
        small = await self._uncached_decks("deck_1000", self._sizes.mentors, mentees[:half])
        cached = await self._cached_decks(mentees[:half])
        swiped = await self._swipes(swipes)
        self._note_memory(self._sizes.mentors)
        await self._grow()
        large = await self._uncached_decks("deck_20000", self._sizes.many_mentors, mentees[half:])
        self._note_memory(self._sizes.many_mentors)
        return Figures([*swiped, *cached, *small, *large], self._memory, self._stage.pinned)

    async def _settle(self) -> tuple[list[Call], list[Person]]:
        """The smaller market, and the swipes to be made in it; every token has been seen once."""
        self._tell(f"{self._sizes.mentors} mentors, {self._sizes.mentees} mentees …")
        await add_people(self._connection, "mentor", self._sizes.mentors, self._rng)
        await add_people(self._connection, "mentee", self._sizes.mentees, self._rng)
        mentors = await people(self._connection, "mentor")
        mentees = await people(self._connection, "mentee")
        hands = await deal_cards(self._connection, mentees, mentors, self._rng)
        await like_beforehand(self._connection, plan.likes_beforehand(mentees, hands))
        await self._connection.execute("analyze")
        sign_ins = plan.sign_ins([*mentors, *mentees], self._token)
        await self._warm(sign_ins, SIGN_IN_SECONDS)
        return plan.swipes(mentees, hands, self._token, self._rng), mentees

    async def _grow(self) -> None:
        self._tell(f"{self._sizes.many_mentors} mentors …")
        more = self._sizes.many_mentors - self._sizes.mentors
        await add_people(self._connection, "mentor", more, self._rng)
        await self._connection.execute("analyze")

    async def _swipes(self, swipes: list[Call]) -> list[Measure]:
        self._tell("swipes and bare upserts, in turn …")
        calls = {"swipe": iter(swipes), "bare": iter(plan.bare_upserts(2 * len(swipes), self._rng))}
        rounds = await self._in_turn(calls)
        return [
            Measure("swipe", "swipes", CALLERS, rounds["swipe"]),
            Measure("bare", "bare upserts", CALLERS, rounds["bare"]),
        ]

    async def _cached_decks(self, mentees: list[Person]) -> list[Measure]:
        self._tell("cached decks and hello-world, in turn …")
        decks = plan.decks(mentees[:CACHED_DECKS], self._token)
        await self._warm(decks, SIGN_IN_SECONDS)
        rounds = await self._in_turn({"cached_deck": cycle(decks), "hello": cycle(plan.hellos(1))})
        return [
            Measure("cached_deck", "cached decks", CALLERS, rounds["cached_deck"]),
            Measure("hello", "hello-world", CALLERS, rounds["hello"]),
        ]

    async def _uncached_decks(self, name: str, mentors: int, mentees: list[Person]) -> list[Measure]:
        self._tell(f"uncached decks of {mentors} mentors …")
        decks = plan.decks(mentees, self._token)
        calls = iter(decks)
        await self._warm(list(islice(calls, WARM_DECKS)), SIGN_IN_SECONDS)
        lone = await self._round(islice(calls, LONE_DECKS), 1)
        loaded = await self._round(calls, CALLERS)
        words = f"uncached decks, {mentors} mentors"
        return [Measure(name, words, 1, [lone]), Measure(f"{name}_loaded", words, CALLERS, [loaded])]

    async def _in_turn(self, calls: dict[str, Iterator[Call]]) -> dict[str, list[Round]]:
        """A round of each, and again: what slows the machine for a while slows them alike."""
        rounds: dict[str, list[Round]] = {name: [] for name in calls}
        for each in calls.values():
            await drive(self._stage.server.port, each, CALLERS, WARM_SECONDS)
        for _ in range(self._sizes.rounds):
            for name, each in calls.items():
                rounds[name].append(await self._round(each, CALLERS))
        return rounds

    async def _round(self, calls: Iterator[Call], callers: int) -> Round:
        server = self._stage.server
        await self._connection.execute("select pg_stat_statements_reset()")
        before, stolen_before = server.cpu_seconds(), server.stolen_seconds()
        run = await drive(server.port, calls, callers, self._sizes.seconds)
        spent, stolen = server.cpu_seconds() - before, server.stolen_seconds() - stolen_before
        statements = int(await self._connection.fetchval(STATEMENTS))
        return Round(run.seconds, run.took, spent, stolen, statements, run.errors, run.complaints)

    async def _warm(self, calls: Sequence[Call], seconds: float) -> None:
        run = await drive(self._stage.server.port, iter(calls), CALLERS, seconds)
        if run.errors:
            raise RuntimeError(f"{run.errors} wrong answers while warming up: {run.complaints}")

    def _token(self, person: Person) -> str:
        if person.phone not in self._tokens:
            self._tokens[person.phone] = self._sign(person.phone)
        return self._tokens[person.phone]

    def _note_memory(self, mentors: int) -> None:
        self._memory[f"{mentors}_mentors"] = self._stage.server.peak_memory_mb()
