"""Why a tandem is not renewed."""

from app.errors import DomainError, Words


class NoSeatToRenew(DomainError):
    status = 409
    type = "mentor-full"
    title = Words("Plus de place pour l'instant", "No seat free for now")
    detail = Words(
        "Toutes les places de ce mentor sont prises. Rien n'est perdu : réessayez quand l'une se libère.",
        "All of this mentor's seats are taken. Nothing is lost: try again when one is free.",
    )


class AnotherTandemOpen(DomainError):
    status = 409
    type = "already-in-tandem"
    title = Words("Un autre tandem est en cours", "Another tandem is open")
    detail = Words(
        "Le programme prévoit un tandem à la fois. Vous pourrez renouveler celui-ci quand l'autre sera clos.",
        "The programme allows one tandem at a time. You can renew this one once the other is closed.",
    )
