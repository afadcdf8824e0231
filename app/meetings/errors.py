"""Why a meeting cannot be."""

from app.errors import DomainError, Words


class MeetingOverlaps(DomainError):
    status = 409
    type = "meeting-overlaps"
    title = Words("Moment déjà pris", "Time already taken")
    detail = Words(
        "L'un de vous deux a déjà une rencontre à ce moment-là. Choisissez un autre créneau, ou proposez-en "
        "de nouveaux.",
        "One of you already has a meeting at that time. Choose another slot, or propose new ones.",
    )


class MeetingChanged(DomainError):
    status = 409
    type = "meeting-changed"
    title = Words("Rencontre modifiée entre-temps", "Meeting changed meanwhile")
    detail = Words(
        "Cette rencontre a changé depuis que vous l'avez lue. Regardez ce qui est proposé maintenant, puis répondez.",
        "This meeting has changed since you read it. Look at what is proposed now, then answer.",
    )


class MeetingCancelled(DomainError):
    status = 409
    type = "meeting-cancelled"
    title = Words("Rencontre annulée", "Meeting cancelled")
    detail = Words(
        "Cette rencontre est annulée. Proposez-en une nouvelle quand vous le souhaitez.",
        "This meeting is cancelled. Propose a new one whenever you like.",
    )


class MeetingAwaitsOther(DomainError):
    status = 409
    type = "meeting-awaits-other"
    title = Words("À l'autre de répondre", "The other's turn to answer")
    detail = Words(
        "Vous avez proposé ces moments : l'autre membre du tandem en choisit un. Vous pouvez encore en changer.",
        "You proposed these times: the other member of the tandem chooses one. You can still change them.",
    )


class SlotPassed(DomainError):
    status = 409
    type = "slot-passed"
    title = Words("Créneau passé", "Slot in the past")
    detail = Words(
        "Ce moment est déjà passé. Choisissez-en un autre, ou proposez-en de nouveaux.",
        "This time has passed. Choose another one, or propose new ones.",
    )


class MeetingBegan(DomainError):
    status = 409
    type = "meeting-began"
    title = Words("L'heure est passée", "It has begun")
    detail = Words(
        "L'heure de cette rencontre est passée : elle ne change plus. Dites plutôt comment elle s'est déroulée.",
        "The time of this meeting has come: it no longer changes. Please say instead how it went.",
    )


class TooLateToMove(DomainError):
    status = 409
    type = "too-late-to-move"
    title = Words("Trop tard pour déplacer", "Too late to move")
    detail = Words(
        "À moins de trois heures du début, une rencontre ne se déplace plus. Annulez-la, puis proposez "
        "d'autres moments.",
        "Within three hours of its start a meeting can no longer be moved. Cancel it, then propose other times.",
    )


class IntroductionHasSlots(DomainError):
    status = 409
    type = "introduction-has-slots"
    title = Words("Première rencontre à trois", "First meeting of three")
    detail = Words(
        "Quelqu'un de votre structure participe à cette rencontre. Pour la déplacer, choisissez un autre créneau.",
        "Somebody of your structure takes part in this meeting. To move it, choose another slot.",
    )


class TooManyMeetings(DomainError):
    status = 409
    type = "too-many-meetings"
    title = Words("Déjà beaucoup de rencontres prévues", "Many meetings planned already")
    detail = Words(
        "Votre tandem a déjà {most} rencontres proposées ou prévues. Annulez-en une pour en proposer une autre.",
        "Your tandem already has {most} meetings proposed or planned. Cancel one to propose another.",
    )


class TooEarlyToSay(DomainError):
    status = 409
    type = "too-early-to-say"
    title = Words("Encore un peu tôt", "A little early")
    detail = Words(
        "Vous pourrez le dire dès le début de la rencontre ; une absence, dix minutes après. D'ici là, gardez le lien.",
        "You can say it once the meeting has begun; an absence, ten minutes later. Until then, do stay in touch.",
    )


class NothingToSay(DomainError):
    status = 409
    type = "meeting-not-confirmed"
    title = Words("Rencontre non confirmée", "Meeting not confirmed")
    detail = Words(
        "Cette rencontre n'a pas été confirmée : il n'y a pas de présence à dire. Proposez un moment, si vous "
        "le souhaitez.",
        "This meeting was not confirmed, so there is no attendance to tell. Propose a time, if you like.",
    )


class AttendanceClosed(DomainError):
    status = 409
    type = "attendance-closed"
    title = Words("Trop tard pour changer", "Too late to change")
    detail = Words(
        "La présence à cette rencontre ne se change plus. Si une mention vous semble fausse, contestez-la depuis votre "
        "page « fiabilité ».",
        "Attendance at this meeting can no longer be changed. If a mark seems wrong to you, appeal against it on your "
        "reliability page.",
    )


class TandemPaused(DomainError):
    status = 409
    type = "tandem-paused"
    title = Words("Tandem en pause", "Tandem paused")
    detail = Words(
        "Votre tandem est en pause. Reprenez-le, puis prévoyez votre prochaine rencontre.",
        "Your tandem is paused. Resume it, then plan your next meeting.",
    )
