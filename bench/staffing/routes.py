"""Every page that staff read, with the filters they use; the list is held against app/routes.py."""

from collections.abc import Iterator
from typing import Literal

import msgspec
from litestar.handlers import HTTPRouteHandler

from app.routes import STAFF

Kind = Literal["page", "search", "figures"]

MEMBERS = """
select member.id from member where role = '{role}' and structure_id in (select structures_under($1))
order by (select count(*) from tandem where member.id in (mentee_id, mentor_id)) desc, id limit 30
"""
TANDEMS = """
select tandem.id from tandem join member on member.id = mentee_id
where structure_id in (select structures_under($1)) and activated_at < now() - interval '90 days'
order by tandem.id limit 30
"""
REPORTS = """
select report.id from report join member on member.id = reported_id
where structure_id in (select structures_under($1)) order by (state = 'open') desc, report.id limit 30
"""
IMPORTS = """
select import.id from import where structure_id in (select structures_under($1))
order by (select count(*) from import_line where import_id = import.id) desc, id limit 3
"""
COHORTS = "select id from cohort where structure_id in (select structures_under($1)) order by id limit 30"
FUNNEL = "select 'funnel' where $1::uuid is not null"
TOPICS = "select unnest('{funnel,answers,loads,break-ups}'::text[]) where $1::uuid is not null"
PROGRAMMES = "select id from programme where structure_id in (select structures_under($1)) order by id limit 30"


class Views(msgspec.Struct, frozen=True):
    """How a route is called: with each of these filters, and about each of what the SQL finds in the scope $1."""

    filters: tuple[str, ...] = ("",)
    subjects: str = ""


VIEWS: dict[str, Views] = {
    "readOneself": Views(),
    "listAccounts": Views(),
    "listStructures": Views(("q=c",)),
    "listSignUpCodes": Views(),
    "listAgreements": Views(("", "from=2026-12-01&until=2027-03-01")),
    "listProgrammes": Views(),
    "listRules": Views(subjects=PROGRAMMES),
    "listPromises": Views(("", "kind=report-looked-at", "kind=request-answered", "escalated=true")),
    "listPromiseMonths": Views(("", "from=2026-06-01")),
    "listAudit": Views(("", "act=verify-mentor", "subjectKind=report", "from=2026-06-01T00:00:00Z&act=read-report")),
    "listCases": Views(("", "kind=stalled", "kind=no-shows", "kind=mentor-silent", "mine=true")),
    "countCases": Views(),
    "listImports": Views(),
    "readImport": Views(subjects=IMPORTS),
    "listImportProblems": Views(subjects=IMPORTS),
    "findMembers": Views(
        (
            "",
            "role=mentor&state=unverified",
            "state=suspended",
            "q=m",
            "q=ma",
            "q=mar",
            "q=%C3%A9t",
            "q=Marie%20Martin",
            "q=da%20silva",
            "q=%C5%93uvrard",
            "q=06%2020",
            "q=0620001234",
            "q=44430000",
            "q=44430000000013",
            "q=du&role=mentor",
            "q=be&state=paused",
            "q=a&state=hidden",
            "q=zzz",
        )
    ),
    "findCompanies": Views(("q=bo", "q=boulangerie", "q=mar", "q=%C3%A9l", "q=44430000", "q=zz")),
    "findTandems": Views(
        ("", "state=active", "state=formed", "q=ma", "q=mar", "q=%C3%A9t", "q=Marie%20Martin", "q=zzz")
    ),
    "listMentorsToCheck": Views(),
    "listExpiringChecks": Views(("", "withinDays=30")),
    "listWaitingPhotos": Views(),
    "listDisputes": Views(("", "settled=true")),
    "readMemberReliability": Views(subjects=MEMBERS.format(role="mentor")),
    "findFeedback": Views(("", "needsHelp=true", "state=due", "state=missed")),
    "readFollowUp": Views(subjects=TANDEMS),
    "listMemberReports": Views(("", "state=decided")),
    "readMemberReport": Views(subjects=REPORTS),
    "listSanctions": Views(("", "state=proposed", "state=active")),
    "listAppeals": Views(),
    "listLetters": Views(("", "state=waiting")),
    "listJobs": Views(),
    "listProposals": Views(("", "state=open", "state=declined")),
    "listCohorts": Views(),
    "readCohort": Views(subjects=COHORTS),
    "listCohortPairs": Views(subjects=COHORTS),
    "listAwaitedIntroductions": Views(),
    "listSlots": Views(("", "state=free", "from=2026-11-01&until=2026-12-01")),
    "readOfficersCalendarState": Views(),
    "listFigureRuns": Views(),
    "readFigures": Views(("", "by=programme", "by=territory", "by=sector", "by=month"), FUNNEL),
    "exportFigures": Views(subjects=TOPICS),
    "drawFigures": Views(subjects=TOPICS),
    "readAnswersOfMentee": Views(subjects=MEMBERS.format(role="mentee")),
}


class Route(msgspec.Struct, frozen=True):
    """A page of the staff's: {} in its path stands for what it is about."""

    operation: str
    path: str

    def kind(self, filters: str) -> Kind:
        if self.path.startswith("/figures"):
            return "figures"
        return "search" if "q=" in filters else "page"


def routes() -> list[Route]:
    """All there are; raises if the list above forgets one, or names one that is no more."""
    found = list(_staff_pages())
    known, there = set(VIEWS), {route.operation for route in found}
    if known != there:
        raise LookupError(
            f"bench/staffing/routes.py lacks {sorted(there - known)}, has {sorted(known - there)} too many"
        )
    return found


def _staff_pages() -> Iterator[Route]:
    for handler in STAFF:
        if isinstance(handler, HTTPRouteHandler) and "GET" in handler.http_methods:
            (path,) = handler.paths
            before, brace, rest = path.partition("{")
            yield Route(str(handler.operation_id), before + ("{}" + rest.partition("}")[2] if brace else ""))
