"""Every route of the service, from the service itself, and a good call of each."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple

from litestar import Litestar
from litestar.routes import HTTPRoute

from tests.people import MENTEE

Door = Literal["public", "signed in", "staff"]

NEXT_WEEK = (datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=7)).isoformat()

# Who may call what. A route that is not here fails the build: say whose it is, and what a good call sends.
DOORS: dict[str, Door] = {
    "live": "public",
    "ready": "public",
    "metrics": "public",
    "findAreas": "public",
    "listSectors": "public",
    "listGoals": "public",
    "listFeedbackTerms": "public",
    "listOutcomeTerms": "public",
    "readCharter": "public",
    "listClosureReasons": "public",
    "listReportReasons": "public",
    "readPortrait": "public",
    "readPhoto": "public",
    "readCalendar": "public",
    "readOfficersCalendar": "public",
    "readRankingRules": "public",
    "demoSignIn": "public",
    "putMe": "signed in",
    "readMe": "signed in",
    "changeMe": "signed in",
    "pauseMe": "signed in",
    "resumeMe": "signed in",
    "readInvitation": "signed in",
    "declineInvitation": "signed in",
    "putPhoto": "signed in",
    "readMyPhoto": "signed in",
    "deletePhoto": "signed in",
    "readMyVerification": "signed in",
    "readTraining": "signed in",
    "answerQuiz": "signed in",
    "exportMe": "signed in",
    "deleteMe": "signed in",
    "blockMember": "signed in",
    "unblockMember": "signed in",
    "reportMember": "signed in",
    "listOwnReports": "signed in",
    "listOwnSanctions": "signed in",
    "appeal": "signed in",
    "deal": "signed in",
    "swipe": "signed in",
    "swipeAll": "signed in",
    "undoSwipe": "signed in",
    "listOwnProposals": "signed in",
    "listRequests": "signed in",
    "openRequest": "signed in",
    "acceptRequest": "signed in",
    "refuseRequest": "signed in",
    "withdrawRequest": "signed in",
    "listTandems": "signed in",
    "readTandem": "signed in",
    "pauseTandem": "signed in",
    "resumeTandem": "signed in",
    "signCharter": "signed in",
    "closeTandem": "signed in",
    "rematch": "signed in",
    "renewTandem": "signed in",
    "withdrawRenewal": "signed in",
    "listGoalsOfTandem": "signed in",
    "putGoal": "signed in",
    "deleteGoal": "signed in",
    "reachGoal": "signed in",
    "reopenGoal": "signed in",
    "doStep": "signed in",
    "undoStep": "signed in",
    "listAnswers": "signed in",
    "putAnswer": "signed in",
    "deleteAnswer": "signed in",
    "readAnswersInTandem": "signed in",
    "listMeetings": "signed in",
    "listTandemMeetings": "signed in",
    "readMeeting": "signed in",
    "planMeeting": "signed in",
    "confirmMeeting": "signed in",
    "cancelMeeting": "signed in",
    "listIntroductionSlots": "signed in",
    "readIntroduction": "signed in",
    "bookIntroduction": "signed in",
    "cancelIntroduction": "signed in",
    "sayAttendance": "signed in",
    "readMeetingFile": "signed in",
    "readReliability": "signed in",
    "appealMark": "signed in",
    "openCalendar": "signed in",
    "readCalendarState": "signed in",
    "closeCalendar": "signed in",
    "listMessages": "signed in",
    "sendMessage": "signed in",
    "editMessage": "signed in",
    "deleteMessage": "signed in",
    "readMessages": "signed in",
    "issueSocketTicket": "signed in",
    "listFeedback": "signed in",
    "giveFeedback": "signed in",
    "listPulses": "signed in",
    "answerPulse": "signed in",
    "listOutcomes": "signed in",
    "readOutcome": "signed in",
    "answerOutcome": "signed in",
    "putDevice": "signed in",
    "deleteDevice": "signed in",
    "testDevice": "signed in",
    "listNotices": "signed in",
    "readNotice": "signed in",
    "readNotices": "signed in",
    "readNotifications": "signed in",
    "putNotifications": "signed in",
    "sync": "signed in",
    "readTimeline": "signed in",
    "demoNotices": "signed in",
    "readOneself": "staff",
    "listAccounts": "staff",
    "addAccount": "staff",
    "changeAccount": "staff",
    "endAccount": "staff",
    "listStructures": "staff",
    "addStructure": "staff",
    "changeStructure": "staff",
    "listSignUpCodes": "staff",
    "putSignUpCode": "staff",
    "revokeSignUpCode": "staff",
    "listAgreements": "staff",
    "putAgreement": "staff",
    "listProgrammes": "staff",
    "addProgramme": "staff",
    "listRules": "staff",
    "putRules": "staff",
    "listPromises": "staff",
    "listPromiseMonths": "staff",
    "listAudit": "staff",
    "proposeTandem": "staff",
    "listProposals": "staff",
    "withdrawProposal": "staff",
    "composeCohort": "staff",
    "listCohorts": "staff",
    "readCohort": "staff",
    "listCohortPairs": "staff",
    "removeCohortPair": "staff",
    "sendCohort": "staff",
    "forgetCohort": "staff",
    "verifyMentor": "staff",
    "listMentorsToCheck": "staff",
    "putHonestyCheck": "staff",
    "listExpiringChecks": "staff",
    "listWaitingPhotos": "staff",
    "acceptPhoto": "staff",
    "refusePhoto": "staff",
    "recordGuardianAgreement": "staff",
    "listMemberReports": "staff",
    "readMemberReport": "staff",
    "takeMemberReport": "staff",
    "giveBackMemberReport": "staff",
    "decideMemberReport": "staff",
    "readEvidence": "staff",
    "listSanctions": "staff",
    "giveSanction": "staff",
    "confirmBan": "staff",
    "liftSanction": "staff",
    "letInAgain": "staff",
    "listAppeals": "staff",
    "decideAppeal": "staff",
    "findFeedback": "staff",
    "readFollowUp": "staff",
    "listLetters": "staff",
    "resendNotice": "staff",
    "announce": "staff",
    "introduceTandem": "staff",
    "listAwaitedIntroductions": "staff",
    "publishSlots": "staff",
    "listSlots": "staff",
    "changeSlot": "staff",
    "cancelSlot": "staff",
    "bookSlot": "staff",
    "tellSlotOutcome": "staff",
    "openOfficersCalendar": "staff",
    "readOfficersCalendarState": "staff",
    "closeOfficersCalendar": "staff",
    "readAnswersOfMentee": "staff",
    "listJobs": "staff",
    "listDisputes": "staff",
    "settleDispute": "staff",
    "readMemberReliability": "staff",
    "findMembers": "staff",
    "listCases": "staff",
    "countCases": "staff",
    "pickUpCase": "staff",
    "closeCase": "staff",
    "bringImport": "staff",
    "listImports": "staff",
    "readImport": "staff",
    "nameColumns": "staff",
    "listImportProblems": "staff",
    "startImport": "staff",
    "forgetImport": "staff",
    "findCompanies": "staff",
    "findTandems": "staff",
    "listFigureRuns": "staff",
    "readFigures": "staff",
    "exportFigures": "staff",
    "drawFigures": "staff",
}
# Their last id is a client's to make: any is a good one.
CLIENT_MADE = {"giveSanction"}
# Of the mentor of the tandem, who is another one than the mentee asks.
PARTNERS_ONLY = {"giveFeedback"}
# Parts of a path that are words, not ids.
PLAIN = {"size": "320", "module": "role", "occasion": "day-30", "milestone": "close", "topic": "funnel"}
MENTORS_ONLY = {"readMyVerification", "readTraining", "answerQuiz", "openRequest", "acceptRequest", "refuseRequest"}
BODIES_THAT_MAY_BE_ABSENT = {"verifyMentor", "recordGuardianAgreement"}
QUERIES = {"findCompanies": "q=petit", "listRequests": "direction=sent", "bringImport": "role=mentor&structure=cci-amp"}

NOWHERE = "019ab0d2-0000-7000-8000-0000000000c1"
ACCOUNT = {"displayName": "Léa", "role": "reader", "structureId": NOWHERE}
STRUCTURE = {"name": "Antenne Est", "kind": "antenna", "parentId": NOWHERE}
RULES = {
    "minAge": 18,
    "maxAge": 25,
    "months": 9,
    "introductionRequired": True,
    "trainingRequired": True,
    "oneTandemAtATime": True,
    "minorsAdmitted": False,
    "territories": ["13"],
    "experiment": "Pilote",
    "opensOn": "2026-01-01",
    "closesOn": "2030-12-31",
}
SLOT = {
    "startsAt": NEXT_WEEK,
    "minutes": 30,
    "kind": "in_person",
    "placeKind": "structure",
    "place": "Bureau 12",
    "link": None,
}
STEP = {"id": "019ab0d2-0000-7000-8000-0000000000b2", "words": "Refaire mon CV"}


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

    @property
    def ids(self) -> list[str]:
        """The parts of the path that name something."""
        return re.findall(r"\{(\w+_id)\}", self.path)

    def url(self, **parts: str) -> str:
        """The path with its parts filled in, and the query it cannot do without."""
        filled = self.path.format(**PLAIN | parts)
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
        "giveFeedback": {
            "rhythm": "weekly",
            "progress": 4,
            "helped": ["network"],
            "needsHelp": False,
            "note": "Tout va bien.",
        },
        "answerPulse": {"mood": 4, "comment": "Tout va bien."},
        "answerOutcome": {"situation": "employed", "satisfaction": 5, "skills": ["network"], "gains": []},
        "putDevice": {"kind": "fid", "value": "f" * 22, "platform": "android", "locale": "fr"},
        "readNotices": {"sequence": 1},
        "signCharter": {"version": 2},
        "closeTandem": {"reason": "goal-reached", "note": "Merci"},
        "putGoal": {"goal": "find-internship", "words": None, "expectedOn": "2027-03-31", "steps": [STEP]},
        "putAnswer": {"text": "Apprendre", "audience": "mentor"},
        "planMeeting": {
            "kind": "phone",
            "slots": [{"startsAt": NEXT_WEEK, "minutes": 60}],
            "revision": 1,
            "timeZone": "Europe/Paris",
            "placeKind": None,
            "place": None,
            "link": None,
        },
        "confirmMeeting": {"startsAt": NEXT_WEEK},
        "bookIntroduction": {"slotId": NOWHERE},
        "publishSlots": SLOT | {"count": 2, "until": NEXT_WEEK[:10], "structureId": NOWHERE, "programmeId": NOWHERE},
        "changeSlot": SLOT,
        "bookSlot": {"tandemId": NOWHERE},
        "tellSlotOutcome": {"outcome": "held"},
        "cancelMeeting": {"reason": "ill", "words": "Je suis malade."},
        "sayAttendance": {"said": "came"},
        "appealMark": {"words": "Je suis venue."},
        "settleDispute": {"verdict": "annulled", "why": "Vu avec les deux."},
        "reportMember": {
            "subject": {"kind": "behaviour", "memberId": member_id, "messageId": None, "withContext": False},
            "reason": "insults",
            "text": "Il insiste.",
            "block": False,
        },
        "appeal": {"text": "Ce n'était pas moi."},
        "decideMemberReport": {"verdict": "upheld", "why": "Vu avec la structure."},
        "readEvidence": {"why": "Le signalement porte sur ce message."},
        "giveSanction": {
            "memberId": member_id,
            "kind": "suspension",
            "reason": "Plusieurs signalements.",
            "untilOn": NEXT_WEEK[:10],
            "reportId": None,
        },
        "liftSanction": {"why": "C'était une erreur."},
        "letInAgain": {"phone": "+33699999999", "why": "C'était une erreur."},
        "decideAppeal": {"outcome": "kept", "answer": "Nous avons relu."},
        "sendMessage": {"text": "Bonjour", "sure": True},
        "editMessage": {"text": "Bonsoir", "sure": True},
        "readMessages": {"sequence": 1},
        "putNotifications": {
            "categories": {"requests": "immediate", "news": "never"},
            "quietHours": {"start": "22:00", "end": "08:00"},
        },
        "announce": {
            "title": {"fr": "Bonjour", "en": "Hello"},
            "body": {"fr": "À lundi.", "en": "See you."},
            "role": "mentee",
        },
        "nameColumns": {"columns": {"Prénom": "firstName", "Autre": None}},
        "closeCase": {"done": "Appelé."},
        "addAccount": ACCOUNT | {"uid": "uid-of-lea"},
        "changeAccount": ACCOUNT,
        "addStructure": STRUCTURE | {"code": "antenne-est"},
        "changeStructure": STRUCTURE,
        "putSignUpCode": {
            "structureId": NOWHERE,
            "programmeId": NOWHERE,
            "label": "Forum",
            "expiresAt": "2099-01-01T00:00:00Z",
        },
        "putAgreement": {
            "structureId": NOWHERE,
            "partner": "Le Petit Cours",
            "siret": "73282932000074",
            "startsOn": "2026-01-01",
            "endsOn": "2027-12-31",
        },
        "addProgramme": {"structureId": NOWHERE, "code": "boost", "name": "Boost", "rules": RULES},
        "putRules": RULES,
        "demoSignIn": {"phone": "+33612345678"},
        "proposeTandem": {"menteeId": NOWHERE, "mentorId": member_id, "note": "Bonjour"},
        "composeCohort": {
            "name": "Janvier",
            "note": "Bonjour",
            "structureId": NOWHERE,
            "programmeCode": "tandem",
            "sectors": ["G01"],
            "territories": ["13"],
            "memberIds": [],
            "most": 10,
        },
        "verifyMentor": {"decision": "ask-more", "reason": "say-more", "text": "Quel est votre poste ?"},
        "putHonestyCheck": {"checkedOn": "2026-09-01", "expiresOn": NEXT_WEEK[:10]},
        "refusePhoto": {"reason": "other", "note": "Merci"},
        "answerQuiz": {"answers": {"job-search": "prepare", "goals": "mentee"}},
        "recordGuardianAgreement": {},
    }
    return bodies[operation]
