"""What is refused to staff."""

from app.errors import DomainError, Words


class RoleTooLow(DomainError):
    status = 403
    type = "role-too-low"
    title = Words("Votre rôle ne le permet pas", "Your role does not allow this")
    detail = Words(
        "Cette action demande un autre rôle que le vôtre. Adressez-vous à l'administrateur de votre structure.",
        "This action needs another role than yours. Please ask your structure's administrator.",
    )


class AlreadyStaff(DomainError):
    status = 409
    type = "already-staff"
    title = Words("Déjà dans l'équipe", "Already staff")
    detail = Words(
        "Cette connexion est déjà celle de quelqu'un de l'équipe. Modifiez son compte plutôt que d'en créer un autre.",
        "This sign-in already belongs to somebody of the staff. Please change their account rather than add another.",
    )


class LastAdministrator(DomainError):
    status = 409
    type = "last-administrator"
    title = Words("Dernier administrateur", "Last administrator")
    detail = Words(
        "Sans cette personne, plus personne n'administrerait la structure. Nommez d'abord quelqu'un d'autre.",
        "Without this person nobody would administer the structure. Please appoint somebody else first.",
    )
