"""What an operator does at the command line: staff, the top of the tree, the audit log."""

import asyncio
import json
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import asyncpg
import pytest

from app.cli import main
from tests.people import Town

AWA = ("staff", "add", "--name", "Awa", "--role", "administrator", "--structure", "cci-amp")


class Said(NamedTuple):
    out: str
    code: str | int | None


class Desk:
    """Runs commands with this test's database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    async def run(self, *command: str) -> Said:
        self._monkeypatch.setattr("sys.argv", ["tandem", *command])
        code: str | int | None = 0
        try:
            await asyncio.to_thread(main)
        except SystemExit as ended:
            code = ended.code
        return Said(self._capsys.readouterr().out, code)


@pytest.fixture
def desk(town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.setenv("DATABASE_URL", town.settings.database_url)
    monkeypatch.setenv("REDIS_URL", town.settings.redis_url)
    monkeypatch.setenv("TANDEM_DATA", str(town.settings.folder))
    monkeypatch.setenv("TANDEM_ENV", "demo")
    return Desk(monkeypatch, capsys)


async def test_the_first_administrator_is_let_in_and_is_in_the_log(town: Town, desk: Desk) -> None:
    awa = town.stranger("+33611111111")
    assert (await awa.get("/v1/staff/me")).status_code == 403
    first, again = await desk.run(*AWA, "--phone", "06 11 11 11 11"), await desk.run(*AWA, "--phone", awa.phone)
    assert (first.code, again.code) == (0, 0)
    assert (first.out, again.out) == ("Awa is administrator of cci-amp\n", "already there, unchanged\n")
    assert (await awa.get("/v1/staff/me")).json()["role"] == "administrator"
    [entry] = (await awa.get("/v1/staff/audit")).json()["items"]
    assert (entry["act"], entry["staffId"], entry["after"]["role"]) == ("add-staff", None, "administrator")


async def test_what_cannot_be_is_one_clear_sentence(town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = await desk.run(*AWA[:-1], "nowhere", "--uid", "awa")
    assert "nowhere: no structure has this code" in str(nowhere.code)
    assert "already belongs to somebody" in str((await _twice(desk)).code)
    assert "is not a phone number" in str((await desk.run(*AWA, "--phone", "awa")).code)
    assert "is not a head" in str((await desk.run("audit", "verify", "--head", "seven")).code)
    for name in ("GOOGLE_APPLICATION_CREDENTIALS", "FIREBASE_PROJECT_ID"):
        monkeypatch.setenv(name, __file__)
    monkeypatch.setenv("TANDEM_BAN_KEY", "k" * 64)
    monkeypatch.setenv("TANDEM_ENV", "production")
    assert "give --uid" in str((await desk.run(*AWA, "--phone", "+33611111111")).code)


async def test_the_tree_grows_above_what_was_its_top(town: Town, desk: Desk) -> None:
    national = ("structure", "add", "national", "--name", "Réseau", "--kind", "national")
    club = ("structure", "add", "club-13", "--name", "Club 13", "--kind", "club", "--under", "national")
    assert (await desk.run(*national)).out == "national is there\n"
    for out in ("club-13 is there\n", "already there, unchanged\n"):
        assert (await desk.run(*club, "--takes", "cci-amp")).out == out
    seen = (await (await town.staff("reader", "national")).get("/v1/staff/structures")).json()["items"]
    assert {one["code"] for one in seen} == {"national", "club-13", "cci-amp"}
    wrong = await desk.run("structure", "add", "x-1", "--name", "X", "--kind", "antenna", "--takes", "national")
    assert "belong neither to itself nor to a lesser one" in str(wrong.code)


async def test_the_log_is_verified_and_exported_with_all_that_its_hashes_are_over(
    town: Town, desk: Desk, tmp_path: Path
) -> None:
    await desk.run(*AWA, "--uid", "awa")
    officer, mentor = await town.staff("officer"), await town.mentor(verified=False)
    await officer.post(f"/v1/staff/members/{mentor.id}/verification")
    verified = await desk.run("audit", "verify")
    head = verified.out.split()[-1]
    assert verified.code == 0
    assert (await desk.run("audit", "verify", "--head", head)).code == 0
    file = tmp_path / "audit.jsonl"
    assert (await desk.run("audit", "export", "--out", str(file))).code == 0
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    last = sha256(b"").digest()
    for line in lines:
        last = sha256(last + line["sealed"].encode()).digest()
        assert last.hex() == line["hash"]
        assert sha256(line["detail"].encode()).hexdigest() == json.loads(line["sealed"])[-1]
    assert head == f"{len(lines)}:{last.hex()}"
    assert [line["act"] for line in lines] == ["add-staff", "verify-mentor"]
    assert (lines[1]["staffName"], lines[1]["subjectId"]) == ("officer", mentor.id)


async def test_tampering_makes_the_command_fail(town: Town, desk: Desk) -> None:
    await desk.run(*AWA, "--uid", "awa")
    intruder = await asyncpg.connect(town.settings.database_url)
    await intruder.execute("set session_replication_role = replica; update audit_entry set act = 'look'")
    await intruder.close()
    assert (await desk.run("audit", "verify")).code == 1


async def _twice(desk: Desk) -> Said:
    await desk.run(*AWA, "--uid", "awa")
    return await desk.run(*AWA[:-3], "reader", *AWA[-2:], "--uid", "awa")
