"""Sanctions as their member reads them."""

from datetime import datetime
from uuid import UUID

from app.errors import Language, Words
from app.sanctions.model import Kind, OwnSanction
from app.wire import Sent

MEANINGS: dict[Kind, Words] = {
    "warning": Words(
        "C'est un avertissement : rien ne change pour votre compte.",
        "This is a warning: nothing changes for your account.",
    ),
    "hiding": Words(
        "Votre profil est masqué : vos tandems continuent, mais vous ne rencontrez personne de nouveau.",
        "Your profile is hidden: your tandems go on, but you meet nobody new.",
    ),
    "suspension": Words(
        "Votre compte est suspendu : vous ne pouvez pas l'utiliser pour l'instant.",
        "Your account is suspended: you cannot use it for now.",
    ),
    "ban": Words(
        "Votre compte est exclu : vos tandems sont clos, et vous ne pouvez pas en ouvrir un autre.",
        "Your account is banned: your tandems are closed, and you cannot open another one.",
    ),
}
MAY_APPEAL = Words(
    "Pas d'accord ? Faites appel en quelques mots, ici même : une autre personne que celle qui a décidé vous répondra "
    "d'ici cinq jours ouvrés.",
    "You disagree? Appeal in a few words, right here: somebody other than who decided will answer you within five "
    "working days.",
)
APPEALED = Words(
    "Votre appel est bien arrivé. Une autre personne que celle qui a décidé vous répondra d'ici cinq jours ouvrés.",
    "Your appeal has arrived. Somebody other than who decided will answer you within five working days.",
)
ANSWERED = Words(
    "Votre appel a été étudié par une autre personne, et la décision reste. Votre structure peut en parler avec vous : "
    "appelez-la.",
    "Somebody else has studied your appeal, and the decision stands. Your structure can talk it over with you: give "
    "them a call.",
)
LIFTED = Words(
    "Cette mesure n'a plus cours : il n'y a rien à faire.", "It is no longer in force: there is nothing to do."
)


class SentAppeal(Sent, frozen=True):
    text: str
    appealed_at: datetime
    outcome: str | None
    answer: str | None
    answered_at: datetime | None


class SentSanction(Sent, frozen=True):
    """What was decided about the caller: `reason` is why, `meaning` what it changes, `nextStep` what to do."""

    id: UUID
    kind: Kind
    reason: str
    meaning: str
    active: bool
    given_at: datetime
    until: datetime | None
    lifted_at: datetime | None
    appeal: SentAppeal | None
    next_step: str


def sent_sanction(sanction: OwnSanction, language: Language) -> SentSanction:
    return SentSanction(
        id=sanction.id,
        kind=sanction.kind,
        reason=sanction.reason,
        meaning=MEANINGS[sanction.kind].said(language, {}),
        active=sanction.state == "active",
        given_at=sanction.effective_at,
        until=sanction.until,
        lifted_at=sanction.lifted_at,
        appeal=_appeal(sanction),
        next_step=_next_step(sanction).said(language, {}),
    )


def _appeal(sanction: OwnSanction) -> SentAppeal | None:
    if sanction.appeal is None or sanction.appealed_at is None:
        return None
    return SentAppeal(sanction.appeal, sanction.appealed_at, sanction.outcome, sanction.answer, sanction.answered_at)


def _next_step(sanction: OwnSanction) -> Words:
    if sanction.state != "active":
        return LIFTED
    if sanction.appeal is None:
        return MAY_APPEAL
    return ANSWERED if sanction.outcome else APPEALED
