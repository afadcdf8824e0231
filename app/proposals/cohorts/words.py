"""Why a mentee of a cohort is left without, or a pair no longer stands; and what speaks for a pair."""

from app.errors import Language, Words
from app.proposals.cohorts.model import NOBODY_FITS, SEATS_CONTESTED
from app.proposals.errors import NotProposable

LEFT = {
    NOBODY_FITS: Words(
        "Aucun mentor de votre périmètre n'a de place et ne partage une langue et une façon d'échanger.",
        "No mentor in your scope has a seat and shares a language and a way to meet.",
    ),
    SEATS_CONTESTED: Words(
        "Les places des mentors qui conviennent vont à d'autres, pour qui elles comptent davantage.",
        "The seats of the mentors who fit go to others, for whom they matter more.",
    ),
}
FOR_IT = {
    "sector": Words("Secteurs proches", "Close sectors"),
    "goals": Words("Le mentor peut aider pour ses objectifs", "The mentor can help with their goals"),
    "place": Words("Ils peuvent facilement échanger", "They can easily meet"),
    "time": Words("Moments libres en commun", "Free at the same times"),
}
OBSTACLES = {kind.type: kind for kind in NotProposable.__subclasses__()}


def why_not(code: str, language: Language) -> str:
    if code in LEFT:
        return LEFT[code].said(language, {})
    obstacle = OBSTACLES[code]()
    return obstacle.detail.said(language, obstacle.facts)
