"""Why a report comes too late."""

from app.errors import DomainError, Words


class FeedbackNoLongerAsked(DomainError):
    status = 409
    type = "no-longer-asked"
    title = Words("Retour clos", "Report closed")
    detail = Words(
        "Le temps de donner ce retour est passé. Pour dire quelque chose de ce tandem, écrivez à la structure qui "
        "l'accompagne.",
        "The time for this report has passed. To say something about this tandem, write to the structure that "
        "supports it.",
    )
