"""Both sides of the market in this process's memory, kept up with Postgres."""

import asyncio
import time

from app.db import Database
from app.decks import store
from app.decks.model import MenteeRow, MentorRow
from app.decks.side import Side, mentees_side, mentors_side
from app.members.model import Role

# A look may take half of our time, and is never put off for longer than this.
MOST_SECONDS_BETWEEN = 0.5
AGE_SECONDS = 60.0
SWEEP_SECONDS = 600.0


class Market:
    """Everybody who may be on a card, as columns. A new deck is dealt from what was true half a second ago, at most."""

    def __init__(self) -> None:
        self.mentors = mentors_side()
        self.mentees = mentees_side()
        # At or after this transaction there may be changes we have not read.
        self._since = "0"
        self._look_again_at = self._aged_at = self._swept_at = float("-inf")
        self._looking = asyncio.Lock()

    def facing(self, role: Role) -> Side[MentorRow] | Side[MenteeRow]:
        """The side whose cards a member of this role is dealt."""
        return self.mentors if role == "mentee" else self.mentees

    async def keep_up(self, db: Database) -> None:
        """Reads what changed since the last look, unless that was a moment ago."""
        if time.monotonic() < self._look_again_at:
            return
        async with self._looking:
            began = time.monotonic()
            if began < self._look_again_at:
                return
            await self._look(db)
            ended = time.monotonic()
            self._look_again_at = ended + min(ended - began, MOST_SECONDS_BETWEEN)

    async def _look(self, db: Database) -> None:
        now = time.time()
        async with db.connection() as connection:
            since = await store.oldest_running(connection)
            mentors = await store.changed_mentors(connection, self._since)
            mentees = await store.changed_mentees(connection, self._since)
            if time.monotonic() - self._swept_at > SWEEP_SECONDS:
                members = await store.member_ids(connection)
                self.mentors.keep_only(members)
                self.mentees.keep_only(members)
                self._swept_at = time.monotonic()
        if mentors:
            self.mentors.take(mentors, now)
        if mentees:
            self.mentees.take(mentees, now)
        if time.monotonic() - self._aged_at > AGE_SECONDS:
            self.mentors.age(now)
            self.mentees.age(now)
            self._aged_at = time.monotonic()
        self._since = since
