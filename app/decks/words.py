"""Why a card is there, and why there are no more: in plain words."""

from functools import lru_cache

from app.decks.model import DealtCard, DealtDeck
from app.decks.wire import Reason
from app.errors import Language, Words
from app.goals import vocabulary as goals
from app.people.wire import Person
from app.sectors import vocabulary as sectors
from ranking import TERMS, Weights

MOST_NAMED = 2
MOST_REASONS = 3
MOST_SENTENCES = 20_000
WEIGHTS = Weights()

SAME_SECTOR = Words("Même secteur : {names}", "Same sector: {names}")
NEAR_SECTOR = Words("Un secteur proche du vôtre : {names}", "A sector close to yours: {names}")
CAN_HELP = Words("Peut vous aider : {names}", "Can help you with: {names}")
YOU_CAN_HELP = Words("Vous pouvez l'aider : {names}", "You can help with: {names}")
NEARBY = Words("Vous pouvez vous voir facilement", "You can easily meet")
AT_A_DISTANCE = Words("Vous pouvez échanger à distance", "You can talk online")
SAME_TIMES = Words("Vous avez des moments libres en commun", "You are free at the same times")
TIMES_OPEN = Words("Vos disponibilités restent à accorder", "Your free times are yet to be matched")

PROPOSED = Words("Proposé·e par {structure}", "Proposed by {structure}")

PAUSED = Words(
    "Vous êtes en pause : reprenez quand vous voulez pour recevoir des cartes.",
    "You are paused: resume whenever you like to be dealt cards.",
)
HELD = Words(
    "Vous êtes en tandem, et votre programme en prévoit un à la fois. De nouvelles cartes viendront ensuite.",
    "You are in a tandem, and your programme allows one at a time. New cards will come afterwards.",
)
NOBODY_YET = Words(
    "Personne n'est disponible pour l'instant. Revenez demain : de nouvelles personnes arrivent chaque semaine.",
    "Nobody is available right now. Come back tomorrow: new people join every week.",
)
NO_COMMON_WAY = Words(
    "Ajoutez une langue ou acceptez les échanges à distance : davantage de personnes pourront vous être proposées.",
    "Add a language, or accept meeting online: more people can then be suggested to you.",
)
ALL_SEEN = Words(
    "Vous avez vu toutes les cartes du moment. Revenez demain, ou acceptez aussi les échanges à distance.",
    "You have seen every card for now. Come back tomorrow, or accept meeting online as well.",
)


def reasons(deck: DealtDeck, card: DealtCard, seen: Person, language: Language) -> list[Reason]:
    """Up to three, a structure's word first; then the largest of the very numbers that ordered the deck."""
    own = [_reason(TERMS[term], deck, card, seen, language) for term in card.reasons]
    if card.proposed_by is None:
        return own
    proposed = Reason("proposed", PROPOSED.said(language, {"structure": card.proposed_by}))
    return [proposed, *own][:MOST_REASONS]


def _reason(term: str, deck: DealtDeck, card: DealtCard, seen: Person, language: Language) -> Reason:
    sector, _, place, time = card.terms
    match term:
        case "sector" if sector == 1:
            shared = [code for code in seen.sectors if code in deck.sectors]
            return _sentence(term, SAME_SECTOR, language, *shared[:MOST_NAMED])
        case "sector":
            return _sentence(term, NEAR_SECTOR, language, *seen.sectors[:MOST_NAMED])
        case "goals":
            # In the order in which the mentee put them.
            own, theirs = (seen.goals, deck.goals) if seen.role == "mentee" else (deck.goals, seen.goals)
            shared = [code for code in own if code in theirs]
            words = YOU_CAN_HELP if seen.role == "mentee" else CAN_HELP
            return _sentence(term, words, language, *shared[:MOST_NAMED])
        case "place":
            return _sentence(term, NEARBY if place > WEIGHTS.remote else AT_A_DISTANCE, language)
    return _sentence(term, SAME_TIMES if time > WEIGHTS.time_unknown else TIMES_OPEN, language)


@lru_cache(MOST_SENTENCES)
def _sentence(term: str, words: Words, language: Language, *codes: str) -> Reason:
    by_code = goals.by_code if term == "goals" else sectors.by_code
    named = [found for code in codes if (found := by_code(code)) is not None]
    names = ", ".join(one.en if language == "en" else one.fr for one in named)
    return Reason(term, words.said(language, {"names": names}))
