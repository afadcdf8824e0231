"""A database of the test's own, seen from outside the service."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeAlias

import asyncpg
import pytest

from app.asgi import DEMO_KEY
from app.auth.demo import DemoSigner
from app.settings import Settings

FIGURE = "figure"

Record: TypeAlias = Callable[[str, object], None]


@pytest.fixture
def record(record_property: Record) -> Record:
    """A FIGURE is printed at the end of the run."""
    return record_property


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for end in ("passed", "failed") for report in terminalreporter.getreports(end)]
    told = [told for report in reports for told in report.user_properties if report.when == "call"]
    if figures := [figure for name, figure in told if name == FIGURE]:
        terminalreporter.section("what held")
        for figure in figures:
            terminalreporter.write_line(str(figure))


@pytest.fixture
def signer(settings: Settings) -> DemoSigner:
    return DemoSigner(settings.folder / DEMO_KEY)


@pytest.fixture
async def witness(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest.fixture
def seat_history() -> str:
    return (Path(__file__).parent / "seat_history.sql").read_text()
