"""Every route of the service, from the service itself, and a good call of each."""

from typing import Any, Literal, NamedTuple

from litestar import Litestar
from litestar.routes import HTTPRoute

from tests.people import MENTEE

Door = Literal["public", "signed in", "staff"]

# Who may call what. A route that is not here fails the build: say whose it is, and what a good call sends.
DOORS: dict[str, Door] = {
    "live": "public",
    "ready": "public",
    "metrics": "public",
    "findAreas": "public",
    "listSectors": "public",
    "listGoals": "public",
    "readPortrait": "public",
    "readRankingRules": "public",
    "demoSignIn": "public",
    "putMe": "signed in",
    "readMe": "signed in",
    "changeMe": "signed in",
    "pauseMe": "signed in",
    "resumeMe": "signed in",
    "exportMe": "signed in",
    "deleteMe": "signed in",
    "blockMember": "signed in",
    "unblockMember": "signed in",
    "deal": "signed in",
    "swipe": "signed in",
    "swipeAll": "signed in",
    "undoSwipe": "signed in",
    "listRequests": "signed in",
    "openRequest": "signed in",
    "acceptRequest": "signed in",
    "refuseRequest": "signed in",
    "withdrawRequest": "signed in",
    "listTandems": "signed in",
    "readTandem": "signed in",
    "putDevice": "signed in",
    "deleteDevice": "signed in",
    "testDevice": "signed in",
    "listNotices": "signed in",
    "readNotice": "signed in",
    "readNotices": "signed in",
    "readNotifications": "signed in",
    "putNotifications": "signed in",
    "demoNotices": "signed in",
    "verifyMentor": "staff",
    "recordGuardianAgreement": "staff",
    "listLetters": "staff",
    "resendNotice": "staff",
    "announce": "staff",
    "listJobs": "staff",
}
MENTORS_ONLY = {"openRequest", "acceptRequest", "refuseRequest"}
BODIES_THAT_MAY_BE_ABSENT = {"verifyMentor", "recordGuardianAgreement"}
QUERIES = {"listRequests": "direction=sent"}


class Route(NamedTuple):
    method: str
    path: str
    operation: str
    handler: Any

    @property
    def takes_body(self) -> bool:
        return "data" in self.handler.parsed_fn_signature.parameters

    @property
    def takes_member(self) -> bool:
        return "{member_id}" in self.path

    def url(self, **parts: str) -> str:
        """The path with its parts filled in, and the query it cannot do without."""
        filled = self.path.format(**parts)
        query = QUERIES.get(self.operation)
        return f"{filled}?{query}" if query else filled


def routes_of(app: Litestar) -> list[Route]:
    """All routes but those of the documentation's own pages."""
    found = []
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith("/schema"):
            continue
        path = route.path_format.replace("//", "/")
        for method, (handler, _) in route.route_handler_map.items():
            if method != "OPTIONS":
                found.append(Route(str(method), path, str(handler.operation_id), handler))
    return sorted(found, key=lambda route: (route.path, route.method))


def good_body(operation: str, member_id: str) -> dict[str, Any]:
    """A body with every field that the route knows and a mentee may send."""
    profile: dict[str, Any] = MENTEE | {"availability": ["mon_am"], "about": "Bonjour", "structureCode": "cci-amp"}
    swipe: dict[str, Any] = {"verdict": "pass", "message": "Bonjour", "swipedAt": "2026-11-22T10:00:00Z"}
    bodies: dict[str, dict[str, Any]] = {
        "putMe": profile | {"programmeCode": "tandem"},
        "changeMe": {
            field: value for field, value in profile.items() if field not in ("role", "structureCode", "programmeCode")
        },
        "swipe": swipe,
        "swipeAll": {"swipes": [swipe | {"memberId": member_id}]},
        "putDevice": {"kind": "fid", "value": "f" * 22, "platform": "android", "locale": "fr"},
        "readNotices": {"sequence": 1},
        "putNotifications": {
            "categories": {"requests": "immediate", "news": "never"},
            "quietHours": {"start": "22:00", "end": "08:00"},
        },
        "announce": {
            "title": {"fr": "Bonjour", "en": "Hello"},
            "body": {"fr": "À lundi.", "en": "See you."},
            "role": "mentee",
        },
        "demoSignIn": {"phone": "+33612345678"},
        "verifyMentor": {},
        "recordGuardianAgreement": {},
    }
    return bodies[operation]
