"""The deck."""

from typing import Annotated, Any, cast

import msgspec
from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from app.auth.guard import SignedIn
from app.decks import service
from app.decks.hands import Shown
from app.decks.rules import published_rules
from app.decks.service import Table
from app.decks.wire import Card, Deck, PublishedRules
from app.decks.words import reasons
from app.errors import Language, language_of


@get("/deck", operation_id="deal")
async def deal(
    request: SignedIn,
    table: NamedDependency[Table],
    limit: Annotated[int, QueryParameter(ge=1, le=50)] = 10,
) -> Response[Deck]:
    """The caller's cards, best first; the same ones until they are swiped or no longer eligible."""
    return _answer(await service.deal(table, request.user.uid, limit), language_of(request))


@get("/ranking/rules", operation_id="readRankingRules", sync_to_thread=False)
def read_ranking_rules(request: Request[Any, Any, Any]) -> PublishedRules:
    """How cards are ranked, in plain words and in numbers."""
    return published_rules(language_of(request))


def _answer(shown: Shown, language: Language) -> Response[Deck]:
    body = shown.bodies.get(language)
    if body is None:
        body = shown.bodies[language] = msgspec.json.encode(_sent(shown, language))
    # A deck in name, and in bytes already: the same one is sent many times.
    return Response(cast("Deck", body), media_type=MediaType.JSON)


def _sent(shown: Shown, language: Language) -> Deck:
    cards = [
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
            seen.photo_hash,
            reasons(shown.deck, dealt, seen, language),
        )
        for dealt, seen in shown.cards
    ]
    advice = shown.advice.said(language, {}) if shown.advice else None
    return Deck(cards, exhausted=shown.advice is not None, advice=advice)
