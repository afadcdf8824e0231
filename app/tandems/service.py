"""Tandems: formed once, read by their two members."""

from uuid import UUID

from app.db import Connection, Database
from app.errors import NotFound
from app.members import service as members
from app.outbox import store as outbox
from app.paging import Cursor
from app.people import store as people
from app.people.model import Face
from app.tandems import store
from app.tandems.model import Tandem


async def form(
    connection: Connection, mentee_id: UUID, mentor_id: UUID, programme_id: UUID, exclusive: bool
) -> UUID | None:
    """Takes a seat, forms the tandem and tells both; None when the mentor is full."""
    tandem_id = await store.form_tandem(connection, mentee_id, mentor_id, programme_id, exclusive)
    if tandem_id is not None:
        await outbox.put_notices(
            connection, "TandemFormed", tandem_id, [mentee_id, mentor_id], {"tandemId": str(tandem_id)}
        )
    return tandem_id


async def list_own(db: Database, uid: str, before: Cursor | None, limit: int) -> tuple[list[Tandem], dict[UUID, Face]]:
    """The caller's tandems, newest first, and the people in them."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        tandems = await store.list_tandems(connection, uid, before, limit)
        return tandems, await _people_of(connection, tandems)


async def read(db: Database, uid: str, tandem_id: UUID) -> tuple[Tandem, dict[UUID, Face]]:
    """One of the caller's tandems; a stranger's is not found."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        tandems = await store.list_tandems(connection, uid, None, 1, only=tandem_id)
        faces = await _people_of(connection, tandems)
        if len(faces) < 2:
            raise NotFound
        return tandems[0], faces


async def _people_of(connection: Connection, tandems: list[Tandem]) -> dict[UUID, Face]:
    return await people.faces(connection, {id for t in tandems for id in (t.mentor_id, t.mentee_id)})
