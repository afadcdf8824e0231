"""Why a sanction is not given, confirmed or lifted."""

from app.errors import DomainError, Words


class SanctionAlreadyGiven(DomainError):
    status = 409
    type = "sanction-already-given"
    title = Words("Sanction déjà enregistrée", "Sanction already stored")
    detail = Words(
        "Une autre sanction porte déjà cet identifiant. Relisez celles de ce membre, puis recommencez.",
        "Another sanction has this id already. Read this member's again, then start anew.",
    )


class NeedsSomebodyElse(DomainError):
    status = 409
    type = "needs-somebody-else"
    title = Words("À décider par une autre personne", "For somebody else to decide")
    detail = Words(
        "Vous avez déjà pris part à cette décision. Demandez à une autre personne de la modération, de votre structure "
        "ou de celle au-dessus.",
        "You have already taken part in this decision. Ask another moderator, of your structure or the one above.",
    )


class SanctionEnded(DomainError):
    status = 409
    type = "sanction-ended"
    title = Words("Mesure déjà levée", "Measure already lifted")
    detail = Words("Cette mesure n'a plus cours : il n'y a rien à faire.", "It is no longer in force: nothing to do.")


class NothingToConfirm(DomainError):
    status = 409
    type = "nothing-to-confirm"
    title = Words("Rien à confirmer", "Nothing to confirm")
    detail = Words(
        "Seule une exclusion proposée se confirme. Relisez les sanctions de ce membre.",
        "Only a proposed ban is confirmed. Read this member's sanctions again.",
    )
