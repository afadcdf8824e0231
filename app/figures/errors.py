"""Why figures are not given."""

from app.errors import DomainError, Words


class NotToldApart(DomainError):
    status = 422
    type = "not-told-apart"
    title = Words("Ventilation impossible", "No such breakdown")
    detail = Words(
        "Ces chiffres ne se ventilent pas ainsi. Choisissez parmi : {choices}.",
        "These figures are not broken down that way. Choose among: {choices}.",
    )
