"""Figures as staff read them."""

from datetime import date, datetime

from app.admin.figures.words import MEASURES, MEASURES_OF, STAGES, TOTAL, name_of, title_of
from app.errors import Language
from app.figures import model
from app.figures.model import Role, Row, Run, Table, Topic
from app.wire import Sent


class SentColumn(Sent, frozen=True):
    """What a column counts, or measures."""

    code: str
    name: str


class SentRow(Sent, frozen=True):
    """`counts` in the order of `stages`, multiples of five; null: too few to be told, or nobody."""

    code: str
    name: str
    counts: list[int | None]
    measures: dict[str, float]


class SentTable(Sent, frozen=True):
    """A table of figures as they stood at the end of `month`; null: nothing has been counted yet."""

    topic: Topic
    by: str
    role: Role | None
    title: str
    structure_code: str
    month: date | None
    computed_at: datetime | None
    stages: list[SentColumn]
    measures: list[SentColumn]
    total: SentRow
    rows: list[SentRow]


class SentRun(Sent, frozen=True):
    month: date
    computed_at: datetime


def sent_run(run: Run) -> SentRun:
    return SentRun(run.month, run.computed_at)


def sent_table(table: Table, language: Language) -> SentTable:
    question = table.question
    return SentTable(
        topic=question.topic,
        by=question.by,
        role=question.role if question.topic == "funnel" else None,
        title=title_of(table, language),
        structure_code=table.place.code,
        month=table.run.month if table.run else None,
        computed_at=table.run.computed_at if table.run else None,
        stages=[SentColumn(stage, STAGES[stage].said(language, {})) for stage in model.STAGES[question.topic]],
        measures=[SentColumn(code, MEASURES[code].said(language, {})) for code in MEASURES_OF[question.topic]],
        total=_sent_row(table.total, TOTAL.said(language, {})),
        rows=[_sent_row(row, name_of(row, question.by, language)) for row in table.rows],
    )


def _sent_row(row: Row, name: str) -> SentRow:
    return SentRow(row.code, name, row.counts, dict(row.measures))
