"""One town per file, whose programme asks for a first meeting of three."""

import pytest

from tests.app.introductions.desk import Desk
from tests.app.meetings.conftest import db
from tests.app.shared_town import town
from tests.people import Town

__all__ = ["db", "desk", "town"]


@pytest.fixture
async def desk(town: Town) -> Desk:
    """An officer with a calendar of their own: nobody has booked anything yet."""
    await town.run("update programme set introduction_required = true")
    await town.run("delete from meeting where officer_id is not null")
    await town.run("delete from introduction_slot")
    return Desk(town, await town.staff("officer"))
