"""What a refused call must leave as it was, and what its answer must be."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from typing import Any

import httpx

import app.asgi  # noqa: F401 (brings every error of the service into being)
from app.errors import DomainError, Words
from tests.api.routes import Route
from tests.people import Caller, Town


class Watched:
    """The tables before, to compare with the tables after each bad call; every other call is in English."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._before = ""
        self._transactions = ""
        self._languages: Iterator[str] = cycle(("fr", "en"))

    async def refused(
        self,
        caller: Caller,
        route: Route,
        url: str,
        name: str,
        *,
        content: bytes,
        media: str | None = "application/json",
    ) -> None:
        self._before = self._before or await everything(self._town)
        language = next(self._languages)
        headers = {"Accept-Language": language} | ({"Content-Type": media} if media else {})
        answer = await caller.call(route.method, url, content=content, headers=headers)
        await self.check(answer, f"{route.operation}: {name}", language)

    async def check(self, answer: httpx.Response, name: str, language: str = "fr") -> None:
        try:
            assert_refused(answer, language)
        except AssertionError as error:
            error.add_note(name)
            raise
        await self.nothing_written(name)

    async def nothing_written(self, name: str) -> None:
        # Whoever writes, or locks a row, takes a number: where none was taken, nothing was written.
        transactions = await self._town.value("select pg_snapshot_xmax(pg_current_snapshot())::text")
        if self._before and transactions == self._transactions:
            return
        now = await everything(self._town)
        self._before = self._before or now
        self._transactions = transactions
        assert now == self._before, f"{name}: something was written"


async def everything(town: Town) -> str:
    """A checksum of every row of every table."""
    if not hasattr(town, "_checksum"):
        tables = await town.rows("select relname from pg_stat_user_tables where schemaname = 'public' order by 1")
        sums = ", ".join(
            f"(select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {name} as t)"
            for (name,) in tables
        )
        town._checksum = f"select concat_ws(':', {sums})"  # type: ignore[attr-defined]
    return str(await town.value(town._checksum))  # type: ignore[attr-defined]


def assert_refused(answer: httpx.Response, language: str = "fr") -> dict[str, Any]:
    """A 4xx problem in the caller's language."""
    assert 400 <= answer.status_code < 500, f"{answer.status_code} {answer.text[:300]}"
    return assert_problem(answer, language)


def assert_problem(answer: httpx.Response, language: str = "fr") -> dict[str, Any]:
    """RFC 9457, in the caller's language, with words that the service wrote."""
    assert answer.headers["content-type"] == "application/problem+json", answer.headers
    assert answer.headers["content-language"] == language
    problem: dict[str, Any] = answer.json()
    assert set(problem) <= {"type", "title", "status", "detail", "errors"}
    assert problem["status"] == answer.status_code
    kinds = _kinds()[problem["type"]]
    assert any(_says(kind.title, language, problem["title"]) for kind in kinds), problem
    assert any(_says(kind.detail, language, problem["detail"]) for kind in kinds), problem
    for error in problem.get("errors", []):
        assert set(error) == {"field", "message"}
        assert error["message"]
    return problem


@cache
def _kinds() -> dict[str, list[type[DomainError]]]:
    kinds: dict[str, list[type[DomainError]]] = {}
    for kind in _heirs(DomainError):
        kinds.setdefault(f"urn:tandem:{kind.type}", []).append(kind)
    return kinds


def _heirs(kind: type[DomainError]) -> list[type[DomainError]]:
    return [heir for child in kind.__subclasses__() for heir in (child, *_heirs(child))]


def _says(words: Words, language: str, said: str) -> bool:
    meant = re.sub(r"\\\{\w+\\\}", ".+", re.escape(getattr(words, language)))
    return re.fullmatch(meant, said) is not None
