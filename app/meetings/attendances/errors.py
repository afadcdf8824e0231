"""Why a mark stays as it is."""

from app.errors import DomainError, Words


class NothingToAppeal(DomainError):
    status = 409
    type = "nothing-to-appeal"
    title = Words("Rien à contester", "Nothing to appeal")
    detail = Words(
        "Cette rencontre ne vous est pas reprochée, ou votre structure l'examine déjà : vous n'avez rien à faire.",
        "Nothing is held against you for this meeting, or your structure is looking at it already: nothing to do.",
    )


class DisputeSettled(DomainError):
    status = 409
    type = "dispute-settled"
    title = Words("Désaccord déjà tranché", "Dispute already settled")
    detail = Words(
        "Ce désaccord a déjà été tranché. La personne concernée peut encore contester la décision.",
        "This dispute has already been settled. The person concerned may still appeal.",
    )
