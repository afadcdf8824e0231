"""The faces this process showed last, so that a cached deck reads no profile twice."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from uuid import UUID

from app.db import Connection
from app.people import store as people
from app.people.model import Face

MOST_KEPT = 20_000


class FaceBook:
    """Faces by member; one whose profile has changed since is read again."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._faces: OrderedDict[UUID, Face] = OrderedDict()
        self._most = most

    async def look_up(self, connection: Connection, versions: Mapping[UUID, int]) -> dict[UUID, Face]:
        """The faces of members, given the versions of their profiles; whoever is gone is left out."""
        kept = {id: face for id in versions if (face := self._faces.get(id)) is not None}
        missing = [id for id, version in versions.items() if id not in kept or kept[id].profile_version < version]
        if missing:
            kept |= await people.faces(connection, missing)
            self._keep(kept[id] for id in missing if id in kept)
        return kept

    def forget(self, member_id: UUID) -> None:
        self._faces.pop(member_id, None)

    def _keep(self, faces: Iterable[Face]) -> None:
        for face in faces:
            self._faces[face.id] = face
            self._faces.move_to_end(face.id)
        while len(self._faces) > self._most:
            self._faces.popitem(last=False)
