"""A tandem ended by one of its two, who says why; and the way back to the deck."""

from uuid import UUID

from app.db import Connection, Database
from app.errors import Invalid, Words
from app.members import store as members
from app.tandems import service as tandems
from app.tandems import store
from app.tandems.closures.reasons import all_reasons
from app.tandems.closures.wire import NewClosure
from app.tandems.service import TandemRead

SOMEBODY_ELSE = NewClosure(reason="not-the-right-fit")


async def close(db: Database, uid: str, tandem_id: UUID, new: NewClosure) -> TandemRead:
    """The tandem is a memory from now on and its seat free; what was closed before stays as it was closed."""
    if new.reason not in all_reasons():
        raise Invalid(("reason", Words("raison inconnue", "unknown reason")))
    await db.transact(_close, uid, tandem_id, new)
    return await tandems.read(db, uid, tandem_id)


async def look_again(db: Database, uid: str, tandem_id: UUID) -> TandemRead:
    """The caller is back in the decks: the tandem, if still open, is closed, and their own pause is over."""
    await db.transact(_look_again, uid, tandem_id)
    return await tandems.read(db, uid, tandem_id)


async def _close(connection: Connection, uid: str, tandem_id: UUID, new: NewClosure) -> None:
    tandem = await tandems.parting(connection, uid, tandem_id)
    if not tandem.writable:
        return
    await tandems.end(connection, tandem.id, "ended", new.reason, tandem.role)
    await store.put_closure(connection, tandem.id, tandem.role, new.reason, (new.note or "").strip() or None)
    await tandems.tell(connection, "TandemClosed", tandem.id, [tandem.other_id])


async def _look_again(connection: Connection, uid: str, tandem_id: UUID) -> None:
    await tandems.joined(connection, uid, tandem_id)
    # A member's own row comes before the locks of their tandems.
    await members.resume_member(connection, uid)
    await _close(connection, uid, tandem_id, SOMEBODY_ELSE)
