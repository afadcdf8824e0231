from datetime import timedelta
from typing import get_args

import pytest

from push.kinds import KINDS, CollapseKey, UnknownKind, horizon_of
from push.payload import LONGEST_TTL
from tests.push.samples import NOW

ALL_THAT_IS_TOLD = {
    "RequestReceived",
    "RequestExpiringSoon",
    "RequestClosed",
    "TandemProposed",
    "ProposalClosed",
    "TandemFormed",
    "CharterToSign",
    "TandemActivated",
    "TandemPaused",
    "TandemResumed",
    "TandemClosed",
    "TandemEnded",
    "RenewalAsked",
    "IntroductionPlanned",
    "IntroductionMoved",
    "IntroductionCancelled",
    "MeetingProposed",
    "MeetingSoon",
    "MeetingConfirmed",
    "MeetingCancelled",
    "AttendanceAsked",
    "AttendanceDoubted",
    "DisputeSettled",
    "MessageReceived",
    "FeedbackDue",
    "FeedbackReminder",
    "PulseAsked",
    "TandemQuiet",
    "OutcomeAsked",
    "CapacityFreed",
    "DeckRefreshed",
    "StaffAnnouncement",
    "DailyDigest",
    "AccountExpiring",
    "SanctionGiven",
    "SanctionLifted",
    "AppealAnswered",
    "ReportAnswered",
    "MentorVerified",
    "MoreAsked",
    "VerificationRefused",
    "PhotoAccepted",
    "PhotoRefused",
    "PhoneTested",
}


def test_every_kind_that_is_told_is_known() -> None:
    assert set(KINDS) == ALL_THAT_IS_TOLD


def test_there_are_four_collapse_keys_and_each_is_used() -> None:
    assert {kind.collapse for kind in KINDS.values()} - {None} == set(get_args(CollapseKey))
    assert len(get_args(CollapseKey)) == 4


@pytest.mark.parametrize(
    ("kind", "hours"), [("TandemFormed", 24), ("MessageReceived", 4), ("StaffAnnouncement", 1), ("RequestReceived", 24)]
)
def test_each_kind_has_its_horizon(kind: str, hours: int) -> None:
    assert horizon_of(kind, NOW) == NOW + timedelta(hours=hours)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_horizon_exceeds_what_fcm_stores(kind: str) -> None:
    assert timedelta(0) < KINDS[kind].horizon <= LONGEST_TTL


def test_a_meeting_reminder_is_good_until_the_meeting_starts() -> None:
    start = NOW + timedelta(minutes=50)
    assert horizon_of("MeetingSoon", NOW, start) == start
    with pytest.raises(ValueError, match="'MeetingSoon' is good until a start"):
        horizon_of("MeetingSoon", NOW)


def test_only_what_somebody_waits_for_wakes_a_phone() -> None:
    urgent = {name for name, kind in KINDS.items() if kind.urgent}
    assert urgent == {
        "RequestReceived", "TandemFormed", "MeetingCancelled", "MeetingSoon", "MessageReceived", "IntroductionMoved",
        "IntroductionCancelled",
    }  # fmt: skip


def test_an_unknown_kind_has_no_horizon() -> None:
    with pytest.raises(UnknownKind, match="'Nope'"):
        horizon_of("Nope", NOW)
