"""Why staff cannot decide so."""

from app.errors import DomainError, Words


class AlreadyVerified(DomainError):
    status = 409
    type = "already-verified"
    title = Words("Mentor déjà vérifié", "Mentor already verified")
    detail = Words(
        "Ce mentor est déjà vérifié. Pour l'en écarter, refusez la vérification avec un motif.",
        "This mentor is verified already. To take them off the cards, refuse the verification with a reason.",
    )
