"""Values that no route may take."""

from collections.abc import Iterator
from typing import Any

BAD_LIMITS = ["0", "-1", "101", "10" * 15, "ten", "1.5", ""]
BAD_CODES = ["", "A", "a" * 10_000, "%00", "a%0a"]
BAD_CURSORS = ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32]
BAD_DAYS = ["yesterday", "2026-02-30", "0000-01-01", "10000-01-01", "%00"]
# The limits of each query parameter, and what breaks them.
BAD_QUERIES = {
    ("findAreas", "q"): ["a" * 10_000, "a%00b", "%1b"],
    ("findAreas", "limit"): ["0", "-1", "51", "10" * 15, "9" * 5_000, "ten", "1.5", "NaN", "%00", "1&limit=x"],
    ("listSectors", "q"): ["a" * 10_000, "a%00b", "%1b"],
    ("deal", "limit"): ["0", "-1", "51", "10" * 15, "9" * 5_000, "ten", "1.5", "", "%ff"],
    ("listRequests", "direction"): ["sideways", "", "Sent", "a" * 10_000, "%00", "sent&direction=x"],
    ("listRequests", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listRequests", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("listNotices", "after"): ["-1", "x", "1.5", "9" * 30, "", "%00"],
    ("listNotices", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listNotices", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("findFeedback", "state"): ["", "open", "Given", "%00"],
    ("findFeedback", "needsHelp"): ["maybe", "%00"],
    ("findFeedback", "limit"): BAD_LIMITS,
    ("findFeedback", "cursor"): BAD_CURSORS,
    ("bringImport", "role"): ["", "staff", "%00"],
    ("bringImport", "name"): ["", "a" * 10_000, "%00", "a%0a"],
    ("bringImport", "structure"): BAD_CODES,
    ("bringImport", "programme"): BAD_CODES,
    ("listImports", "cursor"): BAD_CURSORS,
    ("listImports", "limit"): BAD_LIMITS,
    ("listImportProblems", "after"): ["-1", "x", "1.5", "9" * 30, "", "%00"],
    ("listImportProblems", "limit"): ["0", "-1", "501", "10" * 15, "ten", "1.5", ""],
    ("listCases", "kind"): ["", "Stalled", "a" * 10_000, "%00"],
    ("listCases", "mine"): ["perhaps", "", "2", "%00"],
    ("listCases", "cursor"): BAD_CURSORS,
    ("listCases", "limit"): BAD_LIMITS,
    ("readFigures", "by"): ["", "age", "load", "Month", "a" * 10_000, "%00"],
    ("readFigures", "role"): ["", "staff", "%00"],
    ("readFigures", "structure"): ["", "CCI", "a" * 10_000, "%00"],
    ("readFigures", "month"): ["", "2026-13", "2026-1", "2026-01-01", "%00", "9" * 30],
    ("exportFigures", "by"): ["", "age", "load", "Month", "a" * 10_000, "%00"],
    ("exportFigures", "role"): ["", "staff", "%00"],
    ("exportFigures", "structure"): ["", "CCI", "a" * 10_000, "%00"],
    ("exportFigures", "month"): ["", "2026-13", "2026-1", "2026-01-01", "%00", "9" * 30],
    ("drawFigures", "by"): ["", "age", "load", "Month", "a" * 10_000, "%00"],
    ("drawFigures", "role"): ["", "staff", "%00"],
    ("drawFigures", "structure"): ["", "CCI", "a" * 10_000, "%00"],
    ("drawFigures", "month"): ["", "2026-13", "2026-1", "2026-01-01", "%00", "9" * 30],
    ("findMembers", "q"): ["a" * 10_000],
    ("findMembers", "role"): ["", "staff", "%00"],
    ("findMembers", "state"): ["", "Paused", "%00"],
    ("findMembers", "structure"): BAD_CODES,
    ("findMembers", "cursor"): BAD_CURSORS,
    ("findMembers", "limit"): BAD_LIMITS,
    ("findCompanies", "q"): ["", "a", "a" * 10_000],
    ("findCompanies", "limit"): BAD_LIMITS,
    ("findCompanies", "cursor"): BAD_CURSORS,
    ("listOwnProposals", "limit"): BAD_LIMITS,
    ("listOwnProposals", "cursor"): BAD_CURSORS,
    ("listProposals", "state"): ["", "Open", "%00"],
    ("listProposals", "memberId"): ["x", "%00", "a" * 10_000],
    ("listProposals", "cohortId"): ["x", "%00", "a" * 10_000],
    ("listProposals", "limit"): BAD_LIMITS,
    ("listProposals", "cursor"): BAD_CURSORS,
    ("listCohorts", "limit"): BAD_LIMITS,
    ("listCohorts", "cursor"): BAD_CURSORS,
    ("listCohortPairs", "state"): ["", "Paired", "%00"],
    ("listCohortPairs", "after"): ["-1", "x", "1.5", "9" * 30, "", "%00"],
    ("listCohortPairs", "limit"): BAD_LIMITS,
    ("findTandems", "q"): ["a" * 10_000],
    ("findTandems", "state"): ["", "Active", "%00"],
    ("findTandems", "memberId"): ["x", "%00", "a" * 10_000],
    ("findTandems", "cursor"): BAD_CURSORS,
    ("findTandems", "limit"): BAD_LIMITS,
    ("listIntroductionSlots", "limit"): BAD_LIMITS,
    ("listIntroductionSlots", "cursor"): BAD_CURSORS,
    ("listAwaitedIntroductions", "progress"): ["", "Booked", "%00"],
    ("listAwaitedIntroductions", "limit"): BAD_LIMITS,
    ("listAwaitedIntroductions", "cursor"): BAD_CURSORS,
    ("listSlots", "from"): [*BAD_DAYS, "9999-12-31", "0001-01-01"],
    ("listSlots", "until"): [*BAD_DAYS, "9999-12-31", "2020-01-01"],
    ("listSlots", "staffId"): ["", "x", "%00"],
    ("listSlots", "state"): ["", "Free", "%00"],
    ("listSlots", "limit"): BAD_LIMITS,
    ("listSlots", "cursor"): BAD_CURSORS,
    ("listAccounts", "limit"): BAD_LIMITS,
    ("listAccounts", "cursor"): BAD_CURSORS,
    ("listStructures", "limit"): BAD_LIMITS,
    ("listStructures", "q"): ["a" * 10_000],
    ("listStructures", "cursor"): BAD_CURSORS,
    ("listSignUpCodes", "limit"): BAD_LIMITS,
    ("listSignUpCodes", "cursor"): BAD_CURSORS,
    ("listAgreements", "limit"): BAD_LIMITS,
    ("listAgreements", "cursor"): BAD_CURSORS,
    ("listAgreements", "from"): BAD_DAYS,
    ("listAgreements", "until"): BAD_DAYS,
    ("listProgrammes", "limit"): BAD_LIMITS,
    ("listProgrammes", "cursor"): BAD_CURSORS,
    ("listPromises", "kind"): ["A", "a" * 10_000, "%00", "a%0a"],
    ("listPromises", "escalated"): ["perhaps", "", "2", "%00"],
    ("listPromises", "limit"): BAD_LIMITS,
    ("listPromises", "cursor"): BAD_CURSORS,
    ("listPromiseMonths", "from"): BAD_DAYS,
    ("listPromiseMonths", "until"): BAD_DAYS,
    ("listAudit", "staffId"): ["x", "%00", "a" * 10_000],
    ("listAudit", "act"): ["A", "a" * 10_000, "%00", "a%0a"],
    ("listAudit", "subjectKind"): ["A", "a" * 10_000, "%00", "a%0a"],
    ("listAudit", "subjectId"): ["x", "%00", "a" * 10_000],
    ("listAudit", "from"): ["yesterday", "%00", "2026-13-01T00:00:00Z"],
    ("listAudit", "until"): ["yesterday", "%00", "2026-13-01T00:00:00Z"],
    ("listAudit", "limit"): BAD_LIMITS,
    ("listAudit", "cursor"): BAD_CURSORS,
    ("listLetters", "state"): ["sent", "", "Dead", "a" * 10_000, "%00"],
    ("listLetters", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listLetters", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("listMessages", "after"): ["-1", "x", "1.5", "9" * 30, "", "%00"],
    ("listMessages", "before"): ["-1", "x", "1.5", "9" * 30, "", "%00"],
    ("listMessages", "changedAfter"): ["-1", "x", "1.5", "9" * 30, "", "%00"],
    ("listMessages", "limit"): ["0", "-1", "201", "10" * 15, "ten", "1.5", ""],
    ("sync", "limit"): ["0", "-1", "501", "10" * 15, "ten", "1.5", ""],
    ("sync", "since"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("readTimeline", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("readTimeline", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("listMeetings", "when"): ["never", "", "Past", "a" * 10_000, "%00"],
    ("listMeetings", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listMeetings", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("listTandemMeetings", "when"): ["never", "", "Past", "a" * 10_000, "%00"],
    ("listTandemMeetings", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listTandemMeetings", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("listDisputes", "settled"): ["perhaps", "", "2", "%00"],
    ("listDisputes", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listDisputes", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("readCharter", "version"): ["0", "-1", "x", "1.5", "999", "10" * 15, "", "%00"],
    ("listOwnReports", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listOwnReports", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("listOwnSanctions", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listOwnSanctions", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("listMemberReports", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listMemberReports", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("listSanctions", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listSanctions", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("listAppeals", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listAppeals", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("listMemberReports", "state"): ["upheld", "", "Open", "a" * 10_000, "%00"],
    ("listSanctions", "state"): ["given", "", "Active", "a" * 10_000, "%00"],
    ("listSanctions", "member"): ["x", "", "%00", "1", "a" * 10_000],
    ("readPhoto", "expires"): ["-1", "x", "1.5", "9" * 30, "", "%00"],
    ("readPhoto", "signature"): ["", "x", "A" * 64, "0" * 63, "0" * 64 + "%0a", "%00"],
    ("listMentorsToCheck", "limit"): ["0", "-1", "51", "10" * 15, "ten", "1.5", ""],
    ("listMentorsToCheck", "cursor"): BAD_CURSORS,
    ("listExpiringChecks", "withinDays"): ["-1", "401", "9" * 30, "ten", "1.5", "", "%00"],
    ("listExpiringChecks", "limit"): BAD_LIMITS,
    ("listExpiringChecks", "cursor"): BAD_CURSORS,
    ("listWaitingPhotos", "limit"): BAD_LIMITS,
    ("listWaitingPhotos", "cursor"): BAD_CURSORS,
    ("listTandems", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listTandems", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
}
BAD_OCCASIONS = ["day-", "day-30%0a", "day-x", "Close", "m3", "%00", "a" * 10_000, "day-" + "9" * 30, "%20"]
BAD_MILESTONES = ["m1", "CLOSE", "close%0a", "%00", "a" * 10_000, "day-30", "%20"]
BAD_IDS = [
    "x", "0", "-1", "null", "%00", "%0a", "%ff%fe", "%ed%a0%80", "%2e%2e%2fstaff", "' or 1=1 --", "{member_id}",
    "a" * 20_000, "019ab0d2-0000-7000-8000-00000000000", "019ab0d2-0000-7000-8000-000000000000%00", "%F0%9F%92%A9",
]  # fmt: skip
BAD_DEVICE_IDS = [
    "%00",
    "a%00b",
    "%0a",
    "phone%0a",
    "a b",
    "%ff%fe",
    "%ed%a0%80",
    "a" * 65,
    "é",
    "a%2fb",
    "%F0%9F%92%A9",
]
BAD_CALENDARS = ["x", "x.ics", "%00.ics", "%0a", "%ff%fe.ics", "A" * 43 + ".ics", "A" * 20_000 + ".ics", "é.ics"]
BAD_TOPICS = ["x", "Motivations", "motivations%0a", "%00", "a" * 10_000, "%ff"]
BAD_SIGN_UP_CODES = ["x", "Forum-2026", "forum%0a", "%00", "a" * 41, "%ff", "é" * 5]
BAD_EFFECTIVE_DAYS = ["x", "2099-02-30", "0000-01-01", "%00", "9999-12-31", "2020-01-01"]
BAD_INITIALS = ["%00", "%0a", "%1b", "%7f"]
BAD_HUES = ["-1", "360", "x", "1.5", "10" * 15, "9" * 5_000, "%00"]
BAD_TOKENS = [
    b"", b"Bearer", b"Bearer ", b"Basic dTpw", b"Bearer x", b"Bearer a.b.c", b"Bearer \xff\xfe\x00", b"Bearer \xc3\xa9",
    b"Bearer " + b"a" * 8_000, b"Bearer " + b"a" * 200_000, b"Bearer a.b.c, Bearer d.e.f", b"\x01\x02", b"Bearer ..",
    b"Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJkZW1vOiszMzYxMjM0NTY3OCJ9.", b"Bearer " + b"W" * 4_000 + b".W.W",
]  # fmt: skip
ODD_LANGUAGES = [
    b"", b"*", b"zz", b";;;q=", b"fr;q=x", b"\xff\xfe", b"fr,", b"de-DE,nl;q=0.5", b"a" * 100_000, b"en;q=nan",
    b"en;q=0", b"fr;q=" + b"9" * 5_000, b"en;q=-1", b"," * 50_000,
]  # fmt: skip


def impossible_values() -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
    """An operation, a field of it, and a value of the right kind that cannot be."""
    for operation in ("putMe", "changeMe"):
        for path, values in _impossible_profile().items():
            yield from ((operation, path, value) for value in values)
    yield from (("putMe", ("role",), value) for value in ("mentor", "staff", "Mentee", ""))
    yield from (("putMe", ("structureCode",), value) for value in ("nowhere", "", "cci-amp\n", "CCI"))
    yield from (("putMe", ("programmeCode",), value) for value in ("nothing", "", "tandem\n"))
    moments: list[Any] = [
        "yesterday",
        "2026-11-22",
        "2026-11-22T10:00:00",
        "0001-01-01T00:00:00+10:00",
        "9999-12-31T23:59:59-10:00",
        "0",
    ]
    yield from (("swipe", ("swipedAt",), value) for value in moments)
    yield from (("swipe", ("verdict",), value) for value in ("LIKE", "maybe", "like\n", ""))
    yield from (("swipe", ("message",), value) for value in ("a" * 501, "\u0000"))
    yield from (("swipeAll", ("swipes", 0, "swipedAt"), value) for value in moments)
    yield from (("swipeAll", ("swipes", 0, "memberId"), value) for value in ("x", "", "\u0000"))
    nothing: list[Any] = [[], None, [{}]]
    yield from (("swipeAll", ("swipes",), value) for value in nothing)
    for operation in ("sendMessage", "editMessage"):
        yield from ((operation, ("text",), value) for value in ("", " \n", "a" * 4_001, "\u0000", "\u001b[31m"))
    yield from (("readMessages", ("sequence",), value) for value in (-1, 2**63, 1.5))
    yield from (("planMeeting", ("slots", 0, "startsAt"), value) for value in (*moments, "2020-01-01T10:00:00Z"))
    yield from (("planMeeting", ("slots", 0, "minutes"), value) for value in (0, 14, 241, 60.5))
    yield from (("planMeeting", ("slots",), value) for value in nothing)
    yield from (("planMeeting", ("timeZone",), value) for value in ("", "Europe/Atlantis", "Europe/Paris\n", "../x"))
    yield from (("planMeeting", ("link",), value) for value in ("", "http://a.fr", "https://a.fr\n", "https://a"))
    yield from (("confirmMeeting", ("startsAt",), value) for value in moments)
    yield from (("cancelMeeting", ("words",), value) for value in ("a" * 501, "\u0000"))
    yield from (("sayAttendance", ("said",), value) for value in ("", "Came", "absent"))
    yield from (("signCharter", ("version",), value) for value in (0, -1, 1, 999, 2**63))
    yield from (("closeTandem", ("reason",), value) for value in ("", "blocked", "goal-reached\n", "a" * 41))
    yield from (("closeTandem", ("note",), value) for value in ("a" * 1_001, "\u0000"))
    yield from (("putGoal", ("goal",), value) for value in ("", "be-rich", "find-internship\n", None))
    yield from (("putGoal", ("words",), value) for value in ("", " ", "Les deux", "a" * 121, "a\n"))
    yield from (("putGoal", ("expectedOn",), value) for value in ("demain", "2027-02-30", "0", "2027-03-31T10:00:00Z"))
    yield from (("putGoal", ("steps", 0, "id"), value) for value in ("", "x", "\u0000"))
    yield from (("putGoal", ("steps", 0, "words"), value) for value in ("", " ", "a" * 121, "\u0000"))
    yield from (("putAnswer", ("text",), value) for value in ("", " \n", "a" * 1_001, "\u0000"))
    yield from (("putAnswer", ("audience",), value) for value in ("", "all", "mentor\n"))
    yield from (("reportMember", ("reason",), value) for value in ("", "other\n", "nothing", "a" * 41))
    yield from (("reportMember", ("text",), value) for value in ("a" * 1_001, "\u0000"))
    yield from (("reportMember", ("subject", "kind"), value) for value in ("", "photo", "message"))
    yield from (("appeal", ("text",), value) for value in ("", " \n", "a" * 2_001, "\u0000"))
    yield from (("putDevice", ("value",), value) for value in ("", " ", "é", "a" * 4_097, "a\n"))
    yield from (("putDevice", ("locale",), value) for value in ("", "f", "fr\n", "français", "fr_" + "a" * 30))
    yield from (("putDevice", ("platform",), value) for value in ("symbian", "iOS"))
    yield from (("giveFeedback", ("rhythm",), value) for value in ("sometimes", "", "weekly\n"))
    yield from (("giveFeedback", ("helped",), value) for value in (["magic"], ["network"] * 16, ["network\n"]))
    yield from (("giveFeedback", ("progress",), value) for value in (0, 6, 2.5))
    yield from (("answerPulse", ("mood",), value) for value in (0, 6, 2.5))
    yield from (("answerOutcome", ("situation",), value) for value in ("rich", "", None, "employed\n"))
    yield from (("answerOutcome", ("gains",), value) for value in (["network"], ["magic"]))
    yield from (("putNotifications", ("quietHours", "start"), value) for value in ("24:00", "8:00", "22:00\n", "08:00"))
    yield from (("putNotifications", ("categories",), value) for value in ({"requests": "later"}, {"spam": "never"}))
    yield from (
        ("demoSignIn", ("phone",), value) for value in ("", "0", "+33", "0491000000", "+14155550100", "٠٦١٢٣٤٥٦٧٨" * 4)
    )


def _impossible_profile() -> dict[tuple[str, ...], list[Any]]:
    return {
        ("areaCode",): ["99999", "13055\n", "marseille", "", "0" * 40, "13208 "],
        ("sectors",): [[], ["Z99"], ["G01", "Z99"], ["g01"], ["G01"] * 4, ["G01\n"]],
        ("goals",): [[], ["be-rich"], ["find-internship\n"], ["find-internship"] * 6],
        ("modalities",): [[], ["by_pigeon"]],
        ("languages",): [[], ["xx"], ["french"], ["FR"], ["fr\n"]],
        ("availability",): [["mon_am\n"], ["mon"], ["mon_am"] * 22],
        ("birthDate",): ["1999-02-30", "1850-01-01", "2999-01-01", "0001-01-01", "9999-12-31", "17/05/1999", "1999"],
        ("firstName",): ["", " ", "\t", "\u00a0", "a" * 81, "Inès\n"],
        ("lastName",): ["", " ", "a\nb"],
        ("about",): ["a" * 1_001, "\u0000", "\u001b[31m"],
    }
