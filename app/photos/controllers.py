"""Photos: the caller's own, and the pictures behind the links of cards."""

from dataclasses import dataclass
from typing import Annotated, Any, get_args
from uuid import UUID

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.params import FromPath, PathParameter, QueryParameter
from litestar.response import Redirect

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import NotFound, language_of
from app.photos import service
from app.photos.model import PhotoSize
from app.photos.service import Studio
from app.photos.wire import OwnPhoto, own_photo
from app.wire import END

LARGEST_PHOTO = 8 * 1024 * 1024
MEDIA_TYPES = ("image/jpeg", "image/png", "image/webp")
# A link changes after twelve hours, and a photo may be taken back before.
AN_HOUR = "private, max-age=3600"
SHOWN = {"Cache-Control": AN_HOUR, "X-Content-Type-Options": "nosniff"}


@dataclass
class PhotoUpload(Operation):
    """Says in the API's document that the body is the photo itself."""

    def __post_init__(self) -> None:
        picture = Schema(type="string", format="binary", max_length=LARGEST_PHOTO)  # type: ignore[arg-type]
        content = {media_type: OpenAPIMediaType(schema=picture) for media_type in MEDIA_TYPES}
        self.request_body = RequestBody(content=content, required=True)


@put("/me/photo", operation_id="putPhoto", request_max_body_size=LARGEST_PHOTO, operation_class=PhotoUpload)
async def put_photo(request: SignedIn, studio: NamedDependency[Studio]) -> OwnPhoto:
    """The body is the photo: JPEG, PNG or WebP, whatever its name. Others see it once staff accepted it."""
    return own_photo(await service.send(studio, request.user.uid, await request.body()), language_of(request))


@get("/me/photo", operation_id="readMyPhoto")
async def read_my_photo(request: SignedIn, db: NamedDependency[Database]) -> OwnPhoto:
    """The photo that the caller sent last, and what staff said of it."""
    return own_photo(await service.read_own(db, request.user.uid), language_of(request))


@delete("/me/photo", operation_id="deletePhoto", status_code=204)
async def delete_photo(request: SignedIn, db: NamedDependency[Database]) -> None:
    """The caller is shown by their initial again."""
    await service.remove(db, request.user.uid)


@get("/photos/{photo_id:uuid}/{size:int}", operation_id="readPhoto")
async def read_photo(
    studio: NamedDependency[Studio],
    photo_id: FromPath[UUID],
    size: Annotated[int, PathParameter(ge=96, le=960)],
    expires: Annotated[int, QueryParameter(ge=0, le=2**53)],
    signature: Annotated[str, QueryParameter(pattern=r"^[0-9a-f]{64}" + END)],
) -> Response[Any]:
    """The picture behind a link of a card, in 96, 320 or 960 pixels: put the size you need in the path."""
    if size not in get_args(PhotoSize):
        raise NotFound
    found = await service.show(studio, photo_id, size, expires, signature)  # type: ignore[arg-type]
    if isinstance(found, str):
        return Redirect(found, status_code=302, headers={"Cache-Control": "no-store"})
    return Response(found, media_type="image/webp", headers=SHOWN)
