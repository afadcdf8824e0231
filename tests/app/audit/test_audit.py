"""Every staff act leaves an entry, the entries are one chain, and whoever tampers with it is found."""

import asyncio
from collections.abc import Awaitable, Callable
from hashlib import sha256
from uuid import UUID, uuid4

import asyncpg
import pytest
from structlog.testing import capture_logs

from app.audit import service as audit
from app.audit.inspection import BEGINNING
from app.audit.model import Head
from app.db import Connection, Database
from app.sql import FOLDER
from tests.people import Caller, Town

WRITERS = 64

Tampering = Callable[[asyncpg.Connection], Awaitable[object]]


async def test_an_act_says_who_what_on_whom_and_when(town: Town) -> None:
    officer, mentor = await town.staff("officer"), await town.mentor(verified=False)
    assert (await officer.post(f"/v1/staff/members/{mentor.id}/verification")).status_code == 201
    administrator = await town.staff()
    [entry] = (await administrator.get("/v1/staff/audit")).json()["items"]
    assert (entry["act"], entry["subjectKind"], entry["subjectId"]) == ("verify-mentor", "member", mentor.id)
    assert (entry["staffId"], entry["staffName"], entry["sequence"]) == (officer.id, "officer", 1)
    assert set(entry["after"]) == {"verifiedAt"}


async def test_what_was_refused_leaves_no_entry(town: Town) -> None:
    reader, mentor = await town.staff("reader"), await town.mentor(verified=False)
    assert (await reader.post(f"/v1/staff/members/{mentor.id}/verification")).status_code == 403
    assert (await (await town.staff()).post(f"/v1/staff/members/{uuid4()}/verification")).status_code == 404
    assert await town.value("select count(*) from audit_entry") == 0


async def test_reading_the_log_leaves_an_entry_too(town: Town) -> None:
    administrator = await town.staff()
    assert (await administrator.get("/v1/staff/audit")).json()["items"] == []
    [entry] = (await administrator.get("/v1/staff/audit")).json()["items"]
    assert (entry["act"], entry["staffId"]) == ("list-audit", administrator.id)


async def test_the_log_is_paged_and_sought_through(town: Town, db: Database) -> None:
    administrator, officer = await town.staff(), await town.staff("officer")
    things = [uuid4() for _ in range(5)]
    for thing in things:
        await _add(db, "look", thing, officer.id)
    await _add(db, "touch", things[0], administrator.id)
    seen, cursor = [], ""
    while cursor is not None:
        page = (await administrator.get(f"/v1/staff/audit?limit=2&staffId={officer.id}&cursor={cursor}")).json()
        seen += [UUID(entry["subjectId"]) for entry in page["items"]]
        cursor = page["next"]
    assert seen == things[::-1]
    for query, count in (
        (f"subjectId={things[0]}", 2),
        ("act=touch", 1),
        (f"staffId={administrator.id}&act=touch", 1),
        ("subjectKind=nothing", 0),
        ("until=2020-01-01T00:00:00Z", 0),
        ("from=2020-01-01T00:00:00Z&act=look", 5),
    ):
        assert len((await administrator.get(f"/v1/staff/audit?{query}")).json()["items"]) == count, query


async def test_64_staff_who_write_at_once_make_one_unbroken_chain(town: Town) -> None:
    writers = [await _administrator(town) for _ in range(WRITERS)]
    structure_id = await town.value("select id::text from structure")
    signed = {
        "structureId": structure_id,
        "partner": "Le Petit Cours",
        "startsOn": "2026-01-01",
        "endsOn": "2027-01-01",
    }
    answers = await asyncio.gather(*(one.put(f"/v1/staff/agreements/{uuid4()}", signed) for one in writers))
    assert {answer.status_code for answer in answers} == {201}
    assert await _sequences(town) == list(range(1, WRITERS + 1))
    assert await town.value("select count(distinct staff_id) from audit_entry") == WRITERS
    assert await audit.verify(town.db) == (await _head(town), [])


async def test_a_seal_that_takes_no_lock_would_break_under_64_writers(db: Database, town: Town) -> None:
    await town.run(
        """
        create or replace function seal_audit() returns trigger language plpgsql as $$
        declare head audit_head;
        begin
            select audit_head.* into head from audit_head;
            perform pg_sleep(0.01);
            insert into audit_seal values (head.sequence + 1, new.id, sha256(head.hash));
            update audit_head set sequence = head.sequence + 1, hash = sha256(head.hash);
            return null;
        end $$
        """
    )
    told = await asyncio.gather(*(_add(db, "look", uuid4()) for _ in range(WRITERS)), return_exceptions=True)
    assert any(isinstance(answer, asyncpg.UniqueViolationError) for answer in told)


async def test_the_head_is_noted_outside_the_database_and_counted(db: Database, town: Town) -> None:
    noted, _ = await _write(db, 3)
    with capture_logs() as logs:
        assert await db.transact(audit.anchor) == 3
    assert [log["head"] for log in logs if log["event"] == "audit head"] == [str(noted)]
    figures = (await town.http.get("/metrics")).text
    assert "tandem_audit_sequence 3.0" in figures
    assert 'tandem_promises_overdue{kind="mentor-called-back"} 0.0' in figures
    assert "tandem_agreements_ending 0.0" in figures


async def test_transactions_that_fail_among_those_that_commit_leave_no_gap(db: Database, town: Town) -> None:
    async def write(number: int) -> None:
        async def story(connection: Connection) -> None:
            for _ in range(3):
                await audit.record(connection, None, "look", "thing", uuid4())
            if number % 3 == 0:
                raise RuntimeError

        await db.transact(story)

    told = await asyncio.gather(*(write(number) for number in range(WRITERS)), return_exceptions=True)
    committed = 3 * sum(answer is None for answer in told)
    assert 0 < committed < 3 * WRITERS
    assert await _sequences(town) == list(range(1, committed + 1))
    assert (await audit.verify(db))[1] == []


async def _update_entry(connection: asyncpg.Connection) -> None:
    await connection.execute("update audit_entry set act = 'look-away' where id = $1", await _entry(connection, 4))


async def _update_time(connection: asyncpg.Connection) -> None:
    late = "update audit_entry set at = at + interval '1 microsecond' where id = $1"
    await connection.execute(late, await _entry(connection, 4))


async def _update_detail(connection: asyncpg.Connection) -> None:
    await connection.execute(
        "update audit_detail set why = 'Parce que' where entry_id = $1", await _entry(connection, 4)
    )


async def _delete_detail(connection: asyncpg.Connection) -> None:
    await connection.execute("delete from audit_detail where entry_id = $1", await _entry(connection, 4))


async def _delete_entry(connection: asyncpg.Connection) -> None:
    await connection.execute("delete from audit_entry where id = $1", await _entry(connection, 4))


async def _delete_link(connection: asyncpg.Connection) -> None:
    await connection.execute("delete from audit_seal where sequence = 4")


async def _close_the_gap(connection: asyncpg.Connection) -> None:
    await connection.execute("delete from audit_seal where sequence = 4")
    for sequence in range(5, 9):
        await connection.execute("update audit_seal set sequence = $1 - 1 where sequence = $1", sequence)
    await connection.execute("update audit_head set sequence = 7")


async def _reorder(connection: asyncpg.Connection) -> None:
    for place, sequence in ((0, 4), (4, 5), (5, 0)):
        await connection.execute("update audit_seal set sequence = $1 where sequence = $2", place, sequence)


async def _put_in_the_middle(connection: asyncpg.Connection) -> None:
    for sequence in range(8, 4, -1):
        await connection.execute("update audit_seal set sequence = $1 + 1 where sequence = $1", sequence)
    await connection.execute("update audit_head set sequence = 9")
    entry = "insert into audit_entry (act, subject_kind, digest) values ('look', 'thing', sha256('')) returning id"
    await connection.execute("insert into audit_seal values (5, $1, sha256(''))", await connection.fetchval(entry))


async def _put_past_the_chain(connection: asyncpg.Connection) -> None:
    await connection.execute("insert into audit_entry (act, subject_kind, digest) values ('look', 'a', sha256(''))")


async def _cut_the_tail(connection: asyncpg.Connection) -> None:
    await connection.execute("delete from audit_seal where sequence > 6")


async def _cut_the_tail_with_its_entries(connection: asyncpg.Connection) -> None:
    for sequence in (7, 8):
        entry_id = await _entry(connection, sequence)
        await connection.execute("delete from audit_seal where sequence = $1", sequence)
        await connection.execute("delete from audit_detail where entry_id = $1", entry_id)
        await connection.execute("delete from audit_entry where id = $1", entry_id)


async def _delete_everything(connection: asyncpg.Connection) -> None:
    for table in ("audit_seal", "audit_detail", "audit_entry"):
        await connection.execute(f"delete from {table}")


async def _forget_the_head(connection: asyncpg.Connection) -> None:
    await connection.execute("delete from audit_head")


@pytest.mark.parametrize(
    "tamper",
    [
        _update_entry, _update_time, _update_detail, _delete_detail, _delete_entry, _delete_link, _close_the_gap,
        _reorder, _put_in_the_middle, _put_past_the_chain, _cut_the_tail, _cut_the_tail_with_its_entries,
        _delete_everything, _forget_the_head,
    ],
)  # fmt: skip
async def test_tampering_is_found(db: Database, database_url: str, tamper: Tampering) -> None:
    await _write(db, 8)
    assert (await audit.verify(db))[1] == []
    await _as_intruder(database_url, tamper)
    assert (await audit.verify(db))[1] != []


async def test_a_tail_cut_with_its_head_is_found_by_a_head_noted_earlier(db: Database, database_url: str) -> None:
    noted, _ = await _write(db, 8)

    async def cut(connection: asyncpg.Connection) -> None:
        await _cut_the_tail_with_its_entries(connection)
        await connection.execute(
            "update audit_head set (sequence, hash) = (select sequence, hash from audit_seal where sequence = 6)"
        )

    await _as_intruder(database_url, cut)
    assert (await audit.verify(db))[1] == []
    assert (await audit.verify(db, [noted]))[1] == ["the chain ends at 6, and entry 8 was noted: the tail was cut"]


async def test_a_chain_made_anew_is_found_by_a_head_noted_earlier(db: Database, database_url: str) -> None:
    noted, _ = await _write(db, 8)

    async def make_anew(connection: asyncpg.Connection) -> None:
        entries = await connection.fetch("select entry_id from audit_seal order by sequence")
        await connection.execute("delete from audit_seal")
        await connection.execute("update audit_head set sequence = 0, hash = sha256('')")
        await connection.execute("set session_replication_role = origin; alter table audit_entry disable trigger user")
        await connection.execute("alter table audit_entry enable trigger audit_entry_seal")
        await connection.execute("create temp table kept as select * from audit_entry")
        await connection.execute("alter table audit_detail drop constraint audit_detail_entry_id_fkey")
        await connection.execute("alter table audit_seal drop constraint audit_seal_entry_id_fkey")
        await connection.execute("delete from audit_entry; update kept set act = 'look-away' where act = 'look'")
        for (entry_id,) in entries:
            await connection.execute("insert into audit_entry select * from kept where id = $1", entry_id)

    await _as_intruder(database_url, make_anew)
    assert (await audit.verify(db))[1] == []
    [finding] = (await audit.verify(db, [noted]))[1]
    assert "made anew" in finding


async def test_a_checker_that_only_counts_would_miss_what_ours_finds(
    db: Database, database_url: str, town: Town
) -> None:
    await _write(db, 8)
    await _as_intruder(database_url, _update_entry)
    sequences = await _sequences(town)
    assert sequences == list(range(1, 9))
    assert (await audit.verify(db))[1] == ["entry 4 is not what was sealed: changed, put in or moved"]


async def test_an_erased_member_is_gone_from_the_log_and_the_chain_still_holds(town: Town, db: Database) -> None:
    officer, mentor, other = await town.staff("officer"), await town.mentor(verified=False), uuid4()
    await officer.post(f"/v1/staff/members/{mentor.id}/verification")
    await _add(db, "read-tandem", other, officer.id, about=[UUID(mentor.id)])
    await _add(db, "look", other, officer.id)
    assert (await mentor.delete("/v1/me")).status_code == 204
    left = await town.rows("select to_jsonb(t)::text as row from audit_detail as t")
    assert mentor.id not in str(left)
    assert len(left) == 2
    assert (await audit.verify(db))[1] == []
    administrator = await town.staff()
    entries = (await administrator.get("/v1/staff/audit")).json()["items"]
    assert [(entry["act"], entry["forgotten"]) for entry in entries] == [
        ("forget", False), ("look", False), ("read-tandem", True), ("verify-mentor", True),
    ]  # fmt: skip


async def test_the_log_refuses_any_change_whoever_asks(town: Town, db: Database) -> None:
    await _write(db, 2)
    for table, column in (("audit_entry", "act"), ("audit_detail", "why"), ("audit_seal", "hash")):
        for statement in (
            f"update {table} set {column} = {column}",
            f"delete from {table}",
            f"truncate {table} cascade",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only ever added to"):
                await town.run(statement)


async def test_the_applications_role_may_only_add(town: Town, db: Database, database_url: str) -> None:
    officer, mentor = await town.staff("officer"), await town.mentor(verified=False)
    await _write(db, 2)
    owner = await asyncpg.connect(database_url)
    await owner.execute((FOLDER / "grants.sql").read_text("utf-8"))
    await owner.execute("set role tandem_app")
    for table, column in (
        ("audit_entry", "act"),
        ("audit_detail", "why"),
        ("audit_seal", "hash"),
        ("audit_head", "hash"),
    ):
        for statement in (f"update {table} set {column} = {column}", f"delete from {table}", f"truncate {table}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
                await owner.execute(statement)
    for statement in (
        "insert into audit_seal values (9, uuid_v7(), sha256(''))",
        "insert into audit_entry (at, act, subject_kind, digest) values (now(), 'look', 'thing', sha256(''))",
        "alter table audit_entry disable trigger all",
        "create or replace function seal_audit() returns trigger language plpgsql as 'begin return null; end'",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await owner.execute(statement)
    async with owner.transaction():
        await audit.record(owner, UUID(officer.id), "look", "member", UUID(mentor.id))  # type: ignore[arg-type]
    await owner.execute("delete from member where id = $1", mentor.id)
    await owner.close()
    last, findings = await audit.verify(db)
    assert (last.sequence, findings) == (4, [])


def test_the_beginning_is_the_hash_of_nothing() -> None:
    assert Head(0, sha256(b"").digest()) == BEGINNING


async def _administrator(town: Town) -> Caller:
    caller = town.stranger()
    await town.run(
        "insert into staff (uid, display_name, role, structure_id) select $1, 'A', 'administrator', id from structure",
        caller.uid,
    )
    return caller


async def _write(db: Database, count: int) -> tuple[Head, list[str]]:
    for _ in range(count):
        await _add(db, "look", uuid4())
    return await audit.verify(db)


async def _add(
    db: Database, act: str, thing: UUID, staff_id: str | None = None, about: list[UUID] | None = None
) -> None:
    await db.transact(
        audit.record,
        UUID(staff_id) if staff_id else None,
        act,
        "thing",
        thing,
        why="Élan « vérifié »\n",
        before={"state": None, "share": 0.10, "n": 10**15},
        after={"état": ["é", {"à": True}]},
        about=about or (),
    )


async def _as_intruder(url: str, tamper: Tampering) -> None:
    """Somebody who owns the database: no trigger and no key stops them."""
    connection = await asyncpg.connect(url)
    await connection.execute("set session_replication_role = replica")
    await tamper(connection)
    await connection.close()


async def _entry(connection: asyncpg.Connection, sequence: int) -> UUID:
    entry_id: UUID = await connection.fetchval("select entry_id from audit_seal where sequence = $1", sequence)
    return entry_id


async def _sequences(town: Town) -> list[int]:
    return [row["sequence"] for row in await town.rows("select sequence from audit_seal order by sequence")]


async def _head(town: Town) -> Head:
    [row] = await town.rows("select sequence, hash from audit_head")
    return Head(**row)
