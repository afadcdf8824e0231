"""Notices and jobs as staff read them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.errors import Language, Words
from app.outbox.model import Letter as StoredLetter
from app.outbox.model import State
from app.wire import Sent

EXPLANATIONS = {
    "unsayable": Words(
        "Il manque à cette notification un texte ou une donnée : c'est une erreur de notre part.",
        "This notice lacks a text or a fact: a mistake of ours.",
    ),
    "invalid-message": Words(
        "Firebase a refusé la forme du message : c'est une erreur de notre part.",
        "Firebase refused the message's form: a mistake of ours.",
    ),
}
WAITING = Words("Elle attend son heure, ou Firebase.", "It waits for its time, or for Firebase.")
OTHERWISE = Words("Les journaux du worker en disent plus.", "The worker's log says more.")


class Letter(Sent, frozen=True):
    """A notice; `reason` is a code (docs/push.md), with Firebase's own sentence if there was one."""

    id: UUID
    kind: str
    state: State
    member_id: UUID
    attempts: int
    reason: str | None
    explanation: str
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None


class SentJob(Sent, frozen=True):
    """A job's latest `slot`; `doneAt`, `seconds` and `done` (how many things) are of the latest that ended well."""

    name: str
    slot: datetime
    outcome: Literal["running", "failed", "done"]
    failure: str | None
    attempts: int
    slots_missed: int
    done_at: datetime | None
    seconds: float | None
    done: int | None


def letter(stored: StoredLetter, language: Language) -> Letter:
    code = (stored.reason or "").partition(":")[0]
    words = WAITING if stored.state == "waiting" else EXPLANATIONS.get(code, OTHERWISE)
    return Letter(
        id=stored.id,
        kind=stored.kind,
        state=stored.state,
        member_id=stored.recipient_id,
        attempts=stored.attempts,
        reason=stored.reason,
        explanation=words.said(language, {}),
        created_at=stored.created_at,
        due_at=stored.due_at,
        settled_at=stored.settled_at,
    )
