"""Why structures, their codes and their agreements are not changed as asked."""

from app.errors import DomainError, Words


class StructureCodeTaken(DomainError):
    status = 409
    type = "structure-code-taken"
    title = Words("Code déjà pris", "Code already taken")
    detail = Words(
        "Une structure porte déjà ce code. Choisissez-en un autre.",
        "A structure already has this code. Please choose another.",
    )


class Misplaced(DomainError):
    status = 409
    type = "structure-misplaced"
    title = Words("Place impossible", "Impossible place")
    detail = Words(
        "Une structure ne dépend ni d'elle-même, ni d'une plus petite : national, puis club, structure, antenne.",
        "A structure can belong neither to itself nor to a lesser one: national, then club, structure, antenna.",
    )


class SignUpCodeTaken(DomainError):
    status = 409
    type = "sign-up-code-taken"
    title = Words("Code déjà pris", "Code already taken")
    detail = Words(
        "Ce code existe déjà. Choisissez-en un autre.",
        "This code already exists. Please choose another.",
    )


class AgreementTaken(DomainError):
    status = 409
    type = "agreement-taken"
    title = Words("Convention déjà enregistrée", "Agreement already recorded")
    detail = Words(
        "Une autre convention porte cet identifiant. Donnez-en un nouveau.",
        "Another agreement has this id. Please give a new one.",
    )
