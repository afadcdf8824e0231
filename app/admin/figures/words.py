"""What figures are called."""

from app.errors import Language, Words
from app.figures.model import Row, Table, Topic
from app.sectors.vocabulary import all_sectors
from app.tandems.closures.reasons import all_reasons

TOPICS: dict[Topic, Words] = {
    "funnel": Words("Parcours des membres", "Members' progress"),
    "answers": Words("Réponses aux demandes, sur douze mois", "Answers to requests, over twelve months"),
    "loads": Words("Charge des mentors", "Mentors' load"),
    "break-ups": Words("Fins de tandem, sur douze mois", "Tandems ended, over twelve months"),
}
STAGES = {
    "registered": Words("Inscrits", "Registered"),
    "verified": Words("Vérifiés", "Verified"),
    "deck-seen": Words("Cartes vues", "Deck seen"),
    "requested": Words("Demande", "Request"),
    "tandem": Words("Tandem", "Tandem"),
    "active": Words("Tandem actif", "Active tandem"),
    "six-months": Words("Six mois", "Six months"),
    "outcome": Words("Bilan", "Outcome"),
    "settled": Words("Demandes échues", "Requests settled"),
    "answered": Words("Répondues", "Answered"),
    "accepted": Words("Acceptées", "Accepted"),
    "mentors": Words("Mentors vérifiés", "Verified mentors"),
    "ended": Words("Tandems terminés", "Tandems ended"),
    "before-six-months": Words("Avant six mois", "Before six months"),
}
MEASURES = {
    "median-hours": Words("Médiane (h)", "Median (h)"),
    "p90-hours": Words("9 sur 10 en (h)", "9 in 10 within (h)"),
    "share-answered": Words("Part répondue", "Share answered"),
    "mean-load": Words("Charge moyenne par place", "Mean load per seat"),
    "gini": Words("Indice de Gini", "Gini index"),
}
MEASURES_OF: dict[Topic, tuple[str, ...]] = {
    "funnel": (),
    "answers": ("median-hours", "p90-hours", "share-answered"),
    "loads": ("mean-load", "gini"),
    "break-ups": (),
}
BY = {
    "structure": Words("Structure", "Structure"),
    "programme": Words("Programme", "Programme"),
    "territory": Words("Département", "Département"),
    "sector": Words("Domaine", "Field"),
    "month": Words("Mois", "Month"),
    "load": Words("Charge", "Load"),
    "reason": Words("Raison", "Reason"),
}
ROLES = {"mentee": Words("mentorés", "mentees"), "mentor": Words("mentors", "mentors")}
LOADS = {
    "none": Words("Aucune demande ni tandem", "No request and no tandem"),
    "up-to-half": Words("Jusqu'à la moitié des places", "Up to half of the seats"),
    "up-to-all": Words("Jusqu'à toutes les places", "Up to all seats"),
    "up-to-double": Words("Jusqu'au double des places", "Up to twice the seats"),
    "more": Words("Plus du double des places", "More than twice the seats"),
}
# Tandems that none of the two ended in so many words.
OTHER_REASONS = {
    "suspended": Words("Suspension d'un membre", "A member was suspended"),
    "blocked": Words("Blocage entre les deux", "One blocked the other"),
    "erased": Words("Compte supprimé", "An account was deleted"),
}
TOTAL = Words("Ensemble", "All")
MONTH = Words("Fin du mois", "End of month")
COMPUTED_AT = Words("Calculé le", "Computed at")
HIDDEN = Words("moins de 5", "under 5")
NOTE = Words(
    "Nombres arrondis par cinq ; « – » : trop peu de personnes pour être dites, ou aucune.",
    "Numbers rounded to fives; “–”: too few people to be told, or nobody.",
)
NOTHING_YET = Words(
    "Pas encore de chiffres : ils paraissent quand un mois est écoulé.",
    "No figures yet: they appear once a month has ended.",
)
MORE = Words("et {count} autres lignes", "and {count} more lines")


def title_of(table: Table, language: Language) -> str:
    """What the table is about, of whom and when."""
    question = table.question
    parts = [TOPICS[question.topic].said(language, {})]
    if question.topic == "funnel" and question.role:
        parts.append(ROLES[question.role].said(language, {}))
    parts.append(table.place.name)
    if table.run:
        parts.append(f"{MONTH.said(language, {}).lower()} {table.run.month:%Y-%m}")
    return " – ".join(parts)


def name_of(row: Row, by: str, language: Language) -> str:
    """What a line is called: the code itself where nothing says it better."""
    if row.name is not None:
        return row.name
    match by:
        case "sector":
            return _field_name(row.code, language)
        case "load":
            return LOADS[row.code].said(language, {})
        case "reason":
            return _reason(row.code, language)
    return row.code


def _field_name(code: str, language: Language) -> str:
    field = next((sector.field for sector in all_sectors() if sector.field.code == code), None)
    return getattr(field, language) if field else code


def _reason(code: str, language: Language) -> str:
    if reason := all_reasons().get(code):
        return reason.en if language == "en" else reason.fr
    return OTHER_REASONS[code].said(language, {}) if code in OTHER_REASONS else code
