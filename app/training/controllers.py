"""The caller's training."""

from typing import Annotated

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.training import service
from app.training.wire import MarkedQuiz, NewAnswers, Training, marked_quiz, training
from app.wire import END

ModuleCode = Annotated[str, PathParameter(min_length=1, max_length=40, pattern=r"^[a-z-]+" + END)]


@get("/me/training", operation_id="readTraining")
async def read_training(request: SignedIn, db: NamedDependency[Database]) -> Training:
    """The modules that mentors follow, and which of them the caller passed."""
    return training(await service.read(db, request.user.uid), language_of(request))


@put("/me/training/{module:str}", operation_id="answerQuiz")
async def answer_quiz(
    request: SignedIn, db: NamedDependency[Database], module: ModuleCode, data: JSONBody[NewAnswers]
) -> MarkedQuiz:
    """Marks the answers to a module's quiz; all right, the module is passed."""
    return marked_quiz(await service.answer(db, request.user.uid, module, data.answers), language_of(request))
