"""The training: modules to read, quizzes to pass, and a gate where the programme asks for it."""

import asyncio
from typing import Any

import httpx

from app.training.modules import modules
from tests.people import Caller, Town

RIGHT = {module.code: {question.code: question.right for question in module.questions} for module in modules().values()}


def test_every_question_has_choices_of_which_the_right_one_is_one() -> None:
    for module in modules().values():
        assert module.lesson
        assert module.questions
        for question in module.questions:
            assert question.right in question.choices
            assert len(question.choices) >= 3
        assert len({question.code for question in module.questions}) == len(module.questions)


async def test_a_programme_that_asks_for_training_opens_its_cards_after_the_last_module(town: Town) -> None:
    await town.run("update programme set training_required = true")
    mentee, mentor = await town.mentee(), await town.mentor()
    training = await _training(mentor)
    assert (training["required"], training["trainedAt"]) == (True, None)
    assert [module["code"] for module in training["modules"]] == list(RIGHT)
    assert (await mentor.get("/v1/deck")).json()["type"] == "urn:tandem:training-needed"
    assert (await mentor.like(mentee)).json()["type"] == "urn:tandem:training-needed"
    assert await mentee.dealt() == []
    for code, answers in RIGHT.items():
        assert (await _training(mentor))["trainedAt"] is None
        marked = await _answer(mentor, code, answers)
        assert (marked.status_code, marked.json()["passed"], marked.json()["wrong"]) == (200, True, [])
    training = await _training(mentor)
    assert training["trainedAt"] is not None
    assert all(module["passedAt"] for module in training["modules"])
    assert (await mentor.get("/v1/me/verification")).json()["trainedAt"] == training["trainedAt"]
    assert await mentor.dealt() == [mentee.id]
    assert await mentee.dealt() == [mentor.id]


async def test_a_wrong_answer_is_explained_and_may_be_given_again(town: Town) -> None:
    mentor = await town.mentor()
    module = modules()["confidence"]
    wrong = RIGHT["confidence"] | {"loan": "lend"}
    marked = (await _answer(mentor, "confidence", wrong)).json()
    why = next(question.why.fr for question in module.questions if question.code == "loan")
    assert (marked["passed"], marked["wrong"]) == (False, [{"question": "loan", "why": why}])
    assert await town.value("select count(*) from training_pass") == 0
    assert (await _answer(mentor, "confidence", RIGHT["confidence"])).json()["passed"] is True
    assert (await _answer(mentor, "confidence", wrong)).json()["passed"] is False
    assert await town.value("select count(*) from training_pass") == 1


async def test_the_right_answers_are_not_sent_with_the_questions(town: Town) -> None:
    training = await (await town.mentor()).get("/v1/me/training")
    names = {name for module in training.json()["modules"] for question in module["questions"] for name in question}
    assert names == {"code", "text", "choices"}


async def test_answers_that_fit_no_question_are_named(town: Town) -> None:
    mentor = await town.mentor()
    for answers, field in (
        ({}, "answers.first-words"),
        (RIGHT["listening"] | {"loan": "lend"}, "answers.loan"),
        ({"first-words": "shrug"}, "answers.first-words"),
    ):
        refused = await _answer(mentor, "listening", answers)
        assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, [field])
    assert (await _answer(mentor, "nothing", {})).status_code == 404


async def test_all_modules_answered_at_once_train_the_mentor(town: Town) -> None:
    mentor = await town.mentor()
    await asyncio.gather(*(_answer(mentor, code, answers) for code, answers in list(RIGHT.items()) * 2))
    assert (await _training(mentor))["trainedAt"] is not None
    assert await town.value("select count(*) from training_pass") == len(RIGHT)


async def test_a_mentee_has_no_training(town: Town) -> None:
    mentee = await town.mentee()
    for answer in (await mentee.get("/v1/me/training"), await _answer(mentee, "role", RIGHT["role"])):
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:tandem:mentors-only")


async def _training(mentor: Caller) -> dict[str, Any]:
    answer = await mentor.get("/v1/me/training")
    assert answer.status_code == 200, answer.text
    training: dict[str, Any] = answer.json()
    return training


async def _answer(mentor: Caller, code: str, answers: dict[str, str]) -> httpx.Response:
    return await mentor.put(f"/v1/me/training/{code}", {"answers": answers})
