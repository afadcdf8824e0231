"""Figures for boards, under /v1/staff/figures."""

from datetime import date
from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from app.admin.figures.picture import draw
from app.admin.figures.sheet import write_sheet
from app.admin.figures.wire import SentRun, SentTable, sent_run, sent_table
from app.auth.guard import SignedIn
from app.db import Database
from app.errors import language_of
from app.figures import service
from app.figures.model import Question, Role, Topic
from app.wire import END, Page

By = Annotated[str, QueryParameter(max_length=20, pattern=r"^[a-z-]+" + END)]
Structure = Annotated[str | None, QueryParameter(max_length=40, pattern=r"^[a-z0-9-]+" + END)]
Month = Annotated[str | None, QueryParameter(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])" + END)]


@get("/figures", operation_id="listFigureRuns")
async def list_runs(request: SignedIn, db: NamedDependency[Database]) -> Page[SentRun]:
    """The months of which there are figures, newest first, and when they were computed."""
    return Page([sent_run(run) for run in await service.list_runs(db, request.user.uid)])


@get("/figures/{topic:str}", operation_id="readFigures")
async def read_figures(
    request: SignedIn,
    db: NamedDependency[Database],
    topic: FromPath[Topic],
    by: By = "structure",
    role: FromQuery[Role | None] = None,
    structure: Structure = None,
    month: Month = None,
) -> SentTable:
    """How many reached each stage, in a structure and all below it, told apart by `structure` or another."""
    question = Question(topic, by, role, structure, _first_day(month))
    return sent_table(await service.read(db, request.user.uid, question), language_of(request))


@get("/figures/{topic:str}/sheet.csv", operation_id="exportFigures")
async def export_figures(
    request: SignedIn,
    db: NamedDependency[Database],
    topic: FromPath[Topic],
    by: By = "structure",
    role: FromQuery[Role | None] = None,
    structure: Structure = None,
    month: Month = None,
) -> Response[bytes]:
    """The same as a file for spreadsheets."""
    question = Question(topic, by, role, structure, _first_day(month))
    table = sent_table(await service.export(db, request.user.uid, question), language_of(request))
    return _file(write_sheet(table, language_of(request)), "text/csv", f"tandem-{topic}.csv")


@get("/figures/{topic:str}/picture.svg", operation_id="drawFigures")
async def draw_figures(
    request: SignedIn,
    db: NamedDependency[Database],
    topic: FromPath[Topic],
    by: By = "structure",
    role: FromQuery[Role | None] = None,
    structure: Structure = None,
    month: Month = None,
) -> Response[bytes]:
    """The same as a picture to show and to print."""
    question = Question(topic, by, role, structure, _first_day(month))
    table = sent_table(await service.export(db, request.user.uid, question), language_of(request))
    return _file(draw(table, language_of(request)), "image/svg+xml", f"tandem-{topic}.svg")


def _file(content: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)


def _first_day(month: str | None) -> date | None:
    return date.fromisoformat(f"{month}-01") if month else None
