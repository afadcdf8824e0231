"""Measures the way from the outbox to phones: `python -m bench.push [--json]`; docs/bench.md says what it prints.

A worker process as in production drains the outbox against a scripted FCM in a process of its own that answers in
20 ms; the bare HTTP client does the same posts, in turn. Then what a notice costs the swipe that causes it.
"""

import argparse
import asyncio
import json
import os
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
import httpx
import uvloop

from app.embedded import Postgres, Valkey
from app.migrations import migrate
from bench.enqueue import enqueue_cost
from push.fcm import IN_FLIGHT
from push.model import Device, Notice
from push.payload import encode

LATENCY = 0.02
PROJECT = "tandem-bench"
# Members of their own, who chose to be told at any hour, each with one phone and one notice.
NOTICES = """
with people as (
    insert into member (
        uid, role, first_name, last_name, birth_date, area_code, sectors, goals, modalities, languages, structure_id,
        programme_id
    )
    select 'push:' || gen_random_uuid(), 'mentee', 'Alix', 'Martin', '1990-01-01', '13208', '{G01}',
        '{find-internship}', '{remote}', '{fr}', programme.structure_id, programme.id
    from programme, generate_series(1, $1::integer) where programme.code = 'tandem'
    returning id
),
choices as (insert into manners (member_id) select id from people),
phones as (
    insert into device (member_id, id, kind, value, platform, locale)
    select id, 'phone', 'fid', id::text, 'android', 'fr' from people
)
insert into outbox (kind, event_id, recipient_id, facts, expires_at)
select 'TandemFormed', gen_random_uuid(), id, '{"tandemId": "t1"}', now() + interval '24 hours' from people
"""


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="tandem-push-") as name:
        figures = uvloop.run(_measure(options, Path(name)))
    if options.likes:
        figures |= enqueue_cost(options.likes)
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        for figure, value in figures.items():
            print(f"{figure:28} {value!s:>12}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.push", description="Measures the outbox and its worker.")
    parser.add_argument("--json", action="store_true", help="only JSON on standard output")
    parser.add_argument("--notices", type=int, default=4_000, help="per round (default 4000)")
    parser.add_argument("--rounds", type=int, default=3, help="of each, in turn (default 3)")
    parser.add_argument("--likes", type=int, default=100_000, help="of the enqueueing (default 100000; 0 skips)")
    parser.add_argument("--many", type=int, default=0, help="notices over which memory is watched (100000: minutes)")
    return parser.parse_args()


async def _measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    with Postgres(folder / "postgres") as postgres, Valkey(folder / "valkey") as valkey:
        await migrate(postgres.url)
        with _scripted(folder) as fcm, _worker(folder, postgres.url, valkey.url, fcm) as worker:
            db = await asyncpg.connect(postgres.url)
            figures |= await _in_turn(db, fcm, folder, options.notices, options.rounds)
            if options.many:
                figures |= await _memory(db, worker, options.many)
            figures |= await _losses(db, (folder / "posts.jsonl").read_text())
            await db.close()
    return figures


@contextmanager
def _scripted(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.push.scripted", "--latency", str(LATENCY), "--key-folder", str(folder)]
    command += ["--tls", str(folder / "fcm.pem"), "--record", str(folder / "posts.jsonl")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[1]
        finally:
            process.terminate()


@contextmanager
def _worker(folder: Path, database_url: str, redis_url: str, fcm: str) -> Iterator[int]:
    """`tandem worker`, as in production; its process id."""
    certificate = str(folder / "fcm.pem")
    environ = os.environ | {
        "TANDEM_ENV": "production",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "FIREBASE_PROJECT_ID": PROJECT,
        "GOOGLE_APPLICATION_CREDENTIALS": str(folder / "key.json"),
        "FCM_URL": fcm,
        "SSL_CERT_FILE": certificate,
        "REQUESTS_CA_BUNDLE": certificate,
    }
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "app", "worker"], env=environ, stdout=log, stderr=log)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


async def _in_turn(db: Any, fcm: str, folder: Path, notices: int, rounds: int) -> dict[str, Any]:
    ours, bare = [], []
    await _drained(db, 200)  # the worker has started, and every statement is planned
    trust = ssl.create_default_context(cafile=folder / "fcm.pem")
    limits = httpx.Limits(max_connections=IN_FLIGHT)
    async with httpx.AsyncClient(http2=True, verify=trust, timeout=15, limits=limits) as client:
        for _ in range(rounds):
            ours.append(notices / await _drained(db, notices))
            bare.append(notices / await _posted(client, fcm, notices))
    ratio = median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    return {
        "notices_per_s": round(median(ours)),
        "bare_client_per_s": round(median(bare)),
        "vs_bare_client": round(ratio, 3),
    }


async def _drained(db: Any, notices: int) -> float:
    """Seconds from the commit of so many notices until the last is marked."""
    await db.execute(NOTICES, notices)
    began = time.perf_counter()
    while await db.fetchval(  # noqa: ASYNC110 (nothing tells when a worker is done)
        "select exists (select from outbox where state = 'waiting')"
    ):
        await asyncio.sleep(0.02)
    return time.perf_counter() - began


async def _posted(client: httpx.AsyncClient, fcm: str, notices: int) -> float:
    """Seconds that the bare client takes for as many posts, as many at once."""
    numbers = iter(range(notices))

    async def one_after_the_other() -> None:
        for number in numbers:
            await _post(client, fcm, f"bare-{time.time_ns()}-{number}")

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))
    return time.perf_counter() - began


async def _post(client: httpx.AsyncClient, fcm: str, name: str) -> None:
    now = datetime.now(UTC)
    device = Device("phone", "fid", name, "android", "fr", now)
    notice = Notice(name, "TandemFormed", {"tandemId": "t1"}, now + timedelta(hours=24))
    answer = await client.post(
        f"{fcm}/v1/projects/{PROJECT}/messages:send",
        content=encode(device, notice, now, None),
        headers={"authorization": "Bearer t", "content-type": "application/json"},
    )
    assert answer.status_code == 200


async def _memory(db: Any, worker: int, many: int) -> dict[str, Any]:
    """The worker's resident megabytes after each tenth of the notices."""
    resident = []
    for _ in range(10):
        await _drained(db, many // 10)
        resident.append(_resident_mb(worker))
    return {"memory_notices": many, "memory_mb": resident}


async def _losses(db: Any, record: str) -> dict[str, int]:
    posts = Counter(json.loads(line)["nid"] for line in record.splitlines())
    settled = {row["id"] for row in await db.fetch("select id::text from outbox where state <> 'waiting'")}
    return {
        "lost": sum(notice not in posts for notice in settled),
        "duplicated": sum(times - 1 for notice, times in posts.items() if notice in settled),
    }


def _resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return round(int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024, 1)


if __name__ == "__main__":
    main()
