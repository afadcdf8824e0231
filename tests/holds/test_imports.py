"""A large file becomes invitations, each once, though the worker dies half-way."""

import asyncio
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.holds.conftest import FIGURE, Record
from tests.holds.postmen import postmen
from tests.people import Caller, Town

LINES, BAD = 20_000, 500


@pytest.mark.campaign
@pytest.mark.timeout(600)
async def test_twenty_thousand_lines_are_invited_once_though_the_worker_dies(town: Town, record: Record) -> None:
    lines = [
        f"Ana;Roux;{'12' if at % (LINES // BAD) == 0 else f'06{at:08}'};13008;Marseille;G01" for at in range(LINES)
    ]
    raw = "\n".join(["prénom;nom;téléphone;code postal;ville;secteur", *lines]).encode()
    officer = await town.staff("officer")
    path = f"/v1/staff/imports/{uuid4()}"
    async with postmen(town.settings, 1) as post:
        began = time.monotonic()
        answer = await officer.call("PUT", f"{path}?role=mentor", content=raw)
        assert answer.status_code == 201, answer.text
        await _until(officer, path, lambda found: found["state"] == "checked")
        assert (await officer.post(f"{path}/start")).status_code == 202
        await _until(officer, path, lambda found: found["invited"] >= LINES // 4)
        await post.kill_one()
        found = await _until(officer, path, lambda found: found["state"] == "imported")
        seconds = time.monotonic() - began
    twice = await town.value("select count(*) - count(distinct phone) from invitation")
    record(
        FIGURE,
        f"{LINES} lines, {BAD} bad, one kill: {found['invited']} invited, {found['bad']} bad, {twice} twice, "
        f"in {seconds:.0f} s",
    )
    assert (found["invited"], found["bad"], twice) == (LINES - BAD, BAD, 0)


async def _until(officer: Caller, path: str, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    for _ in range(1_000):
        found: dict[str, Any] = (await officer.get(path)).json()
        if is_so(found):
            return found
        await asyncio.sleep(0.5)
    raise TimeoutError(found)
