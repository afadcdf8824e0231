"""A sanction reaches the sockets that are open when it is given."""

import pytest

from app.messages import live as live_module
from tests.app.messages.conftest import served
from tests.app.messages.phone import online
from tests.app.messages.talk import paired
from tests.app.sanctions.cases import banned, given
from tests.people import Town


async def test_the_suspended_and_the_banned_are_cut_off(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert live_module.STANDING_SECONDS <= 30
    monkeypatch.setattr(live_module, "STANDING_SECONDS", 0.05)
    pair, moderator, other = await paired(town), await town.staff("moderator"), await town.staff()
    async with (
        Town.open(town.settings) as second,
        served(second.app) as port,
        online(port, pair.mentor) as mentor,
        online(port, pair.mentee) as mentee,
    ):
        await given(moderator, pair.mentor, "suspension")
        assert await mentor.closed() == 4403
        await banned(moderator, other, pair.mentee)
        assert await mentee.closed() == 4403
