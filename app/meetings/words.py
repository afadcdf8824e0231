"""What a member is told to do next about a meeting."""

from datetime import datetime
from typing import Literal

from app.errors import Words
from app.meetings.model import Meeting

ShownState = Literal["proposed", "lapsed", "confirmed", "cancelled"]

NEXT_STEPS: dict[tuple[ShownState, bool], Words] = {
    ("proposed", True): Words(
        "Votre proposition est partie. L'autre choisit un créneau ; vous pouvez encore en changer.",
        "Your proposal is on its way. The other one chooses a slot; you can still change them.",
    ),
    ("proposed", False): Words(
        "Choisissez le créneau qui vous convient, ou proposez-en d'autres.",
        "Choose the slot that suits you, or propose other ones.",
    ),
    ("lapsed", True): Words(
        "Les moments proposés sont passés. Proposez-en de nouveaux.",
        "The times proposed have passed. Propose new ones.",
    ),
    ("lapsed", False): Words(
        "Les moments proposés sont passés. Proposez-en de nouveaux.",
        "The times proposed have passed. Propose new ones.",
    ),
    ("confirmed", True): Words(
        "C'est prévu. Un empêchement ? Prévenez dès que possible, au moins trois heures avant.",
        "It is planned. Something came up? Say so as soon as you can, at least three hours before.",
    ),
    ("confirmed", False): Words(
        "C'est prévu. Un empêchement ? Prévenez dès que possible, au moins trois heures avant.",
        "It is planned. Something came up? Say so as soon as you can, at least three hours before.",
    ),
    ("cancelled", True): Words(
        "Cette rencontre est annulée. Proposez un autre moment quand vous le souhaitez.",
        "This meeting is cancelled. Propose another time whenever you like.",
    ),
    ("cancelled", False): Words(
        "Cette rencontre est annulée. Proposez un autre moment quand vous le souhaitez.",
        "This meeting is cancelled. Propose another time whenever you like.",
    ),
}
CHOOSE_A_SLOT = Words(
    "Cette première rencontre est annulée. Choisissez un autre créneau de votre structure.",
    "This first meeting is cancelled. Choose another slot of your structure.",
)
HOW_IT_WENT = Words(
    "L'heure est venue. Dites en un geste comment la rencontre s'est passée.",
    "The time has come. Say with one tap how the meeting went.",
)
ALL_SAID = Words(
    "Merci, c'est noté. Envie de continuer ? Proposez la prochaine rencontre.",
    "Thank you, noted. Ready to go on? Propose the next meeting.",
)


def next_step(meeting: Meeting, state: ShownState, now: datetime) -> Words:
    if state == "confirmed" and meeting.starts_at is not None and meeting.starts_at <= now:
        return ALL_SAID if meeting.own_said else HOW_IT_WENT
    if state == "cancelled" and meeting.officer:
        return CHOOSE_A_SLOT
    return NEXT_STEPS[state, meeting.proposed_by == meeting.side]
