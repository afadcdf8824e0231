"""Why a profile is refused, or does not yet open what its member asks for."""

from app.errors import DomainError, Words


class ProfileNeeded(DomainError):
    status = 403
    type = "profile-needed"
    title = Words("Profil à créer", "Profile needed")
    detail = Words(
        "Créez d'abord votre profil, c'est l'affaire de quelques instants.",
        "Please make your profile first; it only takes a moment.",
    )


class NoProfileYet(DomainError):
    status = 404
    type = "profile-needed"
    title = ProfileNeeded.title
    detail = ProfileNeeded.detail


class MemberSuspended(DomainError):
    status = 403
    type = "member-suspended"
    title = Words("Compte suspendu", "Account suspended")
    detail = Words(
        "Votre compte est suspendu. L'équipe de la CCI peut vous dire pourquoi et quoi faire.",
        "Your account is suspended. The CCI team can tell you why and what to do.",
    )


class RoleAlreadyChosen(DomainError):
    status = 409
    type = "role-already-chosen"
    title = Words("Rôle déjà choisi", "Role already chosen")
    detail = Words(
        "Le rôle se choisit une seule fois. Pour en changer, supprimez votre compte puis recréez-le.",
        "A role is chosen once. To change it, delete your account and sign up again.",
    )


class TooYoung(DomainError):
    status = 403
    type = "too-young"
    title = Words("Encore un peu de patience", "A little too early")
    detail = Words(
        "Tandem est ouvert à partir de 15 ans. D'ici là, le CIO ou la mission locale près de chez vous, et le site "
        "de l'Onisep, peuvent vous accompagner.",
        "Tandem opens at 15. Until then, the careers centre (CIO) or the mission locale near you, and the Onisep "
        "website, can help.",
    )


class ProgrammeAge(DomainError):
    status = 403
    type = "programme-age"
    title = Words("Programme réservé à un autre âge", "Programme for another age")
    detail = Words(
        "Ce programme n'est pas ouvert à votre âge. Inscrivez-vous sans code de programme : d'autres le sont.",
        "This programme is not open at your age. Sign up without a programme code: others are.",
    )


class AwaitsGuardian(DomainError):
    status = 403
    type = "guardian-agreement-needed"
    title = Words("Accord d'un parent attendu", "A guardian's agreement is needed")
    detail = Words(
        "Vous avez moins de 18 ans : il nous faut l'accord d'un parent ou d'un tuteur. La CCI vous dira comment faire.",
        "You are under 18: we need the agreement of a parent or guardian. The CCI will tell you how.",
    )


class AwaitsVerification(DomainError):
    status = 403
    type = "verification-pending"
    title = Words("Profil en cours de vérification", "Profile being checked")
    detail = Words(
        "L'équipe vérifie votre profil et vous rappelle sous deux jours ouvrés.",
        "The team is checking your profile and will call you within two working days.",
    )
