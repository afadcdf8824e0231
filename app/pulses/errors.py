"""Why an answer comes too late."""

from app.errors import DomainError, Words


class PulseNoLongerAsked(DomainError):
    status = 409
    type = "no-longer-asked"
    title = Words("Question close", "Question closed")
    detail = Words(
        "Le temps de répondre à cette question est passé. Si quelque chose vous pèse ou vous réjouit, dites-le à votre "
        "structure.",
        "The time to answer this question has passed. If something weighs on you or makes you glad, tell your "
        "structure.",
    )
