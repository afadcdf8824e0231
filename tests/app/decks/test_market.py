"""The market of each process: from the snapshot, always up to date, whatever befalls file, process or transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest

from app.decks import market, snapshot
from app.decks.census import SNAPSHOT, read_sides
from app.settings import Settings
from tests.people import Caller, Town

PATIENCE_SECONDS = 20.0


def _path(settings: Settings) -> Path:
    return settings.folder / SNAPSHOT


def _twin(other: Town, caller: Caller) -> Caller:
    return Caller(other, caller.phone, caller.token, caller.id)


async def _eventually(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await holds():  # noqa: ASYNC110 (what is waited for is in another process)
            await asyncio.sleep(0.05)


async def test_a_second_process_takes_the_snapshot_of_the_first(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    made = snapshot.identity(_path(town.settings))
    async with Town.open(town.settings) as other:
        assert await _twin(other, mentee).dealt() == [mentor.id]
        assert snapshot.identity(_path(town.settings)) == made is not None


@pytest.mark.parametrize("broken", [b"", b"tandem", b"\0" * 10_000])
async def test_a_broken_snapshot_is_made_anew_at_the_start(settings: Settings, broken: bytes) -> None:
    _path(settings).write_bytes(broken)
    async with Town.open(settings) as town:
        mentee, mentor = await town.mentee(), await town.mentor()
        assert await mentee.dealt() == [mentor.id]
    read_sides(_path(settings))


async def test_arrays_that_do_not_fit_together_are_no_snapshot(town: Town) -> None:
    header, arrays = snapshot.read(_path(town.settings))
    some = {name: array for name, array in arrays.items() if not name.endswith("priors")}
    snapshot.write(_path(town.settings), header, some)
    with pytest.raises(snapshot.BrokenSnapshot, match="fit together"):
        read_sides(_path(town.settings))


async def test_the_snapshot_of_another_database_is_not_taken(settings: Settings, town: Town) -> None:
    header, arrays = snapshot.read(_path(settings))
    snapshot.write(_path(settings), snapshot.Header("another", "999999999", header.built_at, header.means), arrays)
    mentee, mentor = await town.mentee(), await town.mentor()
    async with Town.open(settings) as other:
        assert await _twin(other, mentee).dealt() == [mentor.id]
    assert read_sides(_path(settings)).header.database == header.database


async def test_a_folder_that_cannot_be_written_to_costs_no_deck(settings: Settings) -> None:
    _path(settings).mkdir()
    async with Town.open(settings) as town:
        mentee, mentor = await town.mentee(), await town.mentor()
        assert await mentee.dealt() == [mentor.id]


async def test_a_large_market_is_read_by_a_process_of_its_own(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    _path(town.settings).unlink()
    monkeypatch.setattr(market, "MOST_AT_HOME", 0)
    async with Town.open(town.settings) as other:
        twin = _twin(other, mentee)
        early = await twin.get("/v1/deck")
        assert (early.status_code, early.headers["retry-after"]) == (503, "5")

        async def dealt() -> bool:
            return (await twin.get("/v1/deck")).status_code == 200

        await _eventually(dealt)
        assert await twin.dealt() == [mentor.id]


async def test_nothing_is_missed_while_a_snapshot_is_renewed(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    mentee, slow = await town.mentee(), await town.mentor()
    async with Town.open(town.settings) as other, town.db.connection() as connection:
        begun = connection.transaction()
        await begun.start()
        await connection.execute("update member set paused_at = now() where id = $1", slow.id)
        made = snapshot.identity(_path(town.settings))
        with monkeypatch.context() as always_old:
            always_old.setattr(market, "REBUILD_SECONDS", -1.0)

            async def renewed() -> bool:
                return snapshot.identity(_path(town.settings)) != made

            await _eventually(renewed)
        quick = await town.mentor()
        await begun.commit()
        # Longer than a process waits between two looks, and than it takes to take a new snapshot over.
        await asyncio.sleep(1.5)
        newcomer = await town.mentee()
        assert await newcomer.dealt() == [quick.id]
        assert await _twin(other, newcomer).dealt() == [quick.id]
        assert await _twin(other, mentee).dealt() == [quick.id]


async def test_who_was_erased_leaves_the_snapshot_too(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(market, "LEAST_SECONDS_AFTER_A_DEPARTURE", 0.0)
    leaving = await town.mentor()
    made = snapshot.identity(_path(town.settings))
    async with Town.open(town.settings):
        with monkeypatch.context() as always_old:
            always_old.setattr(market, "REBUILD_SECONDS", -1.0)

            async def renewed() -> bool:
                return snapshot.identity(_path(town.settings)) != made

            await _eventually(renewed)
        assert UUID(leaving.id).bytes in _path(town.settings).read_bytes()
        assert (await leaving.delete("/v1/me")).status_code == 204

        async def forgotten() -> bool:
            return UUID(leaving.id).bytes not in _path(town.settings).read_bytes()

        await _eventually(forgotten)


async def test_who_was_shown_is_written_down_once_an_hour(town: Town) -> None:
    mentee, mentor, later = await town.mentee(), await town.mentor(), await town.mentor()
    await town.run("update member set shown_at = now() - interval '10 minutes' where id = $1", later.id)
    before = await town.value("select shown_at from member where id = $1", later.id)
    await mentee.dealt()

    async def written() -> bool:
        return await town.value("select shown_at is not null from member where id = $1", mentor.id) is True

    await _eventually(written)
    assert await town.value("select shown_at from member where id = $1", later.id) == before
    assert await town.value("select shown_at from member where id = $1", mentee.id) is None


async def test_the_log_keeps_whether_chance_placed_the_card(town: Town) -> None:
    mentee = await town.mentee()
    mentors = {mentor.id: mentor for mentor in [await town.mentor() for _ in range(4)]}
    first, second, third, fourth = await mentee.dealt(4)
    await town.run("update deal set randomised = '{t,f,t,f}' where member_id = $1", mentee.id)
    await mentee.pass_(mentors[first])
    await mentee.pass_(mentors[second])
    await mentee.like(mentors[third])
    await mentors[fourth].like(mentee)
    rows = await town.rows("select randomised from swipe_log order by id")
    assert [row["randomised"] for row in rows] == [True, False, True, False]


async def test_the_metrics_tell_the_size_and_age_of_the_snapshot(town: Town) -> None:
    await town.mentor()
    figures = (await town.stranger().get("/metrics")).text
    size = _path(town.settings).stat().st_size
    assert f"tandem_market_snapshot_bytes {float(size)}" in figures
    assert "tandem_market_snapshot_age_seconds " in figures
