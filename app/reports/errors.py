"""Why a report cannot be made or handled."""

from app.errors import DomainError, Words

MOST_A_DAY = 20


class TooManyReports(DomainError):
    status = 429
    type = "too-many-reports"
    title = Words("Beaucoup de signalements aujourd'hui", "Many reports today")
    detail = Words(
        "Nous avons bien reçu vos signalements et nous les lisons. Réessayez demain, ou appelez votre structure si "
        "c'est urgent.",
        "We have your reports and are reading them. Please try again tomorrow, or call your structure if it is urgent.",
    )

    def __init__(self) -> None:
        super().__init__()
        self.headers = {"Retry-After": "86400"}


class ReportTaken(DomainError):
    status = 409
    type = "report-taken"
    title = Words("Signalement déjà pris en charge", "Report already taken")
    detail = Words(
        "Une autre personne de l'équipe s'en occupe. Choisissez-en un autre, ou demandez-lui de le rendre.",
        "Somebody else of the team is handling it. Choose another one, or ask them to give it back.",
    )


class ReportDecided(DomainError):
    status = 409
    type = "report-decided"
    title = Words("Signalement déjà traité", "Report already decided")
    detail = Words(
        "Ce signalement a reçu sa réponse. Relisez-le avant d'aller plus loin.",
        "This report has been answered. Read it again before going on.",
    )
