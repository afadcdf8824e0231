"""The composition root: the one place that knows every other."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import structlog
from litestar import Litestar, Request, Router
from litestar.datastructures import State
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
from app.errors import DependencyDown, DomainError
from app.imports.reading import ReadingRoom
from app.members.bars import BarKey
from app.messages.live import Live
from app.messages.sockets import Desk, Door
from app.operations.service import is_ready
from app.outbox.bell import Bell
from app.photos.album import Album
from app.photos.darkroom import Darkroom
from app.photos.service import Studio
from app.problems import render
from app.routes import OPERATIONS, PUBLIC, SIGNED_IN, SOCKETS, STAFF
from app.settings import Settings, read_settings
from app.swipes.firsts import FirstSwipes
from app.telemetry import Watch, set_up_logs

VERSION = "0.1.0"
# A hundred offline swipes with their messages are about 60 kB.
LARGEST_BODY = 256 * 1024
DEMO_KEY = "sign-in.pem"

log = structlog.get_logger("tandem")


class Parts(msgspec.Struct):
    """What the handlers are given, made of the settings."""

    settings: Settings
    verifier: CachedVerifier
    db: Database
    cache: Cache
    bell: Bell
    live: Live
    table: Table
    first_swipes: FirstSwipes
    bar_key: BarKey
    desk: Desk
    door: Door
    studio: Studio
    reading_room: ReadingRoom
    signer: DemoSigner | None

    @classmethod
    def of(cls, settings: Settings, verifier: Verifier | None = None) -> "Parts":
        db = Database(settings.database_url, settings.pool_size)
        cache = Cache(settings.redis_url)
        bell = Bell(cache)
        live = Live(db, cache)
        return cls(
            settings=settings,
            verifier=CachedVerifier(verifier or _verifier(settings)),
            db=db,
            cache=cache,
            bell=bell,
            live=live,
            table=Table(db, cache, Market(settings.folder / SNAPSHOT, settings.database_url), Hands(), FaceBook()),
            first_swipes=FirstSwipes(db),
            bar_key=BarKey(settings.ban_key),
            desk=Desk(db, live, bell),
            door=Door.of(settings),
            studio=Studio(db, Darkroom(), Album(settings)),
            reading_room=ReadingRoom(),
            signer=DemoSigner(settings.folder / DEMO_KEY) if settings.demo else None,
        )


class Assembly:
    """Holds the parts. Between two lives of the app others may take their place: making routes takes half a second."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def given(self) -> dict[str, Provide]:
        names = [
            "db",
            "cache",
            "table",
            "first_swipes",
            "bar_key",
            "bell",
            "live",
            "desk",
            "door",
            "studio",
            "reading_room",
        ]
        return {name: self._given(name) for name in [*names, *(["signer"] if self.parts.settings.demo else [])]}

    def _given(self, name: str) -> Provide:
        provide: Callable[[], Any] = lambda: getattr(self.parts, name)  # noqa: E731
        return Provide(provide, sync_to_thread=False)


def create_app(settings: Settings, verifier: Verifier | None = None) -> Litestar:
    """The service for these settings; tests may bring a verifier of their own."""
    assembly = Assembly(Parts.of(settings, verifier))

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        parts = assembly.parts
        await _warm_up(parts.table)
        tending = [asyncio.create_task(tend) for tend in (parts.table.market.tend(parts.db), parts.live.tend())]
        try:
            yield
        finally:
            for tend in tending:
                tend.cancel()
            await asyncio.gather(*tending, return_exceptions=True)
            await parts.bell.close()
            await parts.cache.close()
            await parts.db.close()

    guard = SignInGuard(lambda: assembly.parts.verifier)
    routers = [*_routers(settings, guard), *(_demo_routers(guard) if settings.demo else [])]
    return Litestar(
        route_handlers=[*OPERATIONS, *routers],
        lifespan=[running],
        dependencies=assembly.given(),
        exception_handlers={DomainError: render, Exception: render},
        middleware=[],
        after_response=_ring(assembly),
        openapi_config=openapi_config(VERSION, demo=settings.demo),
        request_class=JsonRequest,
        request_max_body_size=LARGEST_BODY,
        logging_config=None,
        debug=False,
        state=State({"assembly": assembly}),
    )


def app() -> ASGIApp:
    """What uvicorn serves, configured by the environment."""
    settings = read_settings()
    set_up_logs(human=settings.demo)
    if not settings.demo and not settings.photo_store:
        log.warning("photos are kept in TANDEM_DATA, which the worker and every API machine must then share")
    service = Watch(create_app(settings))
    keep_for_good()
    return service


def keep_for_good() -> None:
    """What a process makes at its start, it keeps: the collector of cycles need not look at that again and again."""
    load_atlas()
    gc.collect()
    gc.freeze()


def _routers(settings: Settings, guard: SignInGuard) -> list[Router]:
    return [
        Router("/v1", route_handlers=[*PUBLIC, *SOCKETS], security=[{}]),
        Router("/v1", route_handlers=SIGNED_IN, guards=[guard]),
        Router("/v1/staff", route_handlers=STAFF, guards=[guard] if settings.demo else [guard, second_factor]),
    ]


def _demo_routers(guard: SignInGuard) -> list[Router]:
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


def _ring(assembly: Assembly) -> Callable[[Request[Any, Any, Any]], Awaitable[None]]:
    async def ring(request: Request[Any, Any, Any]) -> None:
        """What writes may have put something into the outbox, and has committed by now."""
        if request.method != "GET":
            assembly.parts.bell.ring()

    return ring


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
