"""A mentee's expectations, motivations and weaknesses: of each they choose who else may read it."""

from uuid import UUID

from app.db import Connection, Database
from app.errors import Invalid, NotFound, Words
from app.members import service as members
from app.tandems import service as tandems
from app.tandems.answers import store
from app.tandems.answers.errors import MenteesOnly
from app.tandems.answers.model import Answer, Topic
from app.tandems.answers.wire import NewAnswer


async def list_own(db: Database, uid: str) -> list[Answer]:
    async with db.connection() as connection:
        return await store.own_answers(connection, await _mentee(connection, uid))


async def put(db: Database, uid: str, topic: Topic, new: NewAnswer) -> Answer:
    """The answer becomes what was sent, readable by whom it says from now on."""
    words = new.text.strip()
    if not words:
        raise Invalid(("text", Words("quelques mots sont attendus", "a few words are expected")))
    async with db.connection() as connection:
        return await store.put_answer(connection, await _mentee(connection, uid), topic, words, new.audience)


async def delete(db: Database, uid: str, topic: Topic) -> None:
    """The caller says nothing on it any more."""
    async with db.connection() as connection:
        await store.delete_answer(connection, await _mentee(connection, uid), topic)


async def read_in_tandem(db: Database, uid: str, tandem_id: UUID) -> list[Answer]:
    """What the mentee lets their mentor read, while the tandem is open; both read the same."""
    async with db.connection() as connection:
        tandem = await tandems.joined(connection, uid, tandem_id)
        return await store.answers_for_mentor(connection, uid, tandem.id)


async def read_for_structure(connection: Connection, mentee_id: UUID, structure_id: UUID) -> list[Answer]:
    """What the mentee lets their structure read; not found where that is not this one or one below it."""
    if not await store.is_member_of(connection, mentee_id, structure_id):
        raise NotFound
    return await store.answers_for_structure(connection, mentee_id, structure_id)


async def _mentee(connection: Connection, uid: str) -> UUID:
    member = await members.present(connection, uid)
    if member.role != "mentee":
        raise MenteesOnly
    return member.id
