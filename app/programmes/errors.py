"""Why rules are not changed as asked."""

from app.errors import DomainError, Words


class ProgrammeCodeTaken(DomainError):
    status = 409
    type = "programme-code-taken"
    title = Words("Code déjà pris", "Code already taken")
    detail = Words(
        "Un programme porte déjà ce code. Choisissez-en un autre.",
        "A programme already has this code. Please choose another.",
    )


class RulesInForce(DomainError):
    status = 409
    type = "rules-in-force"
    title = Words("Règles déjà en vigueur", "Rules already in force")
    detail = Words(
        "Ces règles s'appliquent déjà à des membres. Choisissez un jour à venir pour les suivantes.",
        "These rules already apply to members. Please choose a day to come for the next ones.",
    )
