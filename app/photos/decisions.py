"""What staff decide on a photo, within the transaction of whoever checked that they may."""

from uuid import UUID

from app.db import Connection
from app.delays import service as delays
from app.outbox import store as outbox
from app.photos import store
from app.photos.errors import PhotoAlreadyRefused
from app.photos.model import LockedPhoto


async def accept(connection: Connection, photo: LockedPhoto, staff_id: UUID) -> bool:
    """Others see it, and no longer the one before; False if they did already."""
    if photo.state == "refused":
        raise PhotoAlreadyRefused
    if photo.state == "accepted":
        return False
    await store.remove_others(connection, photo.member_id, "accepted")
    await store.accept_photo(connection, photo.id, staff_id)
    await store.renew_face(connection, photo.member_id)
    await delays.keep(connection, "photo-looked-at", photo.member_id)
    await outbox.put_notices(connection, "PhotoAccepted", photo.id, [photo.member_id], {})
    return True


async def refuse(connection: Connection, photo: LockedPhoto, staff_id: UUID, reason: str, note: str | None) -> bool:
    """Nobody sees it, and its owner is told why; False if it was refused already."""
    if photo.state == "refused":
        return False
    await store.remove_others(connection, photo.member_id, "refused")
    await store.refuse_photo(connection, photo.id, staff_id, reason, note)
    if photo.state == "accepted":
        await store.renew_face(connection, photo.member_id)
    else:
        await delays.keep(connection, "photo-looked-at", photo.member_id)
    await outbox.put_notices(connection, "PhotoRefused", photo.id, [photo.member_id], {})
    return True
