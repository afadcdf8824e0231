"""All of the service, each part a process that can be killed."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.asgi import DEMO_KEY
from app.auth.demo import DemoSigner
from app.embedded import Postgres
from app.embedded.process import free_port
from app.migrations import migrate
from app.settings import Settings
from tests.holds.driver import Api, Program, until_ready


@dataclass
class Pieces:
    postgres: Postgres
    server: Program
    worker: Program
    api: Api
    signer: DemoSigner

    def kill_server(self) -> None:
        self.server.kill()
        self.server.start()

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker.start()

    def kill_postgres(self) -> None:
        os.kill(self.postgres.pid, signal.SIGKILL)
        while self.postgres.alive():
            time.sleep(0.001)
        self.postgres.start()


@asynccontextmanager
async def all_pieces(folder: Path, redis_url: str) -> AsyncIterator[Pieces]:
    with Postgres(folder / "postgres") as postgres:
        await migrate(postgres.url)
        settings = Settings(
            database_url=postgres.url, redis_url=redis_url, folder=folder, port=free_port(None), pool_size=20
        )
        signer = DemoSigner(folder / DEMO_KEY)
        server, worker = Program("serve", settings), Program("worker", settings)
        pieces = Pieces(postgres, server, worker, Api(settings.port), signer)
        try:
            server.start()
            worker.start()
            await until_ready(server, pieces.api)
            yield pieces
        finally:
            await pieces.api.hang_up()
            for program in (server, worker):
                await asyncio.to_thread(program.stop)
