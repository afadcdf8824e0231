"""Each kind of notice as data: whom it may wake, how long it is worth sending, where a tap leads."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

Category = Literal["requests", "tandems", "meetings", "messages", "follow-up", "news", "account"]
"""What a member chooses manners for; also the Android channel, the APNs category and thread."""

CollapseKey = Literal["request", "tandem", "message", "announcement"]
"""FCM stores at most four collapse keys per device: a fifth would make it drop one of its choice."""

DAY = timedelta(hours=24)


class UnknownKind(KeyError):
    """Nothing is known of this kind of notice."""

    def __str__(self) -> str:
        return f"no words for a notice of kind {self.args[0]!r}"


class Kind(Struct, frozen=True, kw_only=True):
    """One kind of notice.

    `link` is a path within the app, with {facts}, and `links` the one for several of them. Urgent ones wake the
    phone. Nobody needs it after `horizon`, nor after what it announces has begun, if `until_start`.
    With `collapse` a phone that was away gets only the latest of that key. An `owed` one goes to whoever
    chose otherwise too, and to the suspended.
    """

    category: Category
    link: str
    links: str
    urgent: bool = False
    horizon: timedelta = DAY
    until_start: bool = False
    collapse: CollapseKey | None = None
    owed: bool = False


KINDS: Mapping[str, Kind] = {
    "RequestReceived": Kind(category="requests", link="/requests", links="/requests", urgent=True, collapse="request"),
    "RequestExpiringSoon": Kind(category="requests", link="/requests", links="/requests", collapse="request"),
    "RequestClosed": Kind(category="requests", link="/deck", links="/deck", collapse="request"),
    "CapacityFreed": Kind(category="requests", link="/requests", links="/requests", collapse="request"),
    "TandemProposed": Kind(
        category="requests", link="/proposals", links="/proposals", horizon=timedelta(days=7), collapse="request"
    ),
    "ProposalClosed": Kind(category="requests", link="/deck", links="/deck", collapse="request"),
    "TandemFormed": Kind(
        category="tandems", link="/tandems/{tandemId}", links="/tandems", urgent=True, collapse="tandem"
    ),
    "CharterToSign": Kind(category="tandems", link="/tandems/{tandemId}/charter", links="/tandems"),
    "TandemActivated": Kind(category="tandems", link="/tandems/{tandemId}", links="/tandems"),
    "TandemPaused": Kind(category="tandems", link="/tandems/{tandemId}", links="/tandems"),
    "TandemResumed": Kind(category="tandems", link="/tandems/{tandemId}", links="/tandems"),
    "TandemClosed": Kind(category="tandems", link="/tandems/{tandemId}", links="/tandems"),
    "TandemEnded": Kind(category="tandems", link="/deck", links="/deck"),
    "RenewalAsked": Kind(category="tandems", link="/tandems/{tandemId}", links="/tandems", horizon=timedelta(days=7)),
    "IntroductionPlanned": Kind(category="meetings", link="/tandems/{tandemId}", links="/tandems"),
    "IntroductionMoved": Kind(category="meetings", link="/tandems/{tandemId}", links="/tandems", urgent=True),
    "IntroductionCancelled": Kind(category="meetings", link="/tandems", links="/tandems", urgent=True),
    "MeetingProposed": Kind(category="meetings", link="/tandems/{tandemId}/meetings", links="/tandems"),
    "MeetingSoon": Kind(
        category="meetings", link="/tandems/{tandemId}/meetings", links="/tandems", urgent=True, until_start=True
    ),
    "MeetingConfirmed": Kind(category="meetings", link="/tandems/{tandemId}/meetings", links="/tandems"),
    # Somebody may be on their way.
    "MeetingCancelled": Kind(category="meetings", link="/tandems/{tandemId}/meetings", links="/tandems", urgent=True),
    "AttendanceAsked": Kind(category="follow-up", link="/tandems/{tandemId}/meetings", links="/tandems"),
    "AttendanceDoubted": Kind(category="follow-up", link="/tandems/{tandemId}/meetings", links="/tandems"),
    "DisputeSettled": Kind(category="follow-up", link="/me/reliability", links="/me/reliability"),
    "MessageReceived": Kind(
        category="messages",
        link="/tandems/{tandemId}/messages",
        links="/tandems",
        urgent=True,
        horizon=timedelta(hours=4),
        collapse="message",
    ),
    "FeedbackDue": Kind(category="follow-up", link="/tandems/{tandemId}/feedback", links="/tandems"),
    "FeedbackReminder": Kind(category="follow-up", link="/tandems/{tandemId}/feedback", links="/tandems"),
    "PulseAsked": Kind(category="follow-up", link="/tandems/{tandemId}/pulse", links="/tandems"),
    "TandemQuiet": Kind(category="follow-up", link="/tandems/{tandemId}", links="/tandems"),
    # The choices go along, so that the app needs no network to show them.
    "OutcomeAsked": Kind(
        category="follow-up", link="/tandems/{tandemId}/outcomes/{milestone}?choices={choices}", links="/tandems"
    ),
    "DeckRefreshed": Kind(
        category="news", link="/deck", links="/deck", horizon=timedelta(hours=4), collapse="announcement"
    ),
    "StaffAnnouncement": Kind(
        category="news", link="/notices", links="/notices", horizon=timedelta(hours=1), collapse="announcement"
    ),
    "DailyDigest": Kind(category="news", link="/notices", links="/notices", collapse="announcement"),
    "AccountExpiring": Kind(category="account", link="/me", links="/me", horizon=timedelta(days=7)),
    # A member is told of what is decided about them, and reads why in the app, suspended or not.
    "SanctionGiven": Kind(category="account", link="/me/sanctions", links="/me/sanctions", owed=True),
    "SanctionLifted": Kind(category="account", link="/me/sanctions", links="/me/sanctions", owed=True),
    "AppealAnswered": Kind(category="account", link="/me/sanctions", links="/me/sanctions", owed=True),
    "ReportAnswered": Kind(category="account", link="/reports", links="/reports"),
    # What staff decided; the inbox may say so for a week, since the mentor cannot go on without it.
    "MentorVerified": Kind(category="account", link="/deck", links="/deck", horizon=timedelta(days=7)),
    "MoreAsked": Kind(category="account", link="/me", links="/me", horizon=timedelta(days=7)),
    "VerificationRefused": Kind(category="account", link="/me", links="/me", horizon=timedelta(days=7)),
    "PhotoAccepted": Kind(category="account", link="/me", links="/me"),
    "PhotoRefused": Kind(category="account", link="/me/photo", links="/me/photo"),
    # What a member asks for to see whether the phone rings.
    "PhoneTested": Kind(category="account", link="/me", links="/me", horizon=timedelta(minutes=5)),
}


def kind_of(name: str) -> Kind:
    """The kind of this name. Raises UnknownKind (a KeyError)."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None


def horizon_of(name: str, told_at: datetime, starts_at: datetime | None = None) -> datetime:
    """When nobody needs this notice any more, if it is news since `told_at` and of something at `starts_at`.

    Raises UnknownKind, and ValueError for a kind that lasts until a start if that is not given.
    """
    kind = kind_of(name)
    if not kind.until_start:
        return told_at + kind.horizon
    if starts_at is None:
        raise ValueError(f"a notice of kind {name!r} is good until a start, which is missing")
    return min(starts_at, told_at + kind.horizon)
