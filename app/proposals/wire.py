"""Proposals as the two of them read them."""

from datetime import datetime
from uuid import UUID

from app.errors import Language, Words
from app.pairs.model import Verdict
from app.people.model import Face
from app.people.wire import Person, person
from app.proposals.model import OwnProposal, ShownState
from app.wire import Sent

NEXT_STEPS: dict[tuple[ShownState, bool], Words] = {
    ("open", False): Words(
        "Découvrez cette carte et répondez quand vous le pouvez : un oui comme un non rend service.",
        "Have a look at this card and answer when you can: a yes helps, and so does a no.",
    ),
    ("open", True): Words(
        "Votre oui est bien noté. Si l'autre personne dit oui aussi, votre tandem se forme aussitôt.",
        "Your yes is noted. If the other person says yes too, your tandem forms at once.",
    ),
    ("closed", False): Words(
        "Cette proposition est close. D'autres personnes seraient heureuses d'échanger : regardez vos cartes.",
        "This proposal is closed. Other people would be glad to talk: have a look at your cards.",
    ),
    ("closed", True): Words(
        "Cette proposition est close. Merci de votre élan ! D'autres personnes seraient heureuses d'échanger : "
        "regardez vos cartes.",
        "This proposal is closed. Thank you for saying yes! Other people would be glad to talk: have a look at your "
        "cards.",
    ),
    ("tandem", True): Words(
        "Votre tandem est formé. Faites le premier pas : écrivez un mot ou proposez une rencontre.",
        "Your tandem is formed. Make the first move: write a line or suggest a meeting.",
    ),
}


class SentProposal(Sent, frozen=True):
    """`yourVerdict` is null until you swipe the card."""

    id: UUID
    member_id: UUID
    card: Person
    note: str | None
    proposed_by: str
    state: ShownState
    your_verdict: Verdict | None
    sent_at: datetime
    expires_at: datetime
    next_step: str


def sent_proposal(proposal: OwnProposal, face: Face, language: Language) -> SentProposal:
    said_yes = proposal.your_verdict == "like" or proposal.state == "tandem"
    return SentProposal(
        id=proposal.id,
        member_id=proposal.member_id,
        card=person(face),
        note=proposal.note,
        proposed_by=proposal.structure_name,
        state=proposal.state,
        your_verdict=proposal.your_verdict,
        sent_at=proposal.sent_at,
        expires_at=proposal.expires_at,
        next_step=NEXT_STEPS[proposal.state, said_yes].said(language, {}),
    )
