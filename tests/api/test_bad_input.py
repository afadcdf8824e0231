"""Bad input of every kind on every route: a 4xx problem in the caller's language, and nothing written."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.cases import bodies, with_value
from tests.api.conftest import PHOTO_ID, Stage
from tests.api.ledger import Watched, assert_refused
from tests.api.routes import BODIES_THAT_MAY_BE_ABSENT, CLIENT_MADE, DOORS, Route, good_body, routes_of
from tests.api.values import (
    BAD_CALENDARS,
    BAD_DEVICE_IDS,
    BAD_EFFECTIVE_DAYS,
    BAD_HUES,
    BAD_IDS,
    BAD_INITIALS,
    BAD_MILESTONES,
    BAD_OCCASIONS,
    BAD_QUERIES,
    BAD_SIGN_UP_CODES,
    BAD_TOKENS,
    BAD_TOPICS,
    ODD_LANGUAGES,
    impossible_values,
)
from tests.people import MENTOR, Caller, Town

# Taking back what is not there is done already.
DONE_ALREADY = {"unblockMember"}


def test_every_route_is_known_to_these_tests(town: Town) -> None:
    assert {route.operation for route in routes_of(town.app)} == set(DOORS)


def test_the_good_bodies_have_every_field(town: Town) -> None:
    document = town.app.openapi_schema.to_schema()
    for route in _with_body(town):
        sent, known = good_body(route.operation, str(uuid4())), _schema_of(document, route)
        missing = known - set(sent)
        assert missing <= {"company", "jobTitle", "capacity", "hoursPerMonth"}, route.operation


def test_every_query_parameter_is_known_to_these_tests(town: Town) -> None:
    document = town.app.openapi_schema.to_schema()
    found = {
        (operation["operationId"], parameter["name"])
        for path in document["paths"].values()
        for operation in path.values()
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query"
    }
    assert found == set(BAD_QUERIES)


async def test_a_call_that_wrote_or_an_answer_that_is_no_problem_would_be_seen(stage: Stage) -> None:
    watched = Watched(stage.town)
    await watched.nothing_written("yet")
    for answer in (await stage.mentee.get("/v1/me"), httpx.Response(404, json={}), httpx.Response(500, text="Oops")):
        with pytest.raises((AssertionError, KeyError)):
            assert_refused(answer)
    assert (await stage.mentee.put("/v1/me/pause")).status_code == 204
    with pytest.raises(AssertionError, match="something was written"):
        await watched.nothing_written("now")


async def test_bad_bodies_are_refused_and_nothing_is_written(stage: Stage) -> None:
    watched = Watched(stage.town)
    document = stage.town.app.openapi_schema.to_schema()
    for route in _with_body(stage.town):
        caller, url = stage.caller_of(route), stage.url_of(route)
        good = good_body(route.operation, stage.stranger.id)
        required = _required(document, route)
        for case in bodies(good, required=required, may_be_absent=route.operation in BODIES_THAT_MAY_BE_ABSENT):
            await watched.refused(caller, route, url, case.name, content=case.body, media=case.content_type)


async def test_a_mentors_bad_fields_are_refused_and_nothing_is_written(stage: Stage) -> None:
    watched = Watched(stage.town)
    routes = {route.operation: route for route in routes_of(stage.town.app)}
    changed = {key: value for key, value in MENTOR.items() if key != "role"}
    for route, good, required in (
        (routes["putMe"], MENTOR, {"jobTitle", "capacity", "hoursPerMonth"}),
        (routes["changeMe"], changed, set()),
    ):
        for case in bodies(good, required=required, may_be_absent=False):
            await watched.refused(stage.mentor, route, "/v1/me", case.name, content=case.body, media=case.content_type)


async def test_what_reads_well_but_cannot_be_is_refused_and_nothing_is_written(stage: Stage) -> None:
    watched = Watched(stage.town)
    routes = {route.operation: route for route in routes_of(stage.town.app)}
    for operation, path, value in impossible_values():
        route = routes[operation]
        body = with_value(good_body(operation, stage.stranger.id), path, value)
        await watched.refused(stage.caller_of(route), route, stage.url_of(route), f"{path} = {value!r}", content=body)


async def test_ids_that_lead_nowhere_are_refused_and_nothing_is_written(stage: Stage) -> None:
    watched = Watched(stage.town)
    for route in routes_of(stage.town.app):
        if "_id}" not in route.path or "device_id" in route.path:
            continue
        caller = stage.caller_of(route)
        for bad in [*BAD_IDS, *_ids_of_nobody_to(caller, route, stage)]:
            url = route.url(**stage.parts_of(route) | dict.fromkeys(route.ids, bad))
            answer = await _call(caller, route, url, stage)
            if route.operation in DONE_ALREADY and answer.status_code == 204:
                await watched.nothing_written(f"{route.operation} {bad[:50]}")
            else:
                await watched.check(answer, f"{route.operation} {bad[:50]}")


async def test_bad_parts_of_a_path_are_refused_and_nothing_is_written(stage: Stage) -> None:
    watched = Watched(stage.town)
    for route in routes_of(stage.town.app):
        urls = [
            *(route.url(device_id=bad) for bad in BAD_DEVICE_IDS if "{device_id}" in route.path),
            *(
                route.url(tandem_id=stage.tandem_id, occasion=bad)
                for bad in BAD_OCCASIONS
                if "{occasion}" in route.path
            ),
            *(
                route.url(tandem_id=stage.tandem_id, milestone=bad)
                for bad in BAD_MILESTONES
                if "{milestone}" in route.path
            ),
            *(route.url(calendar=bad) for bad in BAD_CALENDARS if "{calendar}" in route.path),
            *(route.url(topic=bad) for bad in BAD_TOPICS if "{topic}" in route.path),
            *(route.url(module=bad) for bad in BAD_TOPICS if "{module}" in route.path),
            *(route.url(photo_id=PHOTO_ID, size=bad) for bad in BAD_HUES if "{size}" in route.path),
            *(route.url(code=bad) for bad in BAD_SIGN_UP_CODES if "{code}" in route.path),
            *(
                route.url(programme_id=stage.programme_id, effective_on=bad)
                for bad in BAD_EFFECTIVE_DAYS
                if "{effective_on}" in route.path
            ),
            *(route.url(hue="7", initial=bad) for bad in BAD_INITIALS if "{initial}" in route.path),
            *(route.url(hue=bad, initial="I") for bad in BAD_HUES if "{hue}" in route.path),
        ]
        for url in urls:
            await watched.check(await _call(stage.caller_of(route), route, url, stage), url[:80])


async def test_bad_queries_are_refused_and_nothing_is_written(stage: Stage) -> None:
    watched = Watched(stage.town)
    routes = {route.operation: route for route in routes_of(stage.town.app)}
    for (operation, parameter), values in BAD_QUERIES.items():
        route = routes[operation]
        others = "direction=sent&" if operation == "listRequests" and parameter != "direction" else ""
        for value in values:
            answer = await _call(stage.mentee, route, f"{route.path}?{others}{parameter}={value}", stage)
            await watched.check(answer, f"{operation} {parameter}={value[:40]}")
    await watched.check(await stage.mentee.get("/v1/requests"), "no direction")


async def test_a_very_long_query_changes_nothing(stage: Stage) -> None:
    for route in routes_of(stage.town.app):
        if route.method == "GET":
            url = stage.url_of(route)
            answer = await stage.caller_of(route).get(f"{url}{'&' if '?' in url else '?'}x={'a' * 60_000}")
            # A member has no invitation any more.
            assert answer.status_code == (404 if route.operation == "readInvitation" else 200), route.operation


async def test_a_bad_authorization_is_refused_and_nothing_is_written(stage: Stage) -> None:
    watched = Watched(stage.town)
    for route in routes_of(stage.town.app):
        if DOORS[route.operation] == "public":
            continue
        for token in BAD_TOKENS:
            headers = {"Authorization": token} if token else {}
            answer = await stage.town.http.request(route.method, stage.url_of(route), headers=headers)  # type: ignore[arg-type]
            assert answer.status_code == 401, (route.operation, token[:30])
            assert answer.headers["www-authenticate"].startswith("Bearer ")
            assert_refused(answer)
        await watched.nothing_written(route.operation)


async def test_an_odd_accept_language_is_read_as_french(stage: Stage) -> None:
    for route in routes_of(stage.town.app):
        for language in ODD_LANGUAGES:
            headers: Any = {"Accept-Language": language}
            url = "/v1/nowhere" if DOORS[route.operation] == "public" else stage.url_of(route)
            answer = await stage.town.http.request(route.method, url, headers=headers)
            assert_refused(answer, "fr")


async def test_other_verbs_and_other_paths_are_refused(stage: Stage) -> None:
    watched = Watched(stage.town)
    verbs: dict[str, set[str]] = {}
    for route in routes_of(stage.town.app):
        verbs.setdefault(stage.url_of(route), set()).add(route.method)
    for url, known in verbs.items():
        for verb in {"GET", "PUT", "POST", "PATCH", "DELETE", "TRACE", "BREW"} - known:
            answer = await stage.mentee.call(verb, url)
            await watched.check(answer, f"{verb} {url}")
            if answer.status_code == 405:
                assert known <= set(answer.headers["allow"].replace(" ", "").split(","))
    for path in (
        "/",
        "/v1",
        "/v1/members",
        "/v2/me",
        "/v1/me/",
        "//v1/me",
        "/v1/me/%00",
        "/v1/../v1/me",
        "/%ff",
        "/.env",
    ):
        answer = await stage.mentee.get(path)
        assert answer.status_code < 500, path
        if answer.status_code != 200:
            await watched.check(answer, path)


async def test_a_field_given_twice_must_be_right_both_times(stage: Stage) -> None:
    watched = Watched(stage.town)
    routes = {route.operation: route for route in routes_of(stage.town.app)}
    url = f"/v1/swipes/{stage.stranger.id}"
    for twice in (b'{"verdict": 7, "verdict": "pass"}', b'{"verdict": "pass", "verdict": 7}'):
        await watched.refused(stage.mentee, routes["swipe"], url, str(twice), content=twice)


async def test_a_body_that_nobody_asked_for_is_not_even_read(stage: Stage) -> None:
    for route in routes_of(stage.town.app):
        if route.takes_body or route.operation in ("deleteMe", "putPhoto", "bringImport"):
            continue
        answers = [
            await stage.caller_of(route).call(route.method, stage.url_of(route), **options)
            for options in ({}, {"content": b"[" * 100_000}, {"content": b"\xff" * 1_000_000})
        ]
        assert {answer.status_code for answer in answers[1:]} <= {200, 201, 204, 404, 409}, route.operation


def _with_body(town: Town) -> list[Route]:
    return [route for route in routes_of(town.app) if route.takes_body]


async def _call(caller: Caller, route: Route, url: str, stage: Stage) -> httpx.Response:
    if not route.takes_body:
        return await caller.call(route.method, url)
    return await caller.call(route.method, url, json=good_body(route.operation, stage.stranger.id))


def _ids_of_nobody_to(caller: Caller, route: Route, stage: Stage) -> list[str]:
    """Ids with which the caller has nothing to do, whatever the route."""
    if route.operation in CLIENT_MADE:
        return []
    nobody = [
        str(uuid4()),
        "00000000-0000-0000-0000-000000000000",
        stage.tandem_id if route.takes_member else stage.mentee.id,
    ]
    if route.operation in ("verifyMentor", "undoSwipe"):
        return nobody
    if route.takes_member and caller is not stage.staff:
        nobody.append(caller.id)
    if route.path.startswith("/v1/requests"):
        nobody += [stage.rival.id if caller is stage.mentor else stage.stranger.id]
    return nobody


def _required(document: dict[str, Any], route: Route) -> set[str]:
    return set(_body_schema(document, route).get("required", []))


def _schema_of(document: dict[str, Any], route: Route) -> set[str]:
    return set(_body_schema(document, route).get("properties", {}))


def _body_schema(document: dict[str, Any], route: Route) -> dict[str, Any]:
    operation = document["paths"][route.path][route.method.lower()]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    for choice in [schema, *schema.get("oneOf", [])]:
        if "$ref" in choice:
            found: dict[str, Any] = document["components"]["schemas"][choice["$ref"].rsplit("/", 1)[1]]
            return found
    raise AssertionError(schema)
