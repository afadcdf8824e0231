"""The composition root: the one place that knows every other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog
from litestar import Litestar, Request, Router
from litestar.di import Provide
from litestar.types import ASGIApp, ControllerRouterHandler

from app.admin import controllers as admin
from app.admin.notices import controllers as staff_notices
from app.api_page import openapi_config
from app.areas import controllers as areas
from app.areas.atlas import load_atlas
from app.auth import Verifier
from app.auth.cache import CachedVerifier
from app.auth.demo import DemoSigner, DemoVerifier
from app.auth.guard import SignInGuard
from app.blocks import controllers as blocks
from app.bodies import JsonRequest
from app.cache import Cache
from app.db import Database
from app.decks import controllers as decks
from app.decks.census import SNAPSHOT
from app.decks.faces import FaceBook
from app.decks.hands import Hands
from app.decks.market import Market
from app.decks.service import Table
from app.demo import controllers as demo
from app.devices import controllers as devices
from app.errors import DependencyDown, DomainError, render
from app.goals import controllers as goals
from app.members import controllers as member
from app.notices import controllers as notices
from app.operations import controllers as operations
from app.operations.service import is_ready
from app.outbox.bell import Bell
from app.portraits import controllers as portraits
from app.privacy import controllers as privacy
from app.requests import controllers as requests
from app.sectors import controllers as sectors
from app.settings import Settings, read_settings
from app.swipes import controllers as swipes
from app.tandems import controllers as tandems
from app.telemetry import Watch, set_up_logs

VERSION = "0.1.0"
# A hundred offline swipes with their messages are about 60 kB.
LARGEST_BODY = 256 * 1024
DEMO_KEY = "sign-in.pem"

log = structlog.get_logger("tandem")

Handlers = list[ControllerRouterHandler]

PUBLIC: Handlers = [
    areas.find_areas,
    sectors.list_sectors,
    goals.list_goals,
    decks.read_ranking_rules,
    portraits.read_portrait,
]
SIGNED_IN: Handlers = [
    member.put_me,
    member.read_me,
    member.change_me,
    member.pause_me,
    member.resume_me,
    privacy.export_me,
    privacy.delete_me,
    blocks.block_member,
    blocks.unblock_member,
    decks.deal,
    swipes.swipe,
    swipes.swipe_all,
    swipes.undo_swipe,
    requests.list_requests,
    requests.open_request,
    requests.accept_request,
    requests.refuse_request,
    requests.withdraw_request,
    tandems.list_tandems,
    tandems.read_tandem,
    devices.put_device,
    devices.delete_device,
    devices.test_device,
    notices.list_notices,
    notices.read_notice,
    notices.read_notices,
    notices.read_notifications,
    notices.put_notifications,
]
STAFF: Handlers = [
    admin.verify_mentor,
    admin.record_guardian_agreement,
    staff_notices.list_letters,
    staff_notices.resend_notice,
    staff_notices.announce,
    staff_notices.list_jobs,
]
OPERATIONS: Handlers = [operations.live, operations.ready, operations.metrics]


def create_app(settings: Settings, verifier: Verifier | None = None) -> Litestar:
    """The service for these settings; tests may bring a verifier of their own."""
    db = Database(settings.database_url, settings.pool_size)
    cache = Cache(settings.redis_url)
    bell = Bell(cache)
    table = Table(db, cache, Market(settings.folder / SNAPSHOT, settings.database_url), Hands(), FaceBook())
    guard = SignInGuard(CachedVerifier(verifier or _verifier(settings)))

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        await _warm_up(table)
        tending = asyncio.create_task(table.market.tend(db))
        try:
            yield
        finally:
            tending.cancel()
            await asyncio.gather(tending, return_exceptions=True)
            await bell.close()
            await cache.close()
            await db.close()

    given: dict[str, Provide] = {
        "db": _given(db),
        "cache": _given(cache),
        "table": _given(table),
        "bell": _given(bell),
    }
    routers = [*_routers(guard), *(_demo_routers(settings, guard, given) if settings.demo else [])]
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
    return Watch(create_app(settings))


def _routers(guard: SignInGuard) -> list[Router]:
    return [
        Router("/v1", route_handlers=PUBLIC, security=[{}]),
        Router("/v1", route_handlers=SIGNED_IN, guards=[guard]),
        Router("/v1/staff", route_handlers=STAFF, guards=[guard]),
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
