"""Photos: sent by their owner, kept as small clean pictures, and shown to others once accepted."""

from uuid import UUID, uuid4

import msgspec

from app.db import Connection, Crossed, Database
from app.delays import service as delays
from app.errors import NotFound
from app.members import service as members
from app.photos import store
from app.photos.album import Album
from app.photos.darkroom import Darkroom
from app.photos.errors import NoPhotoYet
from app.photos.model import OwnPhoto, PhotoSize

DISCARDED_AT_ONCE = 100


class Studio(msgspec.Struct, frozen=True):
    """What photos need: the truth, where they are developed, and where they are kept."""

    db: Database
    darkroom: Darkroom
    album: Album


async def send(studio: Studio, uid: str, raw: bytes) -> OwnPhoto:
    """The photo awaits staff; one that was accepted before is still shown meanwhile."""
    async with studio.db.connection() as connection:
        await members.present(connection, uid)
    prints = await studio.darkroom.develop(uid, raw)
    photo_id = uuid4()
    async with studio.db.connection() as connection:
        await store.announce_files(connection, photo_id)
    await studio.album.keep(photo_id, prints)
    return await studio.db.transact(_add, uid, photo_id, prints.thumbhash)


async def read_own(db: Database, uid: str) -> OwnPhoto:
    """What became of the photo that the caller sent last."""
    async with db.connection() as connection:
        await members.present(connection, uid)
        photo = await store.own_photo(connection, uid)
    if photo is None:
        raise NoPhotoYet
    return photo


async def remove(db: Database, uid: str) -> None:
    """The caller has no photo any more; repeating it is fine."""
    await db.transact(_remove, uid)


async def show(studio: Studio, photo_id: UUID, size: PhotoSize, expires: int, signature: str) -> bytes | str:
    """The picture, or where it is, for whoever has a good link."""
    async with studio.db.connection() as connection:
        if not await store.may_show(connection, photo_id, expires, signature):
            raise NotFound
    return await studio.album.show(photo_id, size)


async def discard_leftovers(db: Database, album: Album) -> int:
    """Files that belong to no photo are deleted; how many photos' they were."""
    async with db.connection() as connection:
        photo_ids = await store.leftovers(connection, DISCARDED_AT_ONCE)
    for photo_id in photo_ids:
        await album.discard(photo_id)
        async with db.connection() as connection:
            await store.forget_leftover(connection, photo_id)
    return len(photo_ids)


async def _add(connection: Connection, uid: str, photo_id: UUID, thumbhash: str) -> OwnPhoto:
    member = await members.present(connection, uid)
    sender = await store.lock_sender(connection, member.id)
    if sender is None or not await store.claim_files(connection, photo_id):
        raise Crossed
    await store.remove_waiting(connection, sender.id)
    await store.add_photo(connection, photo_id, sender.id, thumbhash)
    await delays.open(connection, "photo-looked-at", sender.id, sender.structure_id)
    photo = await store.own_photo(connection, uid)
    assert photo is not None
    return photo


async def _remove(connection: Connection, uid: str) -> None:
    member = await members.present(connection, uid)
    await store.lock_sender(connection, member.id)
    if "accepted" in await store.remove_photos(connection, member.id):
        await store.renew_face(connection, member.id)
    await delays.drop(connection, "photo-looked-at", member.id)
