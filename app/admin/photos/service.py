"""Staff look at photos before anybody else does."""

from uuid import UUID

from app.audit import service as audit
from app.db import Connection, Database
from app.errors import NotFound
from app.paging import Cursor
from app.photos import decisions, store
from app.photos.model import LockedPhoto, WaitingPhoto
from app.staff import service as staff
from app.staff.model import Staff


async def list_waiting(db: Database, uid: str, after: Cursor | None, limit: int) -> list[WaitingPhoto]:
    """Photos that await a decision, oldest first."""
    return await db.transact(_list_waiting, uid, after, limit)


async def accept(db: Database, uid: str, photo_id: UUID) -> None:
    """The photo is on its owner's card from now on; accepting it again changes nothing."""
    await db.transact(_accept, uid, photo_id)


async def refuse(db: Database, uid: str, photo_id: UUID, reason: str, note: str | None) -> None:
    """The photo is gone, and its owner reads why; refusing it again changes nothing."""
    await db.transact(_refuse, uid, photo_id, reason, note)


async def _list_waiting(connection: Connection, uid: str, after: Cursor | None, limit: int) -> list[WaitingPhoto]:
    reader = await staff.reading(connection, uid)
    photos = await store.waiting_photos(connection, reader.structure_id, after, limit)
    if photos:
        about = [photo.member_id for photo in photos]
        await audit.record(connection, reader.id, "read-photos", "photo", None, about=about)
    return photos


async def _accept(connection: Connection, uid: str, photo_id: UUID) -> None:
    officer, photo = await _deciding_on(connection, uid, photo_id)
    if await decisions.accept(connection, photo, officer.id):
        await _note(connection, officer, photo, "accept-photo", "accepted")


async def _refuse(connection: Connection, uid: str, photo_id: UUID, reason: str, note: str | None) -> None:
    officer, photo = await _deciding_on(connection, uid, photo_id)
    if await decisions.refuse(connection, photo, officer.id, reason, note):
        await _note(connection, officer, photo, "refuse-photo", "refused", reason)


async def _deciding_on(connection: Connection, uid: str, photo_id: UUID) -> tuple[Staff, LockedPhoto]:
    decider = await staff.deciding(connection, uid)
    photo = await store.lock_photo(connection, photo_id, decider.structure_id)
    if photo is None:
        raise NotFound
    return decider, photo


async def _note(
    connection: Connection, decider: Staff, photo: LockedPhoto, act: str, state: str, why: str | None = None
) -> None:
    before, after, about = {"state": photo.state}, {"state": state}, [photo.member_id]
    await audit.record(connection, decider.id, act, "photo", photo.id, why=why, before=before, after=after, about=about)
