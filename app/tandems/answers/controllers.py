"""What mentees say of themselves."""

from uuid import UUID

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from app.auth.guard import SignedIn
from app.db import Database
from app.tandems.answers import service
from app.tandems.answers.model import Topic
from app.tandems.answers.wire import NewAnswer, SentAnswer, sent_answer
from app.wire import Page


@get("/me/answers", operation_id="listAnswers")
async def list_answers(request: SignedIn, db: NamedDependency[Database]) -> Page[SentAnswer]:
    """The calling mentee's answers, each with who else may read it."""
    return Page([sent_answer(answer) for answer in await service.list_own(db, request.user.uid)])


@put("/me/answers/{topic:str}", operation_id="putAnswer")
async def put_answer(
    request: SignedIn, db: NamedDependency[Database], topic: FromPath[Topic], data: JSONBody[NewAnswer]
) -> SentAnswer:
    """The calling mentee's answer on a topic, and who else may read it."""
    return sent_answer(await service.put(db, request.user.uid, topic, data))


@delete("/me/answers/{topic:str}", operation_id="deleteAnswer")
async def delete_answer(request: SignedIn, db: NamedDependency[Database], topic: FromPath[Topic]) -> None:
    """The answer is gone."""
    await service.delete(db, request.user.uid, topic)


@get("/tandems/{tandem_id:uuid}/answers", operation_id="readAnswersInTandem")
async def read_answers_in_tandem(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]
) -> Page[SentAnswer]:
    """What the mentee of an open tandem lets their mentor read."""
    return Page([sent_answer(answer) for answer in await service.read_in_tandem(db, request.user.uid, tandem_id)])
