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
        "Votre compte est suspendu. L'application vous dit pourquoi, jusqu'à quand et comment faire appel.",
        "Your account is suspended. The app tells you why, until when and how to appeal.",
    )


class MemberHidden(DomainError):
    status = 403
    type = "member-hidden"
    title = Words("Profil masqué", "Profile hidden")
    detail = Words(
        "Votre profil est masqué : vos tandems continuent, mais vous ne rencontrez personne de nouveau pour l'instant. "
        "L'application vous dit pourquoi et comment faire appel.",
        "Your profile is hidden: your tandems go on, but you meet nobody new for now. The app tells you why and how to "
        "appeal.",
    )


class AccountBarred(DomainError):
    status = 403
    type = "account-barred"
    title = Words("Inscription impossible", "Sign-up not possible")
    detail = Words(
        "Ce numéro ne peut pas ouvrir de compte : un compte qui l'utilisait a été exclu ou suspendu. Si vous pensez "
        "que c'est une erreur, appelez la CCI : une autre personne que celle qui a décidé vous répondra.",
        "This number cannot open an account: one that used it was banned or suspended. If you think this is a mistake, "
        "please call the CCI: somebody other than who decided will answer you.",
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


class AwaitsTraining(DomainError):
    status = 403
    type = "training-needed"
    title = Words("Formation à suivre", "Training to follow")
    detail = Words(
        "Votre programme demande une courte formation avant de rencontrer des mentorés. Elle est dans l'application.",
        "Your programme asks for a short training before you meet mentees. You will find it in the app.",
    )


class MentorsOnly(DomainError):
    status = 403
    type = "mentors-only"
    title = Words("Réservé aux mentors", "For mentors only")
    detail = Words(
        "Cette page est réservée aux mentors. Retrouvez vos cartes et vos demandes dans l'application.",
        "This page is for mentors only. You will find your cards and requests in the app.",
    )


class ProgrammeTerritory(DomainError):
    status = 403
    type = "programme-territory"
    title = Words("Programme d'un autre territoire", "Programme of another territory")
    detail = Words(
        "Ce programme n'est pas ouvert là où vous habitez. Inscrivez-vous sans code de programme : d'autres le sont.",
        "This programme is not open where you live. Sign up without a programme code: others are.",
    )


class ProgrammeClosed(DomainError):
    status = 403
    type = "programme-closed"
    title = Words("Inscriptions fermées", "Sign-up closed")
    detail = Words(
        "Ce programme ne prend pas d'inscriptions en ce moment. Inscrivez-vous sans code, ou voyez avec votre "
        "structure.",
        "This programme takes no one on at the moment. Sign up without a code, or ask your structure.",
    )
