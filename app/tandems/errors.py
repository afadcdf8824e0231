"""Why a tandem does not do what is asked of it."""

from app.errors import DomainError, Words


class TandemClosed(DomainError):
    status = 409
    type = "tandem-closed"
    title = Words("Tandem clos", "Tandem closed")
    detail = Words(
        "Ce tandem est clos : vous pouvez le relire, plus y écrire. Pour continuer ensemble, demandez un nouveau "
        "tandem ; pour rencontrer quelqu'un d'autre, regardez vos cartes du jour.",
        "This tandem is closed: you can read it, no longer write in it. To go on together, ask for a new tandem; to "
        "meet somebody else, have a look at today's cards.",
    )


class TandemNotActive(DomainError):
    status = 409
    type = "tandem-not-active"
    title = Words("Tandem pas encore actif", "Tandem not active yet")
    detail = Words(
        "Ce tandem n'a pas encore commencé. Signez la charte tous les deux, et il sera actif.",
        "This tandem has not begun yet. Both sign the charter, and it becomes active.",
    )


class AlreadyIntroduced(DomainError):
    status = 409
    type = "tandem-already-introduced"
    title = Words("Tandem déjà présenté", "Tandem already introduced")
    detail = Words(
        "Ce tandem n'attend plus de présentation : il a déjà commencé, ou il est clos.",
        "This tandem awaits no introduction: it has already begun, or is closed.",
    )
