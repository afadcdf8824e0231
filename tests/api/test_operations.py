"""The service without its database, its schema or its cache; in production; and its printed document."""

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from uuid import uuid4

from msgspec.structs import replace

from app.asgi import create_app
from app.auth import Claims
from app.errors import BadToken
from app.migrations import migrate
from app.settings import Settings
from tests.api.ledger import assert_problem
from tests.api.routes import DOORS, routes_of
from tests.people import Town


async def test_with_redis_gone_decks_and_swipes_go_on(settings: Settings) -> None:
    async with Town.open(replace(settings, redis_url=f"redis://127.0.0.1:{_closed_port()}")) as town:
        mentee, mentor = await town.mentee(), await town.mentor()
        assert await mentee.dealt() == [mentor.id]
        assert await mentee.dealt() == [mentor.id]
        assert (await mentee.like(mentor)).status_code == 200
        assert await mentee.dealt() == []
        assert (await town.http.get("/health/ready")).status_code == 200


async def test_with_postgres_gone_every_call_that_needs_it_is_503(settings: Settings) -> None:
    dead = replace(settings, database_url=f"postgresql://tandem@127.0.0.1:{_closed_port()}/tandem")
    async with Town.open(dead) as town:
        caller = town.stranger()
        answers = [
            await caller.get("/v1/me"),
            await caller.get("/v1/deck"),
            await caller.put(f"/v1/swipes/{uuid4()}", {"verdict": "like"}),
            await town.http.get("/health/ready"),
        ]
        for answer in answers:
            assert (answer.status_code, assert_problem(answer)["type"]) == (503, "urn:tandem:dependency-down")
            assert int(answer.headers["retry-after"]) > 0
        assert (await town.http.get("/health/live")).json() == {"status": "live"}
        assert (await town.http.get("/v1/areas?q=mars")).status_code == 200
        assert (await town.http.get("/metrics")).status_code == 200


async def test_without_its_schema_the_service_is_not_ready(postgres_url: str, settings: Settings) -> None:
    async with _empty_database(postgres_url) as url, Town.open(replace(settings, database_url=url)) as town:
        missing = await town.http.get("/health/ready")
        assert (missing.status_code, assert_problem(missing)["status"]) == (503, 503)
        await migrate(url)
        assert (await town.http.get("/health/ready")).json() == {"status": "ready"}


async def test_production_has_no_route_of_the_demo(settings: Settings) -> None:
    class Nobody:
        async def verify(self, token: str) -> Claims:
            raise BadToken("nobody")

    production = create_app(replace(settings, env="production"), Nobody())
    served = routes_of(production)
    assert {route.operation for route in served} == set(DOORS) - {"demoSignIn", "demoNotices"}
    assert "demo" not in json.dumps(production.openapi_schema.to_schema()).lower()


def test_the_printed_document_is_openapi_and_says_what_each_call_does() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "app", "openapi"], capture_output=True, check=True, timeout=60
    ).stdout
    document = json.loads(printed)
    assert document["openapi"].startswith("3.")
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert sorted(names) == sorted(DOORS)
    for operation in operations:
        assert operation.get("summary"), operation["operationId"]
        assert operation.get("description"), operation["operationId"]
    references = {part.split('"')[0] for part in printed.decode().split('"$ref": "#/components/schemas/')[1:]}
    assert references <= set(document["components"]["schemas"])


def _closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def _empty_database(server: str) -> AsyncIterator[str]:
    from tests.conftest import _named, _run

    name = f"test_{uuid4().hex}"
    await _run(server, f"create database {name} encoding 'UTF8' template template0")
    yield _named(server, name)
    await _run(server, f"drop database {name} with (force)")
