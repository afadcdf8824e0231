"""The deck."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from app.auth import Claims
from app.decks import service
from app.decks.service import Shown, Table
from app.decks.wire import Card, Deck
from app.decks.words import reasons
from app.errors import Language, language_of
from app.people.wire import person


@get("/deck", operation_id="deal")
async def deal(
    request: Request[Any, Any, Any],
    table: NamedDependency[Table],
    caller: NamedDependency[Claims],
    limit: Annotated[int, QueryParameter(ge=1, le=50)] = 10,
) -> Deck:
    """The caller's cards, best first; the same ones until they are swiped or no longer eligible."""
    return _sent(await service.deal(table, caller.uid, limit), language_of(request))


def _sent(shown: Shown, language: Language) -> Deck:
    cards = []
    for dealt, face in shown.cards:
        seen = person(face)
        cards.append(
            Card(
                seen.member_id,
                seen.role,
                seen.first_name,
                seen.job_title,
                seen.company,
                seen.area_name,
                seen.sectors,
                seen.goals,
                seen.modalities,
                seen.about,
                seen.photo_url,
                reasons(shown.deck, dealt, face, language),
            )
        )
    advice = shown.advice.said(language, {}) if shown.advice else None
    return Deck(cards, exhausted=shown.advice is not None, advice=advice)
