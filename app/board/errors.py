"""Why a case is not given."""

from app.errors import DomainError, Words


class CasePickedUp(DomainError):
    status = 409
    type = "case-picked-up"
    title = Words("Quelqu'un s'en occupe déjà", "Somebody sees to it already")
    detail = Words(
        "Un collègue a pris ce dossier. Parlez-lui, ou choisissez-en un autre.",
        "A colleague has picked this case up. Talk to them, or choose another one.",
    )
