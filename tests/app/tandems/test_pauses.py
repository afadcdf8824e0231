"""A break that either of the two may take and end."""

from tests.app.tandems.couples import active_couple, couple
from tests.people import Town


async def test_either_takes_a_break_and_either_ends_it_and_the_seat_stays_theirs(town: Town) -> None:
    two = await active_couple(town, capacity=1)
    for _ in range(2):
        paused = await two.mentee.put(f"{two.path}/pause")
        assert (paused.status_code, paused.json()["state"]) == (200, "paused")
    assert (await two.mentor.get("/v1/me")).json()["seatsTaken"] == 1
    for _ in range(2):
        resumed = await two.mentor.delete(f"{two.path}/pause")
        assert (resumed.status_code, resumed.json()["state"]) == (200, "active")
    moves = [(move["state"], move["by"]) for move in resumed.json()["history"]]
    assert moves == [("formed", "both"), ("active", "mentor"), ("paused", "mentee"), ("active", "mentor")]


async def test_the_other_is_told_of_the_break_and_of_its_end(town: Town) -> None:
    two = await active_couple(town)
    await two.mentee.put(f"{two.path}/pause")
    await town.carry()
    await two.mentee.delete(f"{two.path}/pause")
    await town.carry()
    assert (await two.mentor.notices())[-2:] == ["TandemPaused", "TandemResumed"]
    assert "TandemPaused" not in await two.mentee.notices()


async def test_a_break_that_is_over_before_it_was_told_is_not_told(town: Town) -> None:
    two = await active_couple(town)
    await two.mentee.put(f"{two.path}/pause")
    await two.mentee.delete(f"{two.path}/pause")
    await town.carry()
    assert "TandemPaused" not in await two.mentor.notices()


async def test_what_has_not_begun_cannot_pause_and_what_is_closed_no_longer_can(town: Town) -> None:
    two = await couple(town)
    answer = await two.mentee.put(f"{two.path}/pause")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:tandem-not-active")
    await two.close(two.mentee)
    for answer in (await two.mentee.put(f"{two.path}/pause"), await two.mentee.delete(f"{two.path}/pause")):
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:tandem-closed")


async def test_a_stranger_pauses_nothing_and_a_suspended_member_is_refused(town: Town) -> None:
    two = await active_couple(town)
    assert (await (await town.mentee()).put(f"{two.path}/pause")).status_code == 404
    await town.run("update member set suspended_at = now() where id = $1", two.mentee.id)
    answer = await two.mentee.put(f"{two.path}/pause")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:tandem:member-suspended")
    assert (await two.read(two.mentor))["state"] == "active"
