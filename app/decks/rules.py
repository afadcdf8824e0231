"""The ranking as it is published: a public body must be able to say how it ranks."""

from dataclasses import asdict

from app.decks import columns
from app.decks.wire import PublishedRules, PublishedTerm
from app.errors import Language, Words
from ranking import TERMS

TOLD = {
    "sector": Words(
        "La proximité des métiers : le même secteur compte pleinement, un secteur du même domaine un peu moins, un "
        "domaine voisin moins encore.",
        "How close the trades are: the same sector counts fully, one of the same field a little less, a related field "
        "less again.",
    ),
    "goals": Words(
        "La part de ce que cherche le mentoré que le mentor peut apporter ; ses premiers objectifs comptent davantage.",
        "The share of what the mentee looks for that the mentor can help with; the first goals count more.",
    ),
    "place": Words(
        "La facilité à se rencontrer : proximité des communes si vous pouvez tous deux vous voir, sinon l'échange à "
        "distance. Aucune distance n'est montrée.",
        "How easily you can meet: near areas if both can meet in person, otherwise meeting online. No distance is "
        "ever shown.",
    ),
    "time": Words(
        "Les moments libres en commun ; neutre quand l'un de vous n'en a pas indiqué.",
        "The free times you share; neutral when one of you gave none.",
    ),
}
HOW = Words(
    "Chaque terme vaut entre 0 et 1 ; leur somme pondérée dit combien deux personnes se conviennent. Pour un mentoré, "
    "elle est multipliée par la probabilité que le mentor réponde oui, et divisée par 1 + (demandes en attente ÷ "
    "places libres), pour que personne ne soit débordé. Pour un mentor, elle croît avec l'attente du mentoré (jusqu'à "
    "30 jours) et décroît avec ses demandes et tandems en cours, pour que personne ne soit oublié. À égalité, le plus "
    "ancien inscrit passe devant. Une petite part des places est tirée au sort, à raison de ce qui convient, entre "
    "ceux que personne n'a vus depuis le plus longtemps ; ce tirage est noté avec la carte.",
    "Each term lies between 0 and 1; their weighted sum says how well two people fit. For a mentee it is multiplied by "
    "how likely the mentor is to say yes, and divided by 1 + (requests waiting ÷ seats free), so that nobody is "
    "flooded. For a mentor it grows with the mentee's wait (up to 30 days) and falls with their requests and tandems, "
    "so that nobody is forgotten. Among equals, whoever joined first comes first. A small share of the places is drawn "
    "by lot, in proportion to fit, among those whom nobody has seen for longest; the draw is noted with the card.",
)
NEVER = Words(
    "Jamais l'âge, le genre, le nom, l'origine, les textes libres, la photo ni la position exacte.",
    "Never age, gender, name, origin, free text, photo or exact position.",
)


def published_rules(language: Language) -> PublishedRules:
    """Terms, weights and every constant, in words and as the numbers that are used."""
    weights = columns.rules().weights
    terms = [
        PublishedTerm(term, weight, TOLD[term].said(language, {}))
        for term, weight in zip(TERMS, weights.of_terms, strict=True)
    ]
    constants = {name: value for name, value in asdict(weights).items() if name not in TERMS}
    return PublishedRules(terms, HOW.said(language, {}), NEVER.said(language, {}), constants)
