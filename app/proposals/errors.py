"""Why two people cannot be proposed to each other. Staff read it, of one tandem or of each of a cohort."""

from app.errors import DomainError, Words
from app.requests.errors import MOST_WAITING


class NotProposable(DomainError):
    """Each reason has a type and words of its own."""

    status = 409
    type = "not-proposable"
    title = Words("Tandem impossible à proposer", "This tandem cannot be proposed")
    detail = Words("Ce tandem n'est pas possible.", "This tandem is not possible.")


class MemberGone(NotProposable):
    type = "member-gone"
    detail = Words("L'une des deux personnes n'est plus membre.", "One of the two is no longer a member.")


class KeptApart(NotProposable):
    """Whether one has blocked the other, or is hidden or suspended, and which, is not said."""

    type = "kept-apart"
    detail = Words(
        "Ces deux personnes ne peuvent pas être mises en relation. Proposez quelqu'un d'autre.",
        "These two cannot be brought together. Propose somebody else.",
    )


class GuardianAwaited(NotProposable):
    type = "guardian-awaited"
    detail = Words(
        "L'accord du responsable légal manque encore. Enregistrez-le d'abord.",
        "The guardian's agreement is still missing. Record it first.",
    )


class MenteePaused(NotProposable):
    type = "mentee-paused"
    detail = Words("Le mentoré est en pause.", "The mentee is paused.")


class MentorPaused(NotProposable):
    type = "mentor-paused"
    detail = Words("Le mentor est en pause.", "The mentor is paused.")


class MentorUnverified(NotProposable):
    type = "mentor-unverified"
    detail = Words("Le mentor n'est pas encore vérifié.", "The mentor has not been verified yet.")


class MentorUntrained(NotProposable):
    type = "mentor-untrained"
    detail = Words(
        "Le mentor n'a pas encore suivi la formation que demande son programme.",
        "The mentor has not yet taken the training that their programme asks for.",
    )


class MentorWithoutSeat(NotProposable):
    type = "mentor-without-seat"
    detail = Words("Toutes les places du mentor sont prises.", "All the mentor's seats are taken.")


class MenteeInTandem(NotProposable):
    type = "mentee-in-tandem"
    detail = Words(
        "Le mentoré est en tandem, et son programme en prévoit un à la fois.",
        "The mentee is in a tandem, and their programme allows one at a time.",
    )


class MenteeWaits(NotProposable):
    type = "mentee-waits"
    detail = Words(
        "Le mentoré a déjà {most} demandes en attente : un oui de plus ne serait pas possible.",
        "The mentee already has {most} requests waiting: one more yes would not be possible.",
    )

    def __init__(self) -> None:
        super().__init__(most=MOST_WAITING)


class NoCommonLanguage(NotProposable):
    type = "no-common-language"
    detail = Words("Ils n'ont pas de langue en commun.", "They have no language in common.")


class NoCommonWay(NotProposable):
    type = "no-common-way"
    detail = Words(
        "L'un ne peut échanger qu'à distance, l'autre qu'en personne.",
        "One can only meet online, the other only in person.",
    )


class TandemThere(NotProposable):
    type = "tandem-already-formed"
    detail = Words("Ils forment déjà un tandem.", "They already form a tandem.")


class RequestWaits(NotProposable):
    type = "request-waiting"
    detail = Words("Une demande attend déjà la réponse du mentor.", "A request already waits for the mentor's answer.")


class AlreadyProposed(NotProposable):
    type = "already-proposed"
    detail = Words("Ce tandem leur est déjà proposé.", "This tandem is already proposed to them.")


class AnsweredLately(NotProposable):
    """What the answer was, and whose, is not said."""

    type = "answered-lately"
    detail = Words(
        "Il est trop tôt pour proposer ces deux personnes à nouveau. Proposez quelqu'un d'autre.",
        "It is too early to propose these two again. Propose somebody else.",
    )


class ProposalClosed(DomainError):
    status = 409
    type = "proposal-closed"
    title = Words("Proposition close", "Proposal closed")
    detail = Words(
        "Cette proposition a déjà sa réponse, ou son terme est passé.",
        "This proposal has its answer already, or its time is over.",
    )
