"""The people this process showed last, so that a cached deck reads and draws up no profile twice."""

from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

from app.db import Connection
from app.people import store as people
from app.people.wire import Person, person

MOST_KEPT = 20_000


class FaceBook:
    """People as others see them, by member; one whose profile has changed since is read again."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._seen: OrderedDict[UUID, tuple[int, Person]] = OrderedDict()
        self._most = most

    async def look_up(
        self, connection: Connection, ids: Sequence[UUID], versions: Sequence[int]
    ) -> list[Person | None]:
        """Each member, given the versions of their profiles; None where one is gone."""
        seen = [self._known(id, version) for id, version in zip(ids, versions, strict=True)]
        missing = [id for id, known in zip(ids, seen, strict=True) if known is None]
        if missing:
            read = await self._read(connection, missing)
            seen = [known or read.get(id) for id, known in zip(ids, seen, strict=True)]
        return seen

    def _known(self, id: UUID, version: int) -> Person | None:
        kept_version, kept = self._seen.get(id, (0, None))
        return kept if kept_version >= version else None

    async def _read(self, connection: Connection, missing: Sequence[UUID]) -> dict[UUID, Person]:
        read = {}
        for id, face in (await people.faces(connection, missing)).items():
            read[id] = person(face)
            self._seen[id] = face.version, read[id]
            self._seen.move_to_end(id)
        while len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return read
