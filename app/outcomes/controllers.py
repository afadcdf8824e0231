"""What became of a tandem's two members."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.outcomes import service
from app.outcomes.vocabulary import all_terms
from app.outcomes.wire import NewOutcome, OutcomeTerm, SentOutcome, outcome_term, sent_outcome
from app.references import answer
from app.tandems.rhythm import Milestone
from app.wire import Page


@get("/outcomes", operation_id="listOutcomeTerms", summary="List what may come of a tandem", tags=["Reference lists"])
async def list_terms(request: Request[Any, Any, Any]) -> Response[Page[OutcomeTerm]]:
    """Situations and skills of mentees, and gains of mentors, in the order they are shown."""
    language = language_of(request)
    return answer(request, Page([outcome_term(term, language) for term in all_terms()]), language)


@get("/tandems/{tandem_id:uuid}/outcomes", operation_id="listOutcomes")
async def list_outcomes(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID]
) -> Page[SentOutcome]:
    """What the caller was asked of a tandem since its close, and their own answers."""
    return Page([sent_outcome(outcome) for outcome in await service.list_own(db, request.user.uid, tandem_id)])


@get("/tandems/{tandem_id:uuid}/outcomes/{milestone:str}", operation_id="readOutcome")
async def read_outcome(
    request: SignedIn, db: NamedDependency[Database], tandem_id: FromPath[UUID], milestone: FromPath[Milestone]
) -> SentOutcome:
    """What the caller was asked at one milestone, and their own answer."""
    return sent_outcome(await service.read(db, request.user.uid, tandem_id, milestone))


@put("/tandems/{tandem_id:uuid}/outcomes/{milestone:str}", operation_id="answerOutcome")
async def answer_outcome(
    request: SignedIn,
    db: NamedDependency[Database],
    tandem_id: FromPath[UUID],
    milestone: FromPath[Milestone],
    data: JSONBody[NewOutcome],
) -> SentOutcome:
    """Says what became of the caller, in one tap or with more; again until it is asked no longer."""
    return sent_outcome(await service.answer(db, request.user.uid, tandem_id, milestone, data))
