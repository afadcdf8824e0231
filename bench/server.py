"""The process that is measured: the service as `tandem serve` runs it, and two plain handlers to compare it with.

All three are answered by one uvicorn in one process. The service has its telemetry, its guard and its rules. The plain
handlers live in a Litestar app of their own that has none of these: no sign-in, no counters, no problem+json, one
dependency. The bare one decodes the same Struct from the body and the same kind of id from the path as a swipe,
and makes one upsert through the service's own pool. A third decides whether the service's likes tell their mentors.
"""

import os
import re
from datetime import datetime
from typing import Literal
from uuid import UUID

import uvicorn
from litestar import Litestar, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ASGIApp, Receive, Scope, Send

from app.asgi import create_app, keep_for_good
from app.db import Database
from app.pairs.model import Verdict
from app.settings import read_settings
from app.swipes.store import Q
from app.swipes.wire import NewSwipe
from app.telemetry import Watch, set_up_logs
from app.wire import Sent

CORE = "TANDEM_BENCH_CORE"

TABLE = """
create table if not exists bench_upsert (id uuid primary key, verdict text not null, swiped_at timestamptz)
"""
UPSERT = """
insert into bench_upsert (id, verdict, swiped_at) values ($1, $2, $3)
on conflict (id) do update set verdict = excluded.verdict, swiped_at = excluded.swiped_at
"""


class Upserted(Sent, frozen=True):
    member_id: UUID
    verdict: Verdict
    swiped_at: datetime | None


@put("/bare/{member_id:uuid}", operation_id="bare")
async def bare(db: NamedDependency[Database], member_id: FromPath[UUID], data: JSONBody[NewSwipe]) -> Upserted:
    async with db.connection() as connection:
        await connection.execute(UPSERT, member_id, data.verdict, data.swiped_at)
    return Upserted(member_id, data.verdict, data.swiped_at)


@get("/hello", operation_id="hello")
async def hello() -> dict[str, str]:
    return {"hello": "world"}


TELLING = Q.texts["ask_new_cards"]
# The same statement without its notice.
SILENT = re.sub(r"told as \(.*?\n\)", "told as (select $6::interval)", TELLING, flags=re.DOTALL)


@put("/telling/{answer:str}", operation_id="telling", sync_to_thread=False)
def telling(answer: FromPath[Literal["yes", "no"]]) -> None:
    Q.texts["ask_new_cards"] = TELLING if answer == "yes" else SILENT


def main() -> None:
    if core := os.environ.get(CORE):
        os.sched_setaffinity(0, {int(core)})
    set_up_logs(human=False)
    settings = read_settings()
    service = create_app(settings)
    keep_for_good()
    uvicorn.run(
        side_by_side(Watch(service), plain(service)),
        host="127.0.0.1",
        port=settings.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
        server_header=False,
    )


def plain(service: Litestar) -> Litestar:
    """The plain handlers, over the pool of the service."""
    return Litestar(
        [bare, hello, telling],
        dependencies={"db": service.dependencies["db"]},
        openapi_config=None,
        logging_config=None,
    )


def side_by_side(service: ASGIApp, compared: ASGIApp) -> ASGIApp:
    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        # The life of the process is the service's: it opens the pool that both use.
        chosen = compared if scope.get("path", "").startswith(("/bare/", "/hello", "/telling/")) else service
        await chosen(scope, receive, send)

    return choose


if __name__ == "__main__":
    main()
