"""How much a report counts. It orders a queue and proposes; it decides nothing."""

from app.reports.model import Reason, Record

# As if every member had made two reports before, of which one was upheld.
PRIOR_UPHELD, PRIOR_REPORTS = 1, 2
# From here on a case stands on top, and hiding the member is proposed: two newcomers say that they were harassed.
PROPOSES_HIDING = 3.0


def standing(record: Record) -> float:
    """How far the word of a member goes, between 0 and 1: the share of their earlier reports that was upheld."""
    return (record.upheld + PRIOR_UPHELD) / (record.upheld + record.dismissed + PRIOR_REPORTS)


def weight(reason: Reason, record: Record) -> float:
    """What one report counts; those of several reporters add up, those of one do not."""
    return reason.gravity * standing(record)
