"""Values that no route may take."""

from collections.abc import Iterator
from typing import Any

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
    ("listLetters", "state"): ["sent", "", "Dead", "a" * 10_000, "%00"],
    ("listLetters", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listLetters", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
    ("listTandems", "limit"): ["0", "-1", "101", "10" * 15, "ten", "1.5", ""],
    ("listTandems", "cursor"): ["x", "%00", "a" * 10_000, "_" * 32, "AAAA", "AAAA====", "é", "%ff" * 32],
}
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
    yield from (("putDevice", ("value",), value) for value in ("", " ", "é", "a" * 4_097, "a\n"))
    yield from (("putDevice", ("locale",), value) for value in ("", "f", "fr\n", "français", "fr_" + "a" * 30))
    yield from (("putDevice", ("platform",), value) for value in ("symbian", "iOS"))
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
