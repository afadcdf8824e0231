"""Administrators read what their staff did."""

from app.audit import service as audit
from app.audit import store
from app.audit.model import Entry, Sought
from app.db import Connection, Database
from app.paging import Cursor
from app.staff import service as staff


async def list_entries(db: Database, uid: str, sought: Sought, before: Cursor | None, limit: int) -> list[Entry]:
    """Newest first. Reading it leaves an entry too."""
    return await db.transact(_list_entries, uid, sought, before, limit)


async def _list_entries(
    connection: Connection, uid: str, sought: Sought, before: Cursor | None, limit: int
) -> list[Entry]:
    administrator = await staff.deciding(connection, uid, "administrator")
    entries = await store.entries(connection, administrator.structure_id, sought, before, limit)
    await audit.record(connection, administrator.id, "list-audit", "audit", None)
    return entries
