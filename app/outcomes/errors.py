"""Why an answer comes too late."""

from app.errors import DomainError, Words


class OutcomeNoLongerAsked(DomainError):
    status = 409
    type = "no-longer-asked"
    title = Words("Question close", "Question closed")
    detail = Words(
        "Le temps de répondre à cette question est passé. Si votre situation change, dites-le à votre structure : "
        "elle sera heureuse de l'apprendre.",
        "The time to answer this question has passed. If your situation changes, tell your structure: they will be "
        "glad to hear it.",
    )
