"""Why a card is there, and why there are no more: in plain words."""

from collections.abc import Callable, Sequence

from app.decks.model import DealtCard, DealtDeck
from app.decks.wire import Reason
from app.errors import Language, Words
from app.goals import vocabulary as goals
from app.goals.model import Goal
from app.people.model import Face
from app.sectors import vocabulary as sectors
from app.sectors.model import Sector
from ranking import TERMS, Weights

MOST_NAMED = 2
WEIGHTS = Weights()

ByCode = Callable[[str], Goal | Sector | None]

SAME_SECTOR = Words("Même secteur : {names}", "Same sector: {names}")
NEAR_SECTOR = Words("Un secteur proche du vôtre : {names}", "A sector close to yours: {names}")
CAN_HELP = Words("Peut vous aider : {names}", "Can help you with: {names}")
YOU_CAN_HELP = Words("Vous pouvez l'aider : {names}", "You can help with: {names}")
NEARBY = Words("Vous pouvez vous voir facilement", "You can easily meet")
AT_A_DISTANCE = Words("Vous pouvez échanger à distance", "You can talk online")
SAME_TIMES = Words("Vous avez des moments libres en commun", "You are free at the same times")
TIMES_OPEN = Words("Vos disponibilités restent à accorder", "Your free times are yet to be matched")

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


def reasons(deck: DealtDeck, card: DealtCard, face: Face, language: Language) -> list[Reason]:
    """Up to three, the strongest first: the largest of the very numbers that ordered the deck."""
    return [Reason(TERMS[term], _reason(TERMS[term], deck, card, face, language)) for term in card.reasons]


def _reason(term: str, deck: DealtDeck, card: DealtCard, face: Face, language: Language) -> str:
    sector, _, place, time = card.terms
    match term:
        case "sector" if sector == 1:
            shared = [code for code in face.sectors if code in deck.sectors]
            return SAME_SECTOR.said(language, {"names": _names(sectors.by_code, shared, language)})
        case "sector":
            return NEAR_SECTOR.said(language, {"names": _names(sectors.by_code, face.sectors, language)})
        case "goals":
            # In the order in which the mentee put them.
            own, theirs = (face.goals, deck.goals) if face.role == "mentee" else (deck.goals, face.goals)
            shared = [code for code in own if code in theirs]
            words = YOU_CAN_HELP if face.role == "mentee" else CAN_HELP
            return words.said(language, {"names": _names(goals.by_code, shared, language)})
        case "place":
            return (NEARBY if place > WEIGHTS.remote else AT_A_DISTANCE).said(language, {})
    return (SAME_TIMES if time > WEIGHTS.time_unknown else TIMES_OPEN).said(language, {})


def _names(by_code: ByCode, codes: Sequence[str], language: Language) -> str:
    named = [found for code in codes[:MOST_NAMED] if (found := by_code(code)) is not None]
    return ", ".join(one.en if language == "en" else one.fr for one in named)
