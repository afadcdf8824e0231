"""Why a cohort cannot be changed or sent now."""

from app.errors import DomainError, Words


class CohortComposing(DomainError):
    status = 409
    type = "cohort-composing"
    title = Words("Aperçu pas encore prêt", "Preview not ready yet")
    detail = Words(
        "Les mentors sont encore en cours de recherche. Relisez l'aperçu dans un moment.",
        "Mentors are still being found. Read the preview again in a moment.",
    )


class CohortSent(DomainError):
    status = 409
    type = "cohort-sent"
    title = Words("Cohorte déjà envoyée", "Cohort already sent")
    detail = Words(
        "Cette cohorte est envoyée : retirez plutôt une proposition.",
        "This cohort has been sent: withdraw a proposal instead.",
    )
