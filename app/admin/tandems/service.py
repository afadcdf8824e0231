"""What staff do in tandems of their scope."""

from uuid import UUID

from app.audit import service as audit
from app.db import Connection, Database
from app.errors import NotFound
from app.introductions import service as introductions
from app.staff import service as staff
from app.tandems import store
from app.tandems.answers import service as answers
from app.tandems.answers.model import Answer


async def introduce(db: Database, uid: str, tandem_id: UUID) -> None:
    """An officer brought the two together; saying it again changes nothing."""
    await db.transact(_introduce, uid, tandem_id)


async def read_answers(db: Database, uid: str, mentee_id: UUID) -> list[Answer]:
    """What a mentee lets their structure read."""
    return await db.transact(_read_answers, uid, mentee_id)


async def _introduce(connection: Connection, uid: str, tandem_id: UUID) -> None:
    officer = await staff.deciding(connection, uid, "officer")
    mentee_id = await store.mentee_in_scope(connection, tandem_id, officer.structure_id)
    if mentee_id is None:
        raise NotFound
    await introductions.introduce(connection, tandem_id, officer.id)
    await audit.record(connection, officer.id, "introduce-tandem", "tandem", tandem_id, about=[mentee_id])


async def _read_answers(connection: Connection, uid: str, mentee_id: UUID) -> list[Answer]:
    reader = await staff.reading(connection, uid)
    found = await answers.read_for_structure(connection, mentee_id, reader.structure_id)
    await audit.record(connection, reader.id, "read-answers", "member", mentee_id)
    return found
