"""Why a request or a tandem cannot be."""

from app.errors import DomainError, Words

MOST_WAITING = 5


class RequestLimit(DomainError):
    status = 409
    type = "request-limit"
    title = Words("{most} demandes déjà en attente", "{most} requests already waiting")
    detail = Words(
        "Vous avez déjà {most} demandes en attente, le maximum. Attendez une réponse ou retirez-en une pour demander "
        "à quelqu'un d'autre.",
        "You already have {most} requests waiting, the most allowed. Wait for an answer, or withdraw one to ask "
        "somebody else.",
    )

    def __init__(self) -> None:
        super().__init__(most=MOST_WAITING)


class MentorFull(DomainError):
    status = 409
    type = "mentor-full"
    title = Words("Plus de place pour l'instant", "No seat free for now")
    detail = Words(
        "Tous vos tandems sont pris. Rien n'est perdu : la demande attend qu'une place se libère.",
        "All your seats are taken. Nothing is lost: the request waits for a seat.",
    )


class RequestClosed(DomainError):
    status = 409
    type = "request-closed"
    title = Words("Demande close", "Request closed")
    detail = Words(
        "Cette demande est close. D'autres personnes seraient heureuses d'échanger : regardez vos cartes du jour.",
        "This request is closed. Other people would be glad to talk: have a look at today's cards.",
    )


class AlreadyInTandem(DomainError):
    status = 409
    type = "already-in-tandem"
    title = Words("Vous êtes déjà en tandem", "You are already in a tandem")
    detail = Words(
        "Votre programme prévoit un tandem à la fois. Vous pourrez demander à nouveau quand il sera clos.",
        "Your programme allows one tandem at a time. You can ask again once it is closed.",
    )


class RequestAlreadyOpened(DomainError):
    status = 409
    type = "request-already-opened"
    title = Words("Demande déjà lue", "Request already read")
    detail = Words(
        "Votre demande a déjà été lue : elle ne peut plus être annulée, mais vous pouvez la retirer.",
        "Your request has already been read: it can no longer be undone, but you can withdraw it.",
    )


class TandemAlreadyFormed(DomainError):
    status = 409
    type = "tandem-already-formed"
    title = Words("Tandem déjà formé", "Tandem already formed")
    detail = Words("Vous formez déjà un tandem ensemble.", "You already form a tandem together.")
