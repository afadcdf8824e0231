"""Structures bring their people: a file is read, checked, and becomes invitations that each person answers."""

from collections.abc import Sequence
from uuid import UUID

from app.audit import service as audit
from app.auth import Claims
from app.db import Connection, Database
from app.errors import Invalid, NotFound, Words
from app.imports import columns, store
from app.imports.errors import ImportStarted, ImportUnchecked, NoInvitation
from app.imports.lines import read_line
from app.imports.model import BadLine, Import, Invitation, Line, State
from app.imports.reading import ReadingRoom
from app.members.model import Role
from app.paging import Cursor
from app.staff import service as staff
from app.staff.model import Staff

# A transaction reads so many lines: what a crash undoes is done again in a second.
AT_ONCE = 1_000


async def bring(
    db: Database,
    room: ReadingRoom,
    uid: str,
    import_id: UUID,
    raw: bytes,
    role: Role,
    file_name: str,
    structure_code: str | None,
    programme_code: str | None,
) -> tuple[Import, bool]:
    """The file is taken in and its check begins; sent again, it is the same import. The flag says whether it is new."""
    async with db.connection() as connection:
        officer = await staff.deciding(connection, uid, "officer")
        known = await store.imports(connection, officer.structure_id, None, 1, import_id)
    if known:
        return known[0], False
    headers, lines = await room.read(raw)
    return await db.transact(_bring, uid, import_id, headers, lines, role, file_name, structure_code, programme_code)


async def list_imports(db: Database, uid: str, before: Cursor | None, limit: int) -> list[Import]:
    async with db.connection() as connection:
        reader = await staff.reading(connection, uid)
        return await store.imports(connection, reader.structure_id, before, limit)


async def read_import(db: Database, uid: str, import_id: UUID) -> Import:
    """How far it has come."""
    async with db.connection() as connection:
        return await _found(connection, await staff.reading(connection, uid), import_id)


async def name_columns(db: Database, uid: str, import_id: UUID, named: dict[str, str | None]) -> Import:
    """What these columns hold, by their headings; the check begins again."""
    return await db.transact(_name_columns, uid, import_id, named)


async def start(db: Database, uid: str, import_id: UUID) -> Import:
    """The good lines become invitations; starting again changes nothing."""
    return await db.transact(_start, uid, import_id)


async def forget(db: Database, uid: str, import_id: UUID) -> None:
    """The file and the invitations that nobody answered are gone."""
    await db.transact(_forget, uid, import_id)


async def list_problems(db: Database, uid: str, import_id: UUID, after: int, limit: int) -> list[BadLine]:
    """What is wrong, line by line."""
    async with db.connection() as connection:
        await _found(connection, await staff.reading(connection, uid), import_id)
        return await store.bad_lines(connection, import_id, after, limit)


async def read_invitation(db: Database, claims: Claims) -> Invitation:
    """What a structure said of the caller, who is no member yet, for their profile to begin with."""
    async with db.connection() as connection:
        invitation = await store.invitation_to(connection, claims.phone) if claims.phone else None
    if invitation is None:
        raise NoInvitation
    return invitation


async def decline_invitation(db: Database, claims: Claims) -> None:
    """Nothing is kept of the caller; repeating it is fine."""
    async with db.connection() as connection:
        if claims.phone:
            await store.decline_invitation(connection, claims.phone)


async def go_on(db: Database) -> int:
    """Does all there is to do for imports, a batch at a time; how many lines that was."""
    done = 0
    while (batch := await db.transact(_go_on)) is not None:
        done += batch
    return done


async def _bring(
    connection: Connection,
    uid: str,
    import_id: UUID,
    headers: Sequence[str],
    lines: Sequence[Line],
    role: Role,
    file_name: str,
    structure_code: str | None,
    programme_code: str | None,
) -> tuple[Import, bool]:
    officer = await staff.deciding(connection, uid, "officer")
    home = await store.programme_of_import(connection, officer.structure_id, structure_code, programme_code)
    if home is None:
        field = "programmeCode" if programme_code else "structureCode"
        raise Invalid((field, Words("code inconnu", "unknown code")))
    fields = columns.guess(list(headers))
    state: State = "mapping" if columns.missing(fields) else "checking"
    added = await store.add_import(connection, import_id, home, officer.id, role, file_name, headers, fields, state)
    if added:
        await store.add_lines(connection, import_id, lines)
        after = {"lines": len(lines), "role": role}
        await audit.record(connection, officer.id, "bring-import", "import", import_id, after=after)
    return await _found(connection, officer, import_id), added


async def _name_columns(connection: Connection, uid: str, import_id: UUID, named: dict[str, str | None]) -> Import:
    officer = await _changing(connection, uid, import_id)
    known = await _found(connection, officer, import_id)
    if known.state in ("importing", "imported"):
        raise ImportStarted
    fields = [
        (named[header] or "") if header in named else field
        for header, field in zip(known.headers, known.fields, strict=True)
    ]
    _check_columns(known.headers, fields, named)
    if fields != known.fields or known.state == "mapping":
        await store.change_columns(connection, import_id, fields, "checking")
    await audit.record(connection, officer.id, "name-columns", "import", import_id, after={"fields": fields})
    return await _found(connection, officer, import_id)


def _check_columns(headers: Sequence[str], fields: Sequence[str], named: dict[str, str | None]) -> None:
    if unknown := [header for header in named if header not in headers]:
        raise Invalid((f"columns.{unknown[0]}", Words("pas une colonne du fichier", "not a column of the file")))
    used = [field for field in fields if field]
    if len(set(used)) < len(used):
        raise Invalid(("columns", Words("deux colonnes ont le même sens", "two columns mean the same")))
    if absent := columns.missing(list(fields)):
        needed = ", ".join(absent)
        raise Invalid(
            ("columns", Words(f"il manque une colonne pour : {needed}", f"a column is missing for: {needed}"))
        )


async def _start(connection: Connection, uid: str, import_id: UUID) -> Import:
    officer = await _changing(connection, uid, import_id)
    known = await _found(connection, officer, import_id)
    if known.state in ("mapping", "checking"):
        raise ImportUnchecked
    if known.state == "checked":
        await store.start_import(connection, import_id)
        await audit.record(connection, officer.id, "start-import", "import", import_id, after={"good": known.good})
    return await _found(connection, officer, import_id)


async def _forget(connection: Connection, uid: str, import_id: UUID) -> None:
    officer = await _changing(connection, uid, import_id)
    await store.forget_import(connection, import_id)
    await audit.record(connection, officer.id, "forget-import", "import", import_id)


async def _changing(connection: Connection, uid: str, import_id: UUID) -> Staff:
    officer = await staff.deciding(connection, uid, "officer")
    if await store.lock_import(connection, officer.structure_id, import_id) is None:
        raise NotFound
    return officer


async def _found(connection: Connection, reader: Staff, import_id: UUID) -> Import:
    found = await store.imports(connection, reader.structure_id, None, 1, import_id)
    if not found:
        raise NotFound
    return found[0]


async def _go_on(connection: Connection) -> int | None:
    """One batch of one import; None when there is nothing to do."""
    under_way = await store.lock_import_under_way(connection)
    if under_way is None:
        return None
    if under_way.state == "checking":
        lines = await store.waiting_lines(connection, under_way.id, AT_ONCE)
        await store.note_lines(connection, under_way.id, [read_line(line, under_way.fields) for line in lines])
        done = len(lines)
    else:
        done = await store.invite_lines(connection, under_way.id, AT_ONCE)
    if done < AT_ONCE:
        await store.settle_import(connection, under_way.id)
    return done
