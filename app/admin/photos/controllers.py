"""Photos that await a look, under /v1/staff."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from app.admin.photos import service
from app.admin.photos.wire import NewRefusal, WaitingPhoto, waiting_photo
from app.auth.guard import SignedIn
from app.db import Database
from app.paging import read_cursor, write_cursor
from app.wire import Page


@get("/photos", operation_id="listWaitingPhotos")
async def list_waiting_photos(
    request: SignedIn,
    db: NamedDependency[Database],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> Page[WaitingPhoto]:
    """Photos that nobody but their owner sees yet, oldest first."""
    photos = await service.list_waiting(db, request.user.uid, read_cursor(cursor), limit)
    return Page(
        [waiting_photo(photo) for photo in photos],
        write_cursor(photos, limit, lambda photo: (photo.sent_at, photo.id)),
    )


@post("/photos/{photo_id:uuid}/acceptance", operation_id="acceptPhoto", status_code=204)
async def accept_photo(request: SignedIn, db: NamedDependency[Database], photo_id: FromPath[UUID]) -> None:
    """The photo is on its owner's card from now on."""
    await service.accept(db, request.user.uid, photo_id)


@post("/photos/{photo_id:uuid}/refusal", operation_id="refusePhoto", status_code=204)
async def refuse_photo(
    request: SignedIn, db: NamedDependency[Database], photo_id: FromPath[UUID], data: JSONBody[NewRefusal]
) -> None:
    """The photo is gone, and its owner reads why; also one that was accepted before."""
    await service.refuse(db, request.user.uid, photo_id, data.reason, data.note)
