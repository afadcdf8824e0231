"""What changed for a member, as it is sent."""

from datetime import datetime
from uuid import UUID

from app.errors import Language
from app.meetings.wire import SentMeeting, sent_meeting
from app.messages.wire import SentMessage, sent_message
from app.notices.service import said
from app.notices.wire import SentNotice
from app.requests.wire import SentRequest, sent_request
from app.sync.bookmarks import write_bookmark
from app.sync.model import Page, Rank
from app.tandems.wire import SentTandem, sent_tandem
from app.wire import Sent


class Gone(Sent, frozen=True):
    """What the caller may not see any longer; a tandem takes its meetings and messages with it."""

    tandems: list[UUID]
    requests: list[UUID]
    meetings: list[UUID]
    messages: list[UUID]
    notices: list[UUID]


class SentReading(Sent, frozen=True):
    """How far the two of a tandem have read."""

    tandem_id: UUID
    read_by_you: int
    read_by_other: int


class SentChanges(Sent, frozen=True):
    """A page of what changed: each thing takes the place of the one with its id.

    With `reset` the phone first forgets all that it had. `unread` are the numbers of all unread notices. `next` is the
    `since` of the next call, which is to be made at once when there is `more`.
    """

    reset: bool
    tandems: list[SentTandem]
    requests: list[SentRequest]
    meetings: list[SentMeeting]
    messages: list[SentMessage]
    readings: list[SentReading]
    notices: list[SentNotice]
    gone: Gone
    unread: list[int]
    next: str
    more: bool


def sent_changes(page: Page, now: datetime, language: Language) -> SentChanges:
    things = page.things
    faces = things.faces
    return SentChanges(
        reset=page.reset,
        # Somebody may have been erased between the two looks: what was theirs is gone in the next round.
        tandems=[sent_tandem(one, faces) for one in things.tandems if {one.mentor_id, one.mentee_id} <= faces.keys()],
        requests=[
            sent_request(one, faces[one.member_id], page.direction, language)
            for one in things.requests
            if one.member_id in faces
        ],
        meetings=[sent_meeting(meeting, now, language) for meeting in things.meetings],
        messages=[sent_message(message) for message in things.messages],
        readings=[SentReading(one.tandem_id, one.read_by_you, one.read_by_other) for one in things.readings],
        notices=[said(notice, language) for notice in (*things.notices, *page.news)],
        gone=Gone(
            tandems=page.gone.get(Rank.TANDEM, []),
            requests=page.gone.get(Rank.REQUEST, []),
            meetings=page.gone.get(Rank.MEETING, []),
            messages=page.gone.get(Rank.MESSAGE, []),
            # What is told for the first time was not to be seen a moment ago.
            notices=[id for id in page.gone.get(Rank.NOTICE, []) if id not in {one.id for one in page.news}],
        ),
        unread=page.unread,
        next=write_bookmark(page.following),
        more=page.more,
    )
