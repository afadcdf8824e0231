"""Training as it is sent, and quizzes as they are received."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app.errors import Language
from app.training.model import Question as WrittenQuestion
from app.training.modules import modules
from app.training.service import Marked, Progress
from app.wire import Code, Received, Sent

Answers = Annotated[dict[Code, Code], Meta(max_length=20)]


class NewAnswers(Received):
    """A choice for each question of the module."""

    answers: Answers


class Choice(Sent, frozen=True):
    code: str
    text: str


class Question(Sent, frozen=True):
    code: str
    text: str
    choices: list[Choice]


class Module(Sent, frozen=True):
    """Paragraphs to read, and questions to answer; `passedAt` once all were answered right."""

    code: str
    title: str
    minutes: int
    lesson: list[str]
    questions: list[Question]
    passed_at: datetime | None


class Training(Sent, frozen=True):
    """The modules; `required` says whether the caller's programme asks for them before any card."""

    required: bool
    trained_at: datetime | None
    modules: list[Module]


class WrongAnswer(Sent, frozen=True):
    question: str
    why: str


class MarkedQuiz(Sent, frozen=True):
    """Which answers were wrong, and why; `trainedAt` once every module is passed."""

    passed: bool
    wrong: list[WrongAnswer]
    trained_at: datetime | None


def training(progress: Progress, language: Language) -> Training:
    passed = {one.module: one.passed_at for one in progress.passes}
    return Training(
        required=progress.trainee.required,
        trained_at=progress.trainee.trained_at,
        modules=[
            Module(
                code=module.code,
                title=module.title.said(language, {}),
                minutes=module.minutes,
                lesson=[paragraph.said(language, {}) for paragraph in module.lesson],
                questions=[_question(question, language) for question in module.questions],
                passed_at=passed.get(module.code),
            )
            for module in modules().values()
        ],
    )


def marked_quiz(marked: Marked, language: Language) -> MarkedQuiz:
    return MarkedQuiz(
        passed=not marked.wrong,
        wrong=[WrongAnswer(question.code, question.why.said(language, {})) for question in marked.wrong],
        trained_at=marked.progress.trainee.trained_at,
    )


def _question(question: WrittenQuestion, language: Language) -> Question:
    choices = [Choice(code, words.said(language, {})) for code, words in question.choices.items()]
    return Question(question.code, question.text.said(language, {}), choices)
