"""The files of photos: in a folder, or in a bucket that speaks S3."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from uuid import UUID

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from app.errors import DependencyDown, NotFound
from app.photos.model import PhotoSize, Prints
from app.settings import Settings

SIZES: tuple[PhotoSize, ...] = (96, 320, 960)
LENT = timedelta(minutes=5)


class Album:
    """Where the files are; opened when it is first needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def keep(self, photo_id: UUID, prints: Prints) -> None:
        with _answering():
            if not self._settings.photo_store:
                self._folder.mkdir(parents=True, exist_ok=True)
            for size, picture in prints.sizes.items():
                await obstore.put_async(self._store, _name(photo_id, size), picture)

    async def show(self, photo_id: UUID, size: PhotoSize) -> bytes | str:
        """The picture itself; or, of a bucket, a link to it that is good for some minutes."""
        with _answering():
            if isinstance(self._store, S3Store):
                return await obstore.sign_async(self._store, "GET", _name(photo_id, size), LENT)
            found = await obstore.get_async(self._store, _name(photo_id, size))
            return bytes(await found.bytes_async())

    async def discard(self, photo_id: UUID) -> None:
        """Its files are gone; also if they never were there."""
        for size in SIZES:
            with _answering(), suppress(FileNotFoundError):
                await obstore.delete_async(self._store, _name(photo_id, size))

    @cached_property
    def _store(self) -> ObjectStore:
        if self._settings.photo_store:
            return S3Store.from_url(self._settings.photo_store)
        # A machine that lacks the folder must not believe that the files are gone.
        return LocalStore(self._folder, mkdir=False)

    @property
    def _folder(self) -> Path:
        return self._settings.folder / "photos"


def _name(photo_id: UUID, size: PhotoSize) -> str:
    return f"{photo_id}-{size}.webp"


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as missing:
        raise NotFound from missing
    except (BaseError, OSError) as error:
        raise DependencyDown("photos") from error
