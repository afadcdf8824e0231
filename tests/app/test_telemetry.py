"""Logs tell what went wrong, and nothing that people wrote."""

import asyncpg
import httpx
import pytest
import structlog
from structlog.testing import CapturingLogger

from app.db import Database
from app.telemetry import REQUESTS, Watch, set_up_logs, withhold_values
from tests.people import Town


async def test_the_trace_of_a_database_error_withholds_the_values(db: Database) -> None:
    logger = CapturingLogger()
    log = structlog.wrap_logger(
        logger,
        processors=[
            structlog.processors.format_exc_info,
            withhold_values,
            structlog.processors.KeyValueRenderer(),
        ],
    )
    async with db.connection() as connection:
        for _ in range(2):
            try:
                await connection.execute(
                    "insert into staff (uid, display_name, role, structure_id) "
                    "select 'canari-secret', 'x', 'reader', id from structure"
                )
            except asyncpg.UniqueViolationError:
                log.exception("failed")
    [call] = logger.calls
    assert "UniqueViolationError" in call.args[0]
    assert "withheld" in call.args[0]
    assert "canari" not in call.args[0]


@pytest.mark.parametrize("human", [True, False])
def test_logs_can_be_set_up_for_people_and_for_machines(human: bool, capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    try:
        set_up_logs(human=human)
        try:
            raise ValueError("trouble")
        except ValueError:
            structlog.get_logger("test").exception("it failed", where="here")
        told = capsys.readouterr().err
        assert "it failed" in told
        assert "ValueError: trouble" in told
        assert "locals" not in told
    finally:
        structlog.configure(**before)


async def test_calls_are_counted_by_operation_and_status(town: Town) -> None:
    watched = Watch(town.app)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(watched), base_url="http://town") as http:  # type: ignore[arg-type]
        before = REQUESTS.labels("live", "200")._value.get()
        assert (await http.get("/health/live")).status_code == 200
        assert (await http.get("/nowhere")).status_code == 404
        assert REQUESTS.labels("live", "200")._value.get() == before + 1
    figures = (await town.http.get("/metrics")).text
    for name in ("tandem_requests_total", "tandem_oldest_notice_seconds", "tandem_market_members"):
        assert name in figures
