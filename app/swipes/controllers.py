"""Swipes: one, a batch made offline, and undo."""

from uuid import UUID

from litestar import delete, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from app.auth.guard import SignedIn
from app.db import Database
from app.errors import DomainError, Language, language_of
from app.problems import problem
from app.swipes import service
from app.swipes.firsts import FirstSwipes
from app.swipes.model import Swiped
from app.swipes.wire import NewSwipe, NewSwipes, SwipeResult, SwipeResults, SwipeState


@put("/swipes/{member_id:uuid}", operation_id="swipe")
async def swipe(
    request: SignedIn,
    first_swipes: NamedDependency[FirstSwipes],
    member_id: FromPath[UUID],
    data: JSONBody[NewSwipe],
) -> SwipeState:
    """Likes or passes a card. Repeating the call changes nothing and answers the present state."""
    return _state(await service.swipe(first_swipes, request.user.uid, member_id, data))


@post("/swipes", operation_id="swipeAll", status_code=200)
async def swipe_all(
    request: SignedIn,
    first_swipes: NamedDependency[FirstSwipes],
    data: JSONBody[NewSwipes],
) -> SwipeResults:
    """Up to 100 swipes made offline; one result or problem each, in the order given."""
    results = await service.swipe_all(first_swipes, request.user.uid, data.swipes)
    language = language_of(request)
    return SwipeResults(
        [_shown(made.member_id, result, language) for made, result in zip(data.swipes, results, strict=True)]
    )


@delete("/swipes/{member_id:uuid}", operation_id="undoSwipe", status_code=204)
async def undo_swipe(request: SignedIn, db: NamedDependency[Database], member_id: FromPath[UUID]) -> None:
    """As if the card had never been swiped; not once the request was opened or the tandem formed."""
    await service.undo(db, request.user.uid, member_id)


def _shown(member_id: UUID, result: Swiped | DomainError, language: Language) -> SwipeResult:
    if isinstance(result, DomainError):
        refusal = problem(result, language)
        return SwipeResult(
            member_id, type=refusal.type, title=refusal.title, status=refusal.status, detail=refusal.detail
        )
    return SwipeResult(member_id, result.verdict, result.outcome, result.tandem_id)


def _state(swiped: Swiped) -> SwipeState:
    return SwipeState(swiped.member_id, swiped.verdict, swiped.outcome, swiped.tandem_id)
