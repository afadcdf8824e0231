"""What a column holds, by its heading, as French and English spreadsheets name them."""

from app.imports.model import Field
from app.spelling import plain_phrase

NEEDED: tuple[Field, ...] = ("firstName", "lastName", "phone")

HEADINGS: dict[Field, tuple[str, ...]] = {
    "firstName": ("prenom", "prenoms", "first name", "given name"),
    "lastName": ("nom", "nom de famille", "nom d usage", "last name", "surname"),
    "phone": ("telephone", "tel", "portable", "mobile", "telephone portable", "telephone mobile", "gsm", "phone"),
    "birthDate": ("date de naissance", "naissance", "ne e le", "ne le", "birth date", "date of birth"),
    "postcode": ("code postal", "cp", "postcode", "zip"),
    "town": ("commune", "ville", "localite", "town", "city"),
    "areaCode": ("code insee", "insee", "code commune"),
    "sectors": ("secteur", "secteurs", "domaine", "domaines", "secteurs d activite", "secteur d activite", "sectors"),
    "goals": ("objectif", "objectifs", "besoin", "besoins", "peut aider a", "goals"),
    "modalities": ("modalite", "modalites", "format", "modalities"),
    "languages": ("langue", "langues", "langues parlees", "languages"),
    "about": ("presentation", "a propos", "commentaire", "about"),
    "jobTitle": ("metier", "fonction", "poste", "profession", "job title"),
    "company": ("entreprise", "societe", "raison sociale", "employeur", "company"),
    "siret": ("siret", "n siret", "numero siret"),
    "capacity": ("capacite", "nombre de mentores", "nombre de jeunes", "capacity"),
    "hoursPerMonth": ("heures par mois", "heures", "disponibilite heures mois", "hours per month"),
}
_BY_HEADING = {heading: field for field, headings in HEADINGS.items() for heading in headings}


def guess(headers: list[str]) -> list[str]:
    """The field of each column, '' for those that say nothing to us; each field once."""
    fields: list[str] = []
    for header in headers:
        field = _BY_HEADING.get(plain_phrase(header), "")
        fields.append("" if field in fields else field)
    return fields


def missing(fields: list[str]) -> list[Field]:
    """The fields that no line can do without, and no column holds."""
    return [field for field in NEEDED if field not in fields]
