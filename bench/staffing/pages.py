"""Routes become pages to call: for each caller and filter the first page, and one as far down as there is."""

import base64
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

import httpx
import msgspec

from app.paging import read_cursor, write_cursor
from bench.load import Call, call
from bench.staffing.callers import Caller
from bench.staffing.fill import Connection
from bench.staffing.routes import VIEWS, Kind, Route

WALKED_PAGES = 5
# A walk of a few pages says how dense a list is; from there it is left by jumps.
JUMPS = (3_000, 1_000, 300, 100, 30, 10, 3)
# Cursors of a list by name, which begin with an id.
NAMES = [base64.urlsafe_b64encode(UUID(int=0).bytes + name).decode() for name in (b"r", b"m", b"d")]
ID_AND_TIME = 24


class Page(msgspec.Struct, frozen=True):
    """One page for one caller; the calls are about one thing after the other, where it is about something."""

    operation: str
    kind: Kind
    words: str
    calls: list[Call]


async def pages(
    client: httpx.AsyncClient, connection: Connection, routes: Sequence[Route], callers: Sequence[Caller]
) -> AsyncIterator[Page]:
    for route in routes:
        for caller in callers:
            token = await _token(client, route, caller)
            if "{}" in route.path:
                ids = [row[0] for row in await connection.fetch(VIEWS[route.operation].subjects, caller.scope)]
                for filters in VIEWS[route.operation].filters if ids else ():
                    paths = [_address(route, filters).format(id) for id in ids]
                    yield _page(route, filters, caller.words, token, paths)
                continue
            for filters in VIEWS[route.operation].filters:
                first = _address(route, filters)
                yield _page(route, filters, caller.words, token, [first])
                if cursor := await _deep_cursor(client, first, token):
                    yield _page(route, filters, f"{caller.words}, deep", token, [_address(route, filters, cursor)])


def _page(route: Route, filters: str, words: str, token: str, paths: list[str]) -> Page:
    calls = [call("GET", f"/v1/staff{path}", 200, token) for path in paths]
    return Page(route.operation, route.kind(filters), f"{route.operation} {filters} ({words})", calls)


async def _token(client: httpx.AsyncClient, route: Route, caller: Caller) -> str:
    """An officer's, unless the route is for administrators."""
    answer = await client.get(f"/v1/staff{route.path.format(UUID(int=0))}", headers=_signed(caller.token))
    return caller.administrators if answer.status_code == httpx.codes.FORBIDDEN else caller.token


async def _deep_cursor(client: httpx.AsyncClient, first: str, token: str) -> str | None:
    """Where a page begins that has many before it; None if there is but one page."""
    cursors: list[str] = []
    while len(cursors) < WALKED_PAGES and (following := await _next(client, first, token, cursors)):
        cursors.append(following)
    if len(cursors) < WALKED_PAGES:
        return cursors[-1] if cursors else None
    for further in _further(cursors):
        if await _next(client, first, token, [further]):
            return further
    return cursors[-1]


def _further(cursors: Sequence[str]) -> list[str]:
    """Cursors far below, the furthest first."""
    if len(base64.urlsafe_b64decode(cursors[0])) != ID_AND_TIME:
        return NAMES
    begins, ends = read_cursor(cursors[0]), read_cursor(cursors[-1])
    if begins is None or ends is None:
        return []
    span = min(ends[0] - begins[0], timedelta(days=1), key=abs)
    places = [(begins[0] + jump * span, ends[1]) for jump in JUMPS]
    return [str(write_cursor([place], 1, lambda place: place)) for place in places]


async def _next(client: httpx.AsyncClient, path: str, token: str, cursors: Sequence[str]) -> str | None:
    joint = "&" if "?" in path else "?"
    answer = await client.get(
        f"/v1/staff{path}{joint + urlencode({'cursor': cursors[-1]}) if cursors else ''}", headers=_signed(token)
    )
    page = answer.json()
    return page.get("next") if answer.status_code == httpx.codes.OK else None


def _address(route: Route, filters: str, cursor: str = "") -> str:
    query = "&".join(filter(None, [filters, urlencode({"cursor": cursor}) if cursor else ""]))
    return f"{route.path}?{query}" if query else route.path


def _signed(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
