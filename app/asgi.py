"""The composition root: the one place that knows every other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog
from litestar import Litestar, Request, Router
from litestar.di import Provide
from litestar.types import ASGIApp

from app.api_page import openapi_config
from app.areas.atlas import load_atlas
from app.auth import Verifier
from app.auth.cache import CachedVerifier
from app.auth.demo import DemoSigner, DemoVerifier
from app.auth.guard import SignInGuard, second_factor
from app.bodies import JsonRequest
from app.cache import Cache
from app.db import Database
from app.decks.census import SNAPSHOT
from app.decks.faces import FaceBook
from app.decks.hands import Hands
from app.decks.market import Market
from app.decks.service import Table
from app.demo import controllers as demo
from app.errors import DependencyDown, DomainError, render
from app.members.bars import BarKey
from app.messages.live import Live
from app.messages.sockets import Desk, Door
from app.operations.service import is_ready
from app.outbox.bell import Bell
from app.photos.album import Album
from app.photos.darkroom import Darkroom
from app.photos.service import Studio
from app.routes import OPERATIONS, PUBLIC, SIGNED_IN, SOCKETS, STAFF
from app.settings import Settings, read_settings
from app.telemetry import Watch, set_up_logs

VERSION = "0.1.0"
# A hundred offline swipes with their messages are about 60 kB.
LARGEST_BODY = 256 * 1024
DEMO_KEY = "sign-in.pem"

log = structlog.get_logger("tandem")


def create_app(settings: Settings, verifier: Verifier | None = None) -> Litestar:
    """The service for these settings; tests may bring a verifier of their own."""
    db = Database(settings.database_url, settings.pool_size)
    cache = Cache(settings.redis_url)
    bell = Bell(cache)
    live = Live(db, cache)
    table = Table(db, cache, Market(settings.folder / SNAPSHOT, settings.database_url), Hands(), FaceBook())
    guard = SignInGuard(CachedVerifier(verifier or _verifier(settings)))

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        await _warm_up(table)
        tending = [asyncio.create_task(tend) for tend in (table.market.tend(db), live.tend())]
        try:
            yield
        finally:
            for tend in tending:
                tend.cancel()
            await asyncio.gather(*tending, return_exceptions=True)
            await bell.close()
            await cache.close()
            await db.close()

    given: dict[str, Provide] = {
        "db": _given(db),
        "cache": _given(cache),
        "table": _given(table),
        "bar_key": _given(BarKey(settings.ban_key)),
        "bell": _given(bell),
        "live": _given(live),
        "desk": _given(Desk(db, live, bell)),
        "door": _given(Door.of(settings)),
        "studio": _given(Studio(db, Darkroom(), Album(settings))),
    }
    routers = [*_routers(settings, guard), *(_demo_routers(settings, guard, given) if settings.demo else [])]
    return Litestar(
        route_handlers=[*OPERATIONS, *routers],
        lifespan=[running],
        dependencies=given,
        exception_handlers={DomainError: render, Exception: render},
        middleware=[],
        after_response=_ring(bell),
        openapi_config=openapi_config(VERSION, demo=settings.demo),
        request_class=JsonRequest,
        request_max_body_size=LARGEST_BODY,
        logging_config=None,
        debug=False,
    )


def app() -> ASGIApp:
    """What uvicorn serves, configured by the environment."""
    settings = read_settings()
    set_up_logs(human=settings.demo)
    if not settings.demo and not settings.photo_store:
        log.warning("photos are kept in TANDEM_DATA, which the worker and every API machine must then share")
    return Watch(create_app(settings))


def _routers(settings: Settings, guard: SignInGuard) -> list[Router]:
    return [
        Router("/v1", route_handlers=[*PUBLIC, *SOCKETS], security=[{}]),
        Router("/v1", route_handlers=SIGNED_IN, guards=[guard]),
        Router("/v1/staff", route_handlers=STAFF, guards=[guard] if settings.demo else [guard, second_factor]),
    ]


def _demo_routers(settings: Settings, guard: SignInGuard, given: dict[str, Provide]) -> list[Router]:
    given["signer"] = _given(DemoSigner(settings.folder / DEMO_KEY))
    return [
        Router("/v1", route_handlers=[demo.sign_in], security=[{}]),
        Router("/v1", route_handlers=[demo.list_notices], guards=[guard]),
    ]


def _verifier(settings: Settings) -> Verifier:
    if settings.demo:
        return DemoVerifier(settings.folder / DEMO_KEY)
    # Firebase's library takes a second to import, which the demo need not wait for.
    from app.auth.firebase import FirebaseVerifier  # noqa: PLC0415

    return FirebaseVerifier(settings.firebase_project_id)


def _ring(bell: Bell) -> Callable[[Request[Any, Any, Any]], Awaitable[None]]:
    async def ring(request: Request[Any, Any, Any]) -> None:
        """What writes may have put something into the outbox, and has committed by now."""
        if request.method != "GET":
            bell.ring()

    return ring


def _given(thing: Any) -> Provide:
    provide: Callable[[], Any] = lambda: thing  # noqa: E731
    return Provide(provide, sync_to_thread=False)


async def _warm_up(table: Table) -> None:
    load_atlas()
    await table.db.open()
    try:
        if await is_ready(table.db):
            await table.market.keep_up(table.db)
            return
    except DependencyDown:
        pass
    log.warning("started without Postgres or without its schema: not ready until both are there")
