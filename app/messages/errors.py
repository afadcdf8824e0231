"""Why a message is not stored, or not yet; and why a ticket is not given."""

from app.errors import DomainError, Words


class MessageAlreadySent(DomainError):
    status = 409
    type = "message-already-sent"
    title = Words("Message déjà envoyé", "Message already sent")
    detail = Words(
        "Un autre message porte déjà cet identifiant. Envoyez celui-ci sous un nouvel identifiant.",
        "Another message has this id already. Send this one under a new id.",
    )


class TooLateToChange(DomainError):
    status = 409
    type = "too-late-to-change"
    title = Words("Trop tard pour modifier", "Too late to change")
    detail = Words(
        "Un message peut être modifié ou supprimé pendant 15 minutes. Écrivez-en un autre pour corriger ou préciser.",
        "A message can be edited or deleted for 15 minutes. Write another one to correct it or to say more.",
    )


class MessageDeleted(DomainError):
    status = 409
    type = "message-deleted"
    title = Words("Message supprimé", "Message deleted")
    detail = Words(
        "Ce message a été supprimé : écrivez-en un autre.", "This message has been deleted: write another one."
    )


class MessagesNotOpen(DomainError):
    status = 403
    type = "messages-not-open"
    title = Words("Messages pas encore ouverts", "Messages not open yet")
    detail = Words(
        "Dans ce tandem, il n'est pas possible d'écrire pour l'instant. L'équipe de la CCI peut vous dire quoi faire.",
        "Writing is not possible in this tandem for now. The CCI team can tell you what to do.",
    )


class WordsMayHurt(DomainError):
    status = 409
    type = "words-may-hurt"
    title = Words("Un instant avant d'envoyer ?", "A moment before sending?")
    detail = Words(
        "Certains mots de ce message peuvent blesser. Voulez-vous le relire ? Modifiez-le, ou envoyez-le tel quel si "
        "c'est bien ce que vous voulez dire.",
        "Some words of this message may hurt. Would you like to read it again? Change it, or send it as it is if that "
        "is what you mean.",
    )


class ContactDetailsEarly(DomainError):
    status = 409
    type = "contact-details-early"
    title = Words("Vos coordonnées, déjà ?", "Your contact details, already?")
    detail = Words(
        "Ce message semble contenir un numéro, une adresse ou un e-mail, et vous n'avez pas encore signé la charte "
        "tous les deux. Vous pouvez attendre, ou l'envoyer tel quel si vous en êtes sûr.",
        "This message seems to hold a number, an address or an e-mail, and you have not both signed the charter yet. "
        "You can wait, or send it as it is if you are sure.",
    )


class TooManyTickets(DomainError):
    status = 429
    type = "too-many-tickets"
    title = Words("Trop de connexions à la fois", "Too many connections at once")
    detail = Words(
        "Vous venez de demander plusieurs connexions. Réessayez dans {seconds} secondes.",
        "You have just asked for several connections. Try again in {seconds} seconds.",
    )

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.headers = {"Retry-After": str(seconds)}


class UnreadableFrame(DomainError):
    status = 400
    type = "unreadable-frame"
    title = Words("Envoi illisible", "Unreadable frame")
    detail = Words(
        "Nous n'avons pas pu lire cet envoi. Mettez l'application à jour, puis réessayez.",
        "We could not read what was sent. Please update the app, then try again.",
    )
