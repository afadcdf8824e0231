"""Training: a module is passed once every question of its quiz is answered right, and the whole when all are."""

from typing import NamedTuple

from app.db import Connection, Database
from app.errors import Invalid, NotFound, Words
from app.members import service as members
from app.members.errors import MentorsOnly
from app.training import store
from app.training.model import Module, Pass, Question, Trainee
from app.training.modules import modules

UNKNOWN_QUESTION = Words("cette question n'est pas dans le module", "this question is not in the module")
UNANSWERED = Words("répondez à cette question", "answer this question")
UNKNOWN_CHOICE = Words("choisissez une des réponses proposées", "choose one of the answers given")


class Progress(NamedTuple):
    trainee: Trainee
    passes: list[Pass]


class Marked(NamedTuple):
    """What became of a quiz: the questions answered wrong, and how far the mentor is now."""

    wrong: list[Question]
    progress: Progress


async def read(db: Database, uid: str) -> Progress:
    """How far the caller is."""
    async with db.connection() as connection:
        return await _progress(connection, uid)


async def answer(db: Database, uid: str, code: str, answers: dict[str, str]) -> Marked:
    """The quiz is marked; answered right throughout, its module is passed, and stays so."""
    return await db.transact(_answer, uid, code, answers)


async def _answer(connection: Connection, uid: str, code: str, answers: dict[str, str]) -> Marked:
    trainee, _ = await _progress(connection, uid)
    module = modules().get(code)
    if module is None:
        raise NotFound
    _check(module, answers)
    wrong = [question for question in module.questions if answers[question.code] != question.right]
    if not wrong:
        await store.lock_trainee(connection, trainee.id)
        await store.put_pass(connection, trainee.id, code)
        await store.note_training(connection, trainee.id, list(modules()))
    return Marked(wrong, await _progress(connection, uid))


async def _progress(connection: Connection, uid: str) -> Progress:
    await members.present(connection, uid)
    trainee = await store.trainee(connection, uid)
    if trainee is None:
        raise MentorsOnly
    return Progress(trainee, await store.passes_of(connection, trainee.id))


def _check(module: Module, answers: dict[str, str]) -> None:
    asked = {question.code: question for question in module.questions}
    errors = [(f"answers.{code}", UNKNOWN_QUESTION) for code in answers if code not in asked]
    errors += [(f"answers.{code}", UNANSWERED) for code in asked if code not in answers]
    errors += [
        (f"answers.{code}", UNKNOWN_CHOICE)
        for code, choice in answers.items()
        if code in asked and choice not in asked[code].choices
    ]
    if errors:
        raise Invalid(*errors)
