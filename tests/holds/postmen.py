"""Worker processes that push to a scripted FCM, die, and are put up again; and the notices that they carry."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

import asyncpg
from msgspec.structs import replace

from app.carrier.carrier import LEASE
from app.embedded.process import free_port
from app.settings import Settings
from tests.holds.delivery import Pushed
from tests.holds.driver import PROJECT, Program

KINDS = ("TandemFormed", "RequestClosed", "MessageReceived")
PATIENCE_SECONDS = 60.0
# A send takes 50 ms here.
HELD_LONG = timedelta(seconds=5)

PEOPLE = """
with people as (
    insert into member (
        uid, role, first_name, last_name, birth_date, area_code, sectors, goals, modalities, languages, structure_id,
        programme_id
    )
    select 'wave:' || gen_random_uuid(), 'mentee', 'Alix', 'Martin', '1990-01-01', '13208', '{G01}',
        '{find-internship}', '{remote}', '{fr}', programme.structure_id, programme.id
    from programme, generate_series(1, $1) where programme.code = 'tandem'
    returning id
),
choices as (insert into manners (member_id) select id from people),
phones as (
    insert into device (member_id, id, kind, value, platform, locale)
    select id, 'phone', 'fid', id::text, 'android', 'fr' from people
)
select id from people
"""
NOTICES = """
insert into outbox (kind, event_id, recipient_id, facts, expires_at, priority)
select
    ($2::text[])[1 + place % cardinality($2::text[])], gen_random_uuid(), member_id,
    '{"tandemId": "t1"}', now() + interval '24 hours', (place % 3)::integer
from unnest($1::uuid[]) with ordinality as told (member_id, place)
"""


class Postmen:
    """So many workers; one more may be killed at any time."""

    def __init__(self, db: asyncpg.Connection, workers: Sequence[Program], record: Path, chance: Random) -> None:
        self.db, self.record = db, record
        self.kills = 0
        self._workers, self._chance = workers, chance

    def posts(self) -> int:
        return self.record.read_bytes().count(b"\n") if self.record.exists() else 0

    async def put_and_kill(self, notices: int) -> None:
        """One worker dies in the middle of its work: soon after somebody posted of these notices."""
        before = self.posts()
        await self.put(notices)
        await self._until(lambda: self.posts() > before + 3)
        await asyncio.sleep(self._chance.random() * 0.03)
        await self.kill_one()

    async def kill_one(self) -> None:
        """One worker dies, and is put up again."""
        worker = self._chance.choice(self._workers)
        worker.kill()
        self.kills += 1
        worker.start()

    async def put(self, notices: int) -> None:
        """Each for a member of its own, who has one phone and no quiet hours."""
        members = [row["id"] for row in await self.db.fetch(PEOPLE, notices)]
        await self.db.execute(NOTICES, members, list(KINDS))

    async def hurry(self) -> None:
        """As if the time had passed for which FCM's faults are waited out."""
        await self.db.execute(
            "update outbox set due_at = now() where state = 'waiting' and claimed_until is null and due_at > now()"
        )

    async def finish(self, *, wait_for_leases: bool) -> None:
        """Until nothing waits, or nothing moves; the dead keep what they held for its lease, real or hurried."""
        patience = PATIENCE_SECONDS + LEASE.total_seconds() * wait_for_leases
        fewest, deadline = await self._waiting(), time.monotonic() + patience
        while fewest and time.monotonic() < deadline:
            await self.hurry()
            if not wait_for_leases:
                await self._release()
            await asyncio.sleep(0.3)
            if (waiting := await self._waiting()) < fewest:
                fewest, deadline = waiting, time.monotonic() + patience

    async def _waiting(self) -> int:
        return int(await self.db.fetchval("select count(*) from outbox where state = 'waiting'"))

    async def _release(self) -> None:
        """As if the leases of the dead were over: no living worker takes so long."""
        await self.db.execute(
            "update outbox set claimed_until = now() where state = 'waiting' and claimed_until < now() + $1::interval",
            LEASE - HELD_LONG,
        )

    async def pushed(self) -> list[Pushed]:
        rows = await self.db.fetch("select id::text, state from outbox")
        return [Pushed(row["id"], row["state"]) for row in rows]

    async def _until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_so() and time.monotonic() < deadline:
            await self.hurry()
            await asyncio.sleep(0.01)


@asynccontextmanager
async def postmen(settings: Settings, workers: int, *scripted: str) -> AsyncIterator[Postmen]:
    """Workers as in production, and the FCM that they post to."""
    record = settings.folder / "posts.jsonl"
    folder = str(settings.folder)
    command = [sys.executable, "-m", "tests.push.scripted", "--record", str(record), "--key-folder", folder, *scripted]
    with subprocess.Popen(  # noqa: ASYNC220 (it takes the loop a millisecond, once)
        command, stdout=subprocess.PIPE, text=True, cwd=PROJECT
    ) as fcm:
        assert fcm.stdout is not None
        url = (await asyncio.to_thread(fcm.stdout.readline)).split()[1]
        environ = {
            "TANDEM_ENV": "production",
            "FIREBASE_PROJECT_ID": "tandem-test",
            "GOOGLE_APPLICATION_CREDENTIALS": str(settings.folder / "key.json"),
            "FCM_URL": url,
        }
        programs = [Program("worker", replace(settings, port=free_port(None)), environ) for _ in range(workers)]
        db = await asyncpg.connect(settings.database_url)
        try:
            for program in programs:
                program.start()
            yield Postmen(db, programs, record, Random(4))
        finally:
            for program in programs:
                await asyncio.to_thread(program.stop)
            await db.close()
            fcm.terminate()
