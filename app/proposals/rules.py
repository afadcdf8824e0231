"""Whether two people may be proposed to each other, and why not."""

from app.proposals.errors import (
    AlreadyProposed,
    AnsweredLately,
    GuardianAwaited,
    KeptApart,
    MenteeInTandem,
    MenteePaused,
    MenteeWaits,
    MentorPaused,
    MentorUntrained,
    MentorUnverified,
    MentorWithoutSeat,
    NoCommonLanguage,
    NoCommonWay,
    NotProposable,
    RequestWaits,
    TandemThere,
)
from app.proposals.model import Prospect
from app.requests.errors import MOST_WAITING


def obstacle(prospect: Prospect, *, lifting_passes: bool) -> type[NotProposable] | None:
    """The first thing in the way, those that last before those that pass; a lifted pass is none."""
    in_order: list[tuple[bool, type[NotProposable]]] = [
        (prospect.tandem, TandemThere),
        (prospect.proposed, AlreadyProposed),
        (prospect.asked, RequestWaits),
        (prospect.apart or prospect.invisible, KeptApart),
        (prospect.awaits_guardian, GuardianAwaited),
        (prospect.unverified, MentorUnverified),
        (prospect.untrained, MentorUntrained),
        (prospect.mentee_paused, MenteePaused),
        (prospect.mentor_paused, MentorPaused),
        (prospect.held, MenteeInTandem),
        (prospect.full, MentorWithoutSeat),
        (not prospect.share_a_language, NoCommonLanguage),
        (not prospect.share_a_way, NoCommonWay),
        (prospect.requests_waiting >= MOST_WAITING, MenteeWaits),
        (prospect.answered_lately or prospect.proposed_lately, AnsweredLately),
        (prospect.passed_lately and not lifting_passes, AnsweredLately),
    ]
    return next((found for there, found in in_order if there), None)
