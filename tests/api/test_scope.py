"""The scope table, from the routes: every staff route × every role × every place in the tree of structures."""

from itertools import product
from typing import Any, get_args
from uuid import uuid4

import httpx
import pytest

from app.asgi import create_app
from app.settings import Settings
from app.staff.model import StaffRole
from tests.api.ledger import assert_refused
from tests.api.routes import DOORS, Route, routes_of
from tests.api.scope import SCOPES, SECRET, Scope, Subject
from tests.people import Caller, Town

# Where the caller's structure is, seen from the subject's.
PLACES = {"own": "cci-amp", "parent": "club-13", "child": "antenne-nord", "sister": "mission-locale"}
ABOVE = {"own", "parent"}
ROLES = get_args(StaffRole)
SERVED = create_app(Settings(database_url="postgresql://nowhere", redis_url="redis://nowhere"))
STAFF_ROUTES = [route for route in routes_of(SERVED) if route.path.startswith("/v1/staff/")]


def noun_of(route: Route) -> str:
    """What it is about: routes about the same share a town."""
    return route.path.split("/")[3]


def test_every_staff_route_is_in_the_scope_table() -> None:
    assert sorted(SCOPES) == sorted(route.operation for route in STAFF_ROUTES)
    assert {operation for operation, door in DOORS.items() if door == "staff"} == set(SCOPES)


@pytest.mark.parametrize("noun", sorted({noun_of(route) for route in STAFF_ROUTES}))
async def test_staff_routes_open_to_their_roles_in_their_structure_and_above(town: Town, noun: str) -> None:
    await town.tree()
    await _share_a_secret(town)
    for route in STAFF_ROUTES:
        if noun_of(route) == noun:
            try:
                await _keeps_its_scope(town, route, SCOPES[route.operation])
            except Exception as error:
                error.add_note(f"{route.operation}: {route.method} {route.path}")
                raise


async def _keeps_its_scope(town: Town, route: Route, scope: Scope) -> None:
    subject = await scope.make(town)
    stranger = await call(town.stranger(), route, subject)
    assert (stranger.status_code, assert_refused(stranger)["type"]) == (403, "urn:tandem:staff-only")
    for (place, structure), role in product(PLACES.items(), ROLES):
        caller = await town.staff(role, structure)
        if role != "administrator" and role not in scope.roles:
            answer = await call(caller, route, subject)
            assert (answer.status_code, assert_refused(answer)["type"]) == (403, "urn:tandem:role-too-low"), role
        elif place in ABOVE or not (subject.parts or subject.owner or subject.trace):
            await _opens(caller, route, await _fresh(town, route, scope, subject))
        else:
            await _hides(caller, route, subject)


async def call(caller: Caller, route: Route, subject: Subject) -> httpx.Response:
    kind = "content" if isinstance(subject.body, bytes) else "json"
    options: dict[str, Any] = {} if subject.body is None else {kind: subject.body}
    return await caller.call(route.method, route.url(**subject.parts), **options)


async def _opens(caller: Caller, route: Route, subject: Subject) -> None:
    answer = await call(caller, route, subject)
    assert answer.status_code < 300, (route.operation, answer.status_code, answer.text)
    assert subject.trace in answer.text
    # Rule 4 of the product: no private message without a reported cause.
    assert SECRET not in answer.text


async def _hides(caller: Caller, route: Route, subject: Subject) -> None:
    answer = await call(caller, route, subject)
    if not (subject.parts or subject.owner):
        assert answer.status_code == 200, (route.operation, answer.text)
        assert subject.trace not in answer.text
        return
    missing = await call(caller, route, _missing(subject))
    expected = 422 if subject.owner else 404
    assert (answer.status_code, answer.json()) == (expected, missing.json()), (route.operation, answer.text)


def _missing(subject: Subject) -> Subject:
    """The like of it that never was."""
    if subject.owner and isinstance(subject.body, dict):
        return subject._replace(body=subject.body | {subject.owner: str(uuid4())})
    parts = {part: name if part == "kind" else str(uuid4()) for part, name in subject.parts.items()}
    return subject._replace(parts=parts)


async def _fresh(town: Town, route: Route, scope: Scope, subject: Subject) -> Subject:
    """What one caller changed is no subject for the next; what they only read is."""
    return subject if route.method == "GET" else await scope.make(town)


async def _share_a_secret(town: Town) -> None:
    """Two members write to each other what no staff may read."""
    mentee, mentor = await town.mentee(), await town.mentor()
    assert (await mentee.like(mentor, SECRET)).status_code == 200
    tandem_id = (await mentor.accept(mentee)).json()["id"]
    message = await mentee.put(f"/v1/tandems/{tandem_id}/messages/{uuid4()}", {"text": SECRET})
    assert message.status_code == 201, message.text
