"""The scripted FCM as a process: `python -m tests.push.scripted --latency 0.02 --faults 0.3 --record posts.jsonl`.

Prints `ready <url>` once it listens. Each post is one line in the record, written before it is answered:
{"at": seconds since 1970, "nid", "to", "kind", "title", "status", "fault", "retry_after", "delivered"}.
"""

import argparse
import asyncio
import json
import random
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import uvloop

from tests.push import answers_of_fcm as said
from tests.push.certificates import certificate
from tests.push.fcm_server import Post, Reply, running_fcm
from tests.push.samples import key_file

FAULTS: dict[str, Reply] = {
    "429": Reply(429, said.QUOTA),
    "500": Reply(500, said.INTERNAL),
    "502": Reply(502, said.HTML),
    "503": Reply(503, said.UNAVAILABLE),
    "504": Reply(504, b""),
    "unregistered": Reply(404, said.UNREGISTERED),
    "lost": Reply(503, said.UNAVAILABLE, delivers=True),
    "half": Reply(fault="half"),
    "silence": Reply(fault="silence"),
    "silence-delivered": Reply(fault="silence", delivers=True),
    "reset": Reply(fault="reset", delivers=False),
}


def main() -> None:
    options = _options()
    with open(options.record, "a", encoding="utf-8") if options.record else open("/dev/null", "w") as record:
        uvloop.run(_serve(options, record))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.push.scripted", description="A scripted FCM on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--faults", type=float, default=0.0, help="share of posts that go wrong, 0 to 1")
    parser.add_argument("--kinds", default="503,500,429,lost,half", help=f"of faults, from {','.join(FAULTS)}")
    parser.add_argument("--retry-after", default="", help="sent with every 429 and 5xx")
    parser.add_argument("--down-until", type=float, default=0.0, help="503 to all until this many seconds have passed")
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--record", help="file to which each post is appended")
    parser.add_argument("--key-folder", type=Path, help="writes key.json here: a service account whose OAuth is here")
    parser.add_argument("--oauth-latency", type=float, default=0.0, help="seconds that a new access token takes")
    parser.add_argument("--tls", type=Path, help="speaks HTTP/2 over TLS, and writes its certificate to this file")
    return parser.parse_args()


async def _serve(options: argparse.Namespace, record: TextIO) -> None:
    async with running_fcm(_tls(options.tls), options.port) as fcm:
        fcm.script = _script(options)
        fcm.remember = _recorder(record) if options.record else lambda _: None
        fcm.oauth = Reply(delay=options.oauth_latency)
        if options.key_folder:
            key_file(options.key_folder, f"{fcm.url}/token")
        print(f"ready {fcm.url}", flush=True)  # noqa: T201
        await asyncio.Event().wait()


def _tls(path: Path | None) -> ssl.SSLContext | None:
    if path is None:
        return None
    path.write_bytes(certificate())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context


def _script(options: argparse.Namespace) -> Callable[[dict[str, Any]], Reply]:
    dice = random.Random(options.seed)
    asks = {"retry-after": options.retry_after} if options.retry_after else {}
    going_wrong = [_delayed(FAULTS[kind], options.latency, asks) for kind in options.kinds.split(",")]
    well = _delayed(Reply(), options.latency, {})
    down = _delayed(FAULTS["503"], options.latency, asks)
    up_at = time.monotonic() + options.down_until

    def script(_: dict[str, Any]) -> Reply:
        if time.monotonic() < up_at:
            return down
        return dice.choice(going_wrong) if dice.random() < options.faults else well

    return script


def _delayed(reply: Reply, latency: float, asks: dict[str, str]) -> Reply:
    headers = asks if reply.status == 429 or reply.status >= 500 else {}
    return Reply(reply.status, reply.body, headers, reply.fault, latency, reply.delivers)


def _recorder(record: TextIO) -> Callable[[Post], object]:
    def write(post: Post) -> None:
        line = {
            "at": time.time(),
            "nid": post.nid,
            "to": post.address,
            "kind": post.message["data"]["kind"],
            "title": post.message["notification"]["title"],
            "status": post.reply.status,
            "fault": post.reply.fault,
            "retry_after": post.reply.headers.get("retry-after"),
            "delivered": post.delivered,
        }
        record.write(json.dumps(line) + "\n")
        record.flush()

    return write


if __name__ == "__main__":
    main()
