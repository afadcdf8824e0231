"""How fast the push client posts: `python -m bench.push_client [--json]`; docs/push.md says what it prints.

Against a scripted FCM in a process of its own that answers in 20 ms: the sender, and the bare HTTP client doing the
same posts, in turn. Then the loop's lag while OAuth is slow, and memory over many sends.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import uvloop

from push.fcm import IN_FLIGHT, FcmSender
from push.model import Device, Notice
from push.payload import encode
from push.tokens import AccessToken, AccessTokens, google_tokens

LATENCY = 0.02
PROJECT = "tandem-bench"
TICK = 0.005


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="tandem-push-") as name:
        figures = uvloop.run(_measure(options, Path(name)))
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        for figure, value in figures.items():
            print(f"{figure:28} {value!s:>12}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.push_client", description="Measures the push client.")
    parser.add_argument("--json", action="store_true", help="only JSON on standard output")
    parser.add_argument("--notices", type=int, default=2_000, help="per round (default 2000)")
    parser.add_argument("--rounds", type=int, default=3, help="of each, in turn (default 3)")
    parser.add_argument("--oauth-seconds", type=float, default=60.0, help="that OAuth takes (default 60; 0 skips)")
    parser.add_argument("--many", type=int, default=0, help="sends over which memory is watched (200000: minutes)")
    return parser.parse_args()


async def _measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    certificate = folder / "fcm.pem"
    with scripted("--latency", str(LATENCY), "--tls", str(certificate)) as url:
        trust = ssl.create_default_context(cafile=certificate)
        figures |= await _against_the_bare_client(url, trust, options.notices, options.rounds)
        if options.many:
            figures |= await _memory(url, trust, options.many)
    if options.oauth_seconds:
        slow = ("--oauth-latency", str(options.oauth_seconds), "--key-folder", str(folder))
        with scripted(*slow) as url:
            figures |= await _lag(url, folder / "key.json", options.oauth_seconds)
    return figures


@contextmanager
def scripted(*arguments: str) -> Iterator[str]:
    """A scripted FCM in a process of its own; its address."""
    command = [sys.executable, "-m", "tests.push.scripted", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[1]
        finally:
            process.terminate()


async def _against_the_bare_client(url: str, trust: ssl.SSLContext, notices: int, rounds: int) -> dict[str, Any]:
    limits = httpx.Limits(max_connections=IN_FLIGHT)
    ours: list[float] = []
    bare: list[float] = []
    fates: Counter[str] = Counter()
    async with httpx.AsyncClient(http2=True, verify=trust, timeout=15, limits=limits) as client:
        sender = _sender(url, trust)
        for _ in range(rounds):
            ours.append(await _rate(notices, lambda n: _send(sender, n, fates)))
            bare.append(await _rate(notices, lambda n: _post(client, url, n)))
        await sender.close()
    ratio = median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    return {
        "sender_per_s": round(median(ours)),
        "bare_client_per_s": round(median(bare)),
        "sender_vs_bare_client": round(ratio, 3),
        "fates": dict(fates),
    }


async def _rate(notices: int, act: Callable[[int], Awaitable[None]]) -> float:
    numbers = iter(range(notices))

    async def one_after_the_other() -> None:
        for n in numbers:
            await act(n)

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))
    return notices / (time.perf_counter() - began)


async def _send(sender: FcmSender, n: int, fates: Counter[str]) -> None:
    receipt = await sender.send(_device(n), _notice(n), 1)
    fates[receipt.fate] += 1


async def _post(client: httpx.AsyncClient, url: str, n: int) -> None:
    body = encode(_device(n), _notice(n), datetime.now(UTC), None)
    answer = await client.post(
        f"{url}/v1/projects/{PROJECT}/messages:send",
        content=body,
        headers={"authorization": "Bearer t", "content-type": "application/json"},
    )
    assert answer.status_code == 200


async def _memory(url: str, trust: ssl.SSLContext, many: int) -> dict[str, Any]:
    """Resident megabytes after each tenth of the sends: h2 remembers the last 65 536 streams, and no more."""
    sender = _sender(url, trust)
    fates: Counter[str] = Counter()
    resident = []
    for _ in range(10):
        await _rate(many // 10, lambda n: _send(sender, n, fates))
        resident.append(_resident_mb())
    await sender.close()
    return {"memory_sends": dict(fates), "memory_mb": resident}


async def _lag(url: str, key_file: Path, seconds: float) -> dict[str, Any]:
    """How late the loop wakes while a first token is awaited and notices wait for it."""
    tokens = google_tokens(str(key_file))
    sender = FcmSender(project=PROJECT, tokens=tokens, url=url)
    until = time.perf_counter() + seconds
    late: list[float] = []
    receipts: set[str] = set()
    waiting = asyncio.create_task(_knock(sender, until, receipts))
    while time.perf_counter() < until:
        began = time.perf_counter()
        await asyncio.sleep(TICK)
        late.append(time.perf_counter() - began - TICK)
    await waiting
    await sender.close()
    late.sort()
    return {
        "oauth_seconds": seconds,
        "lag_p99_ms": round(late[int(len(late) * 0.99)] * 1000, 2),
        "lag_max_ms": round(late[-1] * 1000, 2),
        "while_oauth_was_slow": " ".join(sorted(receipts)),
    }


async def _knock(sender: FcmSender, until: float, receipts: set[str]) -> None:
    while time.perf_counter() < until - 1:
        sent = await asyncio.gather(*(sender.send(_device(n), _notice(n), 1) for n in range(IN_FLIGHT)))
        receipts.update(receipt.reason for receipt in sent)
        await asyncio.sleep(0.5)


def _sender(url: str, trust: ssl.SSLContext) -> FcmSender:
    async def fetch() -> AccessToken:
        return AccessToken("t", datetime.now(UTC) + timedelta(hours=9))

    return FcmSender(project=PROJECT, tokens=AccessTokens(fetch), url=url, trust=trust)


def _device(n: int) -> Device:
    registered_at = datetime(2026, 1, 1, tzinfo=UTC)
    return Device(f"d{n}", "fid", f"fid-{n}-{random.getrandbits(32)}", "android", "fr", registered_at)


def _notice(n: int) -> Notice:
    return Notice(f"n{n}", "TandemFormed", {"tandemId": f"t{n}"}, datetime.now(UTC) + timedelta(hours=24))


def _resident_mb() -> float:
    pages = Path("/proc/self/statm")
    if pages.exists():
        return round(int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 1)


if __name__ == "__main__":
    main()
