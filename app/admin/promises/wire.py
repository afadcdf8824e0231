"""Promises as staff read them."""

from datetime import UTC, datetime

from app.delays.model import Month, Promise
from app.delays.wire import PromiseMonth, SentPromise


def sent_promise(promise: Promise) -> SentPromise:
    return SentPromise(
        kind=promise.kind,
        subject_id=promise.subject_id,
        structure_id=promise.structure_id,
        made_at=promise.made_at,
        due_at=promise.due_at,
        overdue=promise.due_at < datetime.now(UTC),
        escalated_at=promise.escalated_at,
    )


def promise_month(month: Month) -> PromiseMonth:
    settled = month.kept_in_time + month.kept_late + month.broken
    return PromiseMonth(
        kind=month.kind,
        structure_id=month.structure_id,
        month=month.month,
        made=month.made,
        kept_in_time=month.kept_in_time,
        kept_late=month.kept_late,
        broken=month.broken,
        share=round(month.kept_in_time / settled, 3) if settled else None,
        counted_at=month.counted_at,
    )
