"""Photos in Postgres."""

from uuid import UUID

from app.db import Connection
from app.paging import Cursor
from app.photos.model import LockedPhoto, OwnPhoto, PhotoState, Sender, WaitingPhoto
from app.sql import queries

Q = queries("photos")


async def announce_files(connection: Connection, photo_id: UUID) -> None:
    await connection.execute(Q.announce_files, photo_id)


async def claim_files(connection: Connection, photo_id: UUID) -> bool:
    return await connection.fetchval(Q.claim_files, photo_id) is not None


async def lock_sender(connection: Connection, member_id: UUID) -> Sender | None:
    row = await connection.fetchrow(Q.lock_sender, member_id)
    return Sender(**row) if row else None


async def remove_waiting(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.remove_waiting, member_id)


async def add_photo(connection: Connection, photo_id: UUID, member_id: UUID, thumbhash: str) -> None:
    await connection.execute(Q.add_photo, photo_id, member_id, thumbhash)


async def own_photo(connection: Connection, uid: str) -> OwnPhoto | None:
    row = await connection.fetchrow(Q.own_photo, uid)
    return OwnPhoto(**row) if row else None


async def remove_photos(connection: Connection, member_id: UUID) -> set[PhotoState]:
    return {row["state"] for row in await connection.fetch(Q.remove_photos, member_id)}


async def renew_face(connection: Connection, member_id: UUID) -> None:
    await connection.execute(Q.renew_face, member_id)


async def may_show(connection: Connection, photo_id: UUID, expires: int, signature: str) -> bool:
    return bool(await connection.fetchval(Q.may_show, photo_id, expires, signature))


async def leftovers(connection: Connection, limit: int) -> list[UUID]:
    return [row["photo_id"] for row in await connection.fetch(Q.leftovers, limit)]


async def forget_leftover(connection: Connection, photo_id: UUID) -> None:
    await connection.execute(Q.forget_leftover, photo_id)


async def waiting_photos(
    connection: Connection, structure_id: UUID, after: Cursor | None, limit: int
) -> list[WaitingPhoto]:
    rows = await connection.fetch(Q.waiting_photos, structure_id, *(after or (None, None)), limit)
    return [WaitingPhoto(**row) for row in rows]


async def lock_photo(connection: Connection, photo_id: UUID, structure_id: UUID) -> LockedPhoto | None:
    row = await connection.fetchrow(Q.lock_photo, photo_id, structure_id)
    return LockedPhoto(**row) if row else None


async def remove_others(connection: Connection, member_id: UUID, state: PhotoState) -> None:
    await connection.execute(Q.remove_others, member_id, state)


async def accept_photo(connection: Connection, photo_id: UUID, staff_id: UUID) -> None:
    await connection.execute(Q.accept_photo, photo_id, staff_id)


async def refuse_photo(connection: Connection, photo_id: UUID, staff_id: UUID, reason: str, note: str | None) -> None:
    await connection.execute(Q.refuse_photo, photo_id, staff_id, reason, note)
