"""Why a first meeting of three cannot be booked, or changed."""

from app.errors import DomainError, Words


class SlotTaken(DomainError):
    status = 409
    type = "slot-taken"
    title = Words("Créneau déjà pris", "Slot already taken")
    detail = Words(
        "Ce créneau vient d'être pris, ou n'est plus proposé. Regardez ceux qui restent, et choisissez-en un autre.",
        "This slot has just been taken, or is no longer offered. Look at those that are left, and choose another.",
    )


class IntroductionNotNeeded(DomainError):
    status = 409
    type = "introduction-not-needed"
    title = Words("Pas de première rencontre à prévoir", "No first meeting to plan")
    detail = Words(
        "Ce tandem n'attend pas de première rencontre à trois. Proposez plutôt une rencontre à deux.",
        "This tandem awaits no first meeting of three. Propose a meeting of two instead.",
    )


class SlotOverlaps(DomainError):
    status = 409
    type = "slot-overlaps"
    title = Words("Créneau qui en chevauche un autre", "Slot overlaps another")
    detail = Words(
        "Un autre créneau de la même personne tombe à ce moment-là. Choisissez une autre heure, ou annulez l'autre.",
        "Another slot of the same person falls at that time. Choose another time, or cancel the other one.",
    )


class MembersElsewhere(DomainError):
    status = 409
    type = "members-elsewhere"
    title = Words("Un des deux est déjà pris", "One of the two is taken")
    detail = Words(
        "L'un des deux membres a déjà une rencontre à ce moment-là. Choisissez une autre heure, ou laissez-les choisir "
        "un créneau.",
        "One of the two members already has a meeting at that time. Choose another time, or let them choose a slot.",
    )


class SlotOver(DomainError):
    status = 409
    type = "slot-over"
    title = Words("Créneau commencé ou annulé", "Slot begun or cancelled")
    detail = Words(
        "Ce créneau a commencé, ou il est annulé : il ne change plus. Publiez-en un autre, ou dites ce qu'il en a été.",
        "This slot has begun, or is cancelled: it no longer changes. Publish a new one, or say what came of it.",
    )


class NothingHeld(DomainError):
    status = 409
    type = "introduction-not-begun"
    title = Words("Rien à dire pour l'instant", "Nothing to say yet")
    detail = Words(
        "Cela se dit d'un créneau réservé, une fois son heure venue. Revenez après la rencontre.",
        "That is said of a booked slot, once its time has come. Come back after the meeting.",
    )


class AlreadyHeld(DomainError):
    status = 409
    type = "introduction-already-held"
    title = Words("Première rencontre déjà confirmée", "First meeting confirmed already")
    detail = Words(
        "Il est dit que cette première rencontre a eu lieu, et le tandem a pu commencer. Cela ne se reprend pas.",
        "It was said that this first meeting took place, and the tandem could begin. That is not taken back.",
    )
