"""Proposals as staff send and read them."""

from datetime import datetime
from uuid import UUID

from app.admin.search.wire import NamedMember
from app.proposals.model import StaffProposal, State
from app.wire import Received, Sent, ShortText


class NewProposal(Received):
    """Two members, and a note for both to read."""

    mentee_id: UUID
    mentor_id: UUID
    note: ShortText | None = None


class ListedProposal(Sent, frozen=True):
    id: UUID
    state: State
    mentee: NamedMember
    mentor: NamedMember
    note: str | None
    structure_code: str
    sent_by: str
    cohort_id: UUID | None
    sent_at: datetime
    expires_at: datetime
    closed_at: datetime | None


def listed_proposal(proposal: StaffProposal) -> ListedProposal:
    return ListedProposal(
        id=proposal.id,
        state=proposal.state,
        mentee=NamedMember(proposal.mentee_id, proposal.mentee_first_name, proposal.mentee_last_name),
        mentor=NamedMember(proposal.mentor_id, proposal.mentor_first_name, proposal.mentor_last_name),
        note=proposal.note,
        structure_code=proposal.structure_code,
        sent_by=proposal.sent_by,
        cohort_id=proposal.cohort_id,
        sent_at=proposal.sent_at,
        expires_at=proposal.expires_at,
        closed_at=proposal.closed_at,
    )
