"""The mentor's reports to the structure."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.feedback import service
from app.feedback.vocabulary import all_terms
from app.feedback.wire import FeedbackTerm, NewFeedback, SentFeedback, feedback_term, sent_feedback
from app.references import answer
from app.wire import END, Page

Occasion = Annotated[str, PathParameter(max_length=12, pattern=r"^(day-[0-9]+|close)" + END)]


@get("/feedback", operation_id="listFeedbackTerms", summary="List what a report says", tags=["Reference lists"])
async def list_terms(request: Request[Any, Any, Any]) -> Response[Page[FeedbackTerm]]:
    """How often a tandem is in touch, and what helped, in the order they are shown."""
    language = language_of(request)
    return answer(request, Page([feedback_term(term, language) for term in all_terms()]), language)


@get("/tandems/{tandem_id:uuid}/feedback", operation_id="listFeedback")
async def list_feedback(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]
) -> Page[SentFeedback]:
    """The mentor's reports on a tandem; the mentee reads those that were given, without their notes."""
    return Page([sent_feedback(one) for one in await service.list_own(db, request.user.uid, tandem_id)])


@put("/tandems/{tandem_id:uuid}/feedback/{occasion:str}", operation_id="giveFeedback")
async def give_feedback(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    occasion: Occasion,
    data: JSONBody[NewFeedback],
) -> SentFeedback:
    """The mentor reports to the mentee's structure; again until it is asked no longer."""
    return sent_feedback(await service.give(db, request.user.uid, tandem_id, occasion, data))
