"""What staff do in tandems, under /v1/staff."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin.tandems import service
from app.auth.guard import SignedIn
from app.db import Database
from app.tandems.answers.wire import SentAnswer, sent_answer
from app.wire import Page


@post("/tandems/{tandem_id:uuid}/introduction", operation_id="introduceTandem", status_code=204)
async def introduce_tandem(request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]) -> None:
    """The first meeting of three has taken place."""
    await service.introduce(db, request.user.uid, tandem_id)


@get("/members/{member_id:uuid}/answers", operation_id="readAnswersOfMentee")
async def read_answers_of_mentee(
    request: SignedIn, db: NamedDependency[Database], member_id: FromPath[UUID]
) -> Page[SentAnswer]:
    """What a mentee says of themselves for their structure to read."""
    return Page([sent_answer(answer) for answer in await service.read_answers(db, request.user.uid, member_id)])
