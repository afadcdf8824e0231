"""The charter: read by all, signed by the two of a tandem, which then begins."""

from uuid import UUID

from app.db import Connection, Database
from app.errors import NotFound
from app.tandems import service as tandems
from app.tandems import store as tandem_store
from app.tandems.charter import store
from app.tandems.charter.errors import CharterChanged
from app.tandems.charter.texts import Version, by_number, current
from app.tandems.service import TandemRead


def read(number: int | None) -> Version:
    """A version of the charter; the current one if none is named."""
    version = current() if number is None else by_number(number)
    if version is None:
        raise NotFound
    return version


async def sign(db: Database, uid: str, tandem_id: UUID, version: int) -> TandemRead:
    """The caller signs what they read; signing it again changes nothing."""
    await db.transact(_sign, uid, tandem_id, version)
    return await tandems.read(db, uid, tandem_id)


async def _sign(connection: Connection, uid: str, tandem_id: UUID, version: int) -> None:
    tandem = await tandems.moving(connection, uid, tandem_id)
    if await store.has_signed(connection, tandem.id, tandem.role, version):
        return
    if version != current().number:
        raise CharterChanged(version=current().number)
    await store.sign_charter(connection, tandem.id, tandem.role, version)
    await tandem_store.hold_tandem(connection, tandem.id)
    if tandem.activated_at is not None or await tandems.begin_if_ready(connection, tandem.id, tandem.role):
        return
    if not await store.has_signed(connection, tandem.id, tandem.other_role, version):
        await tandems.tell(connection, "CharterToSign", tandem.id, [tandem.other_id])
