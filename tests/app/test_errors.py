"""Every error is a problem in the caller's language, and what is our fault is told to us, without the body."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar, put
from litestar.params import FromPath, JSONBody
from structlog.testing import capture_logs

from app.bodies import JsonRequest
from app.complaints import field_errors
from app.errors import DependencyDown, DomainError, MethodNotAllowed, preferred_language
from app.members.wire import NewProfile
from app.problems import render
from app.swipes.wire import NewSwipes
from tests.people import MENTOR

SECRET = "Zanzibar"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"), ("fr", "fr"), ("fr-FR,fr;q=0.9,en;q=0.8", "fr"), ("en", "en"), ("en-GB", "en"), ("EN-us", "en"),
        ("en-US,en;q=0.9,fr;q=0.8", "en"), ("fr;q=0.5,en;q=0.6", "en"), ("fr;q=0.5, en;q=0.5", "fr"), ("de", "fr"),
        ("de,en;q=0.3", "en"), ("*", "fr"), ("*,en;q=0.5", "fr"), ("en;q=0", "fr"), ("en;q=0,fr;q=0", "fr"),
        ("ar,*;q=0.1", "fr"), ("en;q=high", "fr"), (";;", "fr"), ("x" * 10_000, "fr"), ("en;q=nan", "fr"),
        ("en; q=0.9, fr; q=0.1", "en"), ("fr; q=0.1, en; q=0.9", "en"), ("entity", "fr"), ("fra", "fr"),
    ],
)  # fmt: skip
def test_french_is_spoken_unless_english_is_preferred(header: str, language: str) -> None:
    assert preferred_language(header) == language


@pytest.mark.parametrize(
    ("sent", "field", "french", "english"),
    [
        ({"firstName": None}, "firstName", "« str » attendu, pas « null »", "expected `str`, not `null`"),
        ({"firstName": ""}, "firstName", "1 caractère(s) au moins", "at least 1 character(s)"),
        ({"firstName": "a" * 81}, "firstName", "80 caractères au plus", "at most 80 characters"),
        ({"firstName": "a\u0000"}, "firstName", "caractères non permis", "characters that are not allowed"),
        ({"sectors": []}, "sectors", "1 choix au moins", "at least 1 choice(s)"),
        ({"sectors": ["G01"] * 4}, "sectors", "3 choix au plus", "at most 3 choice(s)"),
        ({"sectors": [7]}, "sectors[0]", "« str » attendu, pas « int »", "expected `str`, not `int`"),
        ({"modalities": ["x"]}, "modalities[0]", "'x' n'est pas un choix possible", "'x' is not one of the choices"),
        ({"capacity": 0}, "capacity", "1 au moins", "at least 1"),
        ({"capacity": 10**30}, "capacity", "20 au plus", "at most 20"),
        ({"birthDate": "hier"}, "birthDate", "date illisible", "unreadable date"),
        ({"isAdmin": True}, "isAdmin", "« isAdmin » n'est pas attendu ici", "`isAdmin` is not expected here"),
        ({"company": {}}, "company.name", "« name » est obligatoire", "`name` is required"),
        ({"company": {"name": ""}}, "company.name", "1 caractère(s) au moins", "at least 1 character(s)"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_said_in_both_languages(
    sent: dict[str, Any], field: str, french: str, english: str
) -> None:
    with pytest.raises(msgspec.ValidationError) as refusal:
        msgspec.json.decode(json.dumps(MENTOR | sent), type=NewProfile)
    for language, words in (("fr", french), ("en", english)):
        [error] = field_errors(str(refusal.value), language)  # type: ignore[arg-type]
        assert (error.field, error.message) == (field, words)


def test_the_place_in_a_batch_is_named() -> None:
    swipes = [{"memberId": "x", "verdict": "like", "swipedAt": "2026-11-22T10:00:00Z"}]
    with pytest.raises(msgspec.ValidationError) as refusal:
        msgspec.json.decode(json.dumps({"swipes": swipes}), type=NewSwipes)
    [error] = field_errors(str(refusal.value), "en")
    assert (error.field, error.message) == ("swipes[0].memberId", "unreadable identifier")


def test_every_error_speaks_both_languages() -> None:
    for kind in _heirs(DomainError):
        if "type" not in vars(kind):
            continue
        for words in (kind.title, kind.detail):
            assert words.fr
            assert words.en
            assert words.fr != words.en


class Note(msgspec.Struct):
    about: str


@put("/faults/{kind:str}")
async def fail(kind: FromPath[str], data: JSONBody[Note]) -> None:
    if kind == "postgres":
        raise DependencyDown("postgres", retry_after=7)
    if kind == "validation":
        msgspec.convert({}, Note)
    if kind == "recursion":
        raise RecursionError
    raise RuntimeError("a defect")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = Litestar(
        [fail],
        request_class=JsonRequest,
        exception_handlers={DomainError: render, Exception: render},
        logging_config=None,
        request_max_body_size=1_000,
    )
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://town") as opened:
        yield opened


@pytest.mark.parametrize("kind", ["any", "validation", "recursion"])
async def test_a_defect_is_a_500_problem_and_is_logged_without_the_body(client: httpx.AsyncClient, kind: str) -> None:
    with capture_logs() as logs:
        answer = await client.put(f"/faults/{kind}", json={"about": SECRET})
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    problem = answer.json()
    assert (problem["type"], problem["status"]) == ("urn:tandem:unexpected", 500)
    assert problem["detail"].startswith("C'est notre faute")
    [line] = logs
    assert (line["log_level"], line["method"], line["path"]) == ("error", "PUT", "/faults/{kind}")
    assert isinstance(line["exc_info"], Exception)
    assert SECRET not in str(line)
    assert "a defect" not in answer.text


async def test_what_is_down_is_503_with_when_to_try_again(client: httpx.AsyncClient) -> None:
    with capture_logs() as logs:
        answer = await client.put("/faults/postgres", json={"about": SECRET}, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")
    assert answer.json()["detail"] == "A service we depend on does not answer. Try again in 7 s: nothing is lost."
    [line] = logs
    assert (line["log_level"], line["dependency"]) == ("warning", "postgres")


@pytest.mark.parametrize(
    ("body", "media_type", "status", "kind"),
    [
        (b'{"about": 7}', "application/json", 422, "invalid"),
        (b"", "application/json", 422, "invalid"),
        (b"{", "application/json", 400, "malformed"),
        (b'{"about": "\xff"}', "application/json", 400, "malformed"),
        (b" " * 1_001, "application/json", 413, "too-large"),
        (b'{"about": "a"}', "text/plain", 415, "unsupported-media-type"),
    ],
)
async def test_the_callers_mistake_is_not_logged(
    client: httpx.AsyncClient, body: bytes, media_type: str, status: int, kind: str
) -> None:
    with capture_logs() as logs:
        answer = await client.put("/faults/any", content=body, headers={"Content-Type": media_type})
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:tandem:{kind}")
    assert logs == []


async def test_what_is_not_there_or_not_done_is_said(client: httpx.AsyncClient) -> None:
    missing, other = await client.get("/nowhere"), await client.get("/faults/any", headers={"Accept-Language": "en"})
    assert (missing.status_code, missing.json()["title"]) == (404, "Introuvable")
    assert (other.status_code, other.json()["title"]) == (405, MethodNotAllowed.title.en)
    assert "PUT" in other.headers["allow"]
    assert other.headers["vary"] == "Accept-Language"


def _heirs(kind: type[DomainError]) -> list[type[DomainError]]:
    return [heir for child in kind.__subclasses__() for heir in (child, *_heirs(child))]
