"""What falls due of meetings: reminders before, a question after."""

from datetime import timedelta

from app.db import Connection
from app.meetings import store

# Each within the first, but no more within the second: a worker that was away for long does not tell of the day before
# an hour before.
BEFORE = ((timedelta(hours=24), timedelta(hours=1)), (timedelta(hours=1), timedelta()))


async def remind(connection: Connection) -> int:
    """Both of each meeting are reminded, a day and an hour before; returns how many notices that is."""
    return sum([await store.remind_of_meetings(connection, within, beyond) for within, beyond in BEFORE])


async def ask_how_it_went(connection: Connection) -> int:
    """Who has not said how a meeting went is asked after it; returns how many notices that is."""
    return await store.ask_how_meetings_went(connection)
