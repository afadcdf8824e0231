"""The caller's tandems."""

from uuid import uuid4

from tests.people import Caller, Town


async def paired(town: Town) -> tuple[Caller, Caller, str]:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    return mentee, mentor, (await mentor.accept(mentee)).json()["id"]


async def test_both_read_the_same_tandem(town: Town) -> None:
    mentee, mentor, tandem = await paired(town)
    read = [(await caller.get(f"/v1/tandems/{tandem}")).json() for caller in (mentee, mentor)]
    assert read[0] == read[1] == (await mentee.tandems())[0]
    assert (read[0]["mentor"]["memberId"], read[0]["mentee"]["memberId"]) == (mentor.id, mentee.id)
    assert (read[0]["state"], read[0]["closedAt"]) == ("formed", None)


async def test_a_stranger_reads_it_as_missing(town: Town) -> None:
    _, _, tandem = await paired(town)
    stranger = await town.mentee()
    others, missing = await stranger.get(f"/v1/tandems/{tandem}"), await stranger.get(f"/v1/tandems/{uuid4()}")
    assert (others.status_code, others.json()) == (404, missing.json())
    assert await stranger.tandems() == []


async def test_a_formed_tandem_takes_a_seat_and_is_no_request(town: Town) -> None:
    mentee, mentor, _ = await paired(town)
    assert (await mentor.get("/v1/me")).json()["seatsTaken"] == 1
    assert await mentee.requests("sent") == []
    assert await mentor.requests("received") == []


async def test_erasing_one_gives_the_seat_back_and_takes_the_tandem_along(town: Town) -> None:
    mentee, mentor, _ = await paired(town)
    assert (await mentee.delete("/v1/me")).status_code == 204
    assert (await mentor.get("/v1/me")).json()["seatsTaken"] == 0
    assert await mentor.tandems() == []


async def test_tandems_come_in_pages_newest_first(town: Town) -> None:
    mentor = await town.mentor(capacity=5)
    formed = []
    for _ in range(3):
        mentee = await town.mentee()
        await mentee.like(mentor)
        formed.append((await mentor.accept(mentee)).json()["id"])
    first = (await mentor.get("/v1/tandems?limit=2")).json()
    rest = (await mentor.get(f"/v1/tandems?limit=2&cursor={first['next']}")).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == formed[::-1]
    assert rest["next"] is None
