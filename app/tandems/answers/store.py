"""Answers in Postgres, which decides who reads which."""

from uuid import UUID

from app.db import Connection
from app.sql import queries
from app.tandems.answers.model import Answer, Audience, Topic

Q = queries("answers")


async def own_answers(connection: Connection, mentee_id: UUID) -> list[Answer]:
    return [Answer(**row) for row in await connection.fetch(Q.own_answers, mentee_id)]


async def put_answer(connection: Connection, mentee_id: UUID, topic: Topic, words: str, audience: Audience) -> Answer:
    [row] = await connection.fetch(Q.put_answer, mentee_id, topic, words, audience)
    return Answer(**row)


async def delete_answer(connection: Connection, mentee_id: UUID, topic: Topic) -> None:
    await connection.execute(Q.delete_answer, mentee_id, topic)


async def answers_for_mentor(connection: Connection, uid: str, tandem_id: UUID) -> list[Answer]:
    return [Answer(**row) for row in await connection.fetch(Q.answers_for_mentor, uid, tandem_id)]


async def answers_for_structure(connection: Connection, mentee_id: UUID, structure_id: UUID) -> list[Answer]:
    return [Answer(**row) for row in await connection.fetch(Q.answers_for_structure, mentee_id, structure_id)]


async def is_member_of(connection: Connection, member_id: UUID, structure_id: UUID) -> bool:
    return bool(await connection.fetchval(Q.is_member_of, member_id, structure_id))
