"""Figures are counted from what is stored, once a month has ended, and stay as they were counted."""

import asyncio
from collections import Counter
from uuid import UUID

from app.figures import store
from app.figures.model import Raw
from app.figures.service import compute
from tests.app.figures.past import activate, break_up, form_tandem, join
from tests.people import Town


async def read(town: Town) -> Raw:
    async with town.db.connection() as connection, connection.transaction(readonly=True):
        return await store.read_members(connection, (await store.last_month(connection)).ended_at)


async def kept(town: Town) -> list[object]:
    rows = await town.rows("select topic, dimension, value, fives from figure_count order by 1, 2, 3, 4")
    return [tuple(row) for row in rows]


async def test_each_stage_of_the_funnel_is_read_from_what_is_stored(town: Town) -> None:
    minor, adult, swiped, dealt, asked, formed, active, lasting, told = await join(town, "cci-amp", "mentee", 9)
    mentors = await join(town, "cci-amp", "mentor", 4)
    await town.run("update member set birth_date = current_date - interval '16 years' where id = $1", minor)
    past = "now() - interval '10 months'"
    for mentee in (swiped, asked):
        await town.run(f"insert into pair values ($1, $2, 'like', {past}, null, null)", mentee, mentors[0])
    for mentee, cards in ((dealt, [mentors[0]]), (adult, [])):
        await town.run(
            f"insert into deal (member_id, dealt_at, cards, terms) values ($1, {past}, $2, '{{}}')", mentee, cards
        )
    await town.run(f"insert into request (mentee_id, mentor_id, sent_at) values ($1, $2, {past})", asked, mentors[0])
    await form_tandem(town, formed, mentors[1])
    young = await form_tandem(town, active, mentors[2])
    for tandem_id in (young, await form_tandem(town, lasting, mentors[3]), await form_tandem(town, told, mentors[3])):
        await activate(town, tandem_id)
    await break_up(town, young, "no-time", 3)
    await town.run(
        "insert into outcome (tandem_id, member_id, milestone, open_until, answered_at, situation, satisfaction) "
        f"select id, mentee_id, 'close', now(), {past}, 'employed', 5 from tandem where mentee_id = $1",
        told,
    )
    depths = Counter[tuple[str, int]]()
    for one in (await read(town)).members:
        if one.dimension == "all":
            depths[one.role, one.depth] += one.number
    assert depths == {("mentee", depth): 1 for depth in (1, 2, 4, 5, 6, 7, 8)} | {
        ("mentee", 3): 2,
        **{("mentor", depth): 1 for depth in (4, 5, 6, 7)},
    }
    assert adult


async def test_two_tandems_of_which_one_renews_the_other_last_as_one(town: Town) -> None:
    [mentee], [mentor] = await join(town, "cci-amp", "mentee", 1), await join(town, "cci-amp", "mentor", 1)
    first = await form_tandem(town, mentee, mentor)
    await activate(town, first)
    await town.run(
        "update tandem set state = 'closed', moved_for = 'renewed', moved_by = 'both', closed_reason = 'renewed' "
        "where id = $1",
        first,
    )
    await town.run("update tandem set closed_at = formed_at + interval '4 months' where id = $1", first)
    second = await town.value(
        "insert into tandem (mentee_id, mentor_id, programme_id, formed_at, renews_id) "
        "select mentee_id, mentor_id, programme_id, closed_at, id from tandem where id = $1 returning id",
        first,
    )
    await activate(town, second)
    raw = await read(town)
    assert {one.depth for one in raw.members if one.dimension == "all"} == {7}
    assert raw.break_ups == []
    await break_up(town, second, "no-time", 3)
    assert [one.depth for one in (await read(town)).break_ups if one.dimension == "all"] == [1]


async def test_answers_loads_and_break_ups_are_read_from_what_is_stored(town: Town) -> None:
    mentees, [mentor] = await join(town, "cci-amp", "mentee", 4), await join(town, "cci-amp", "mentor", 1)
    tandems = [await form_tandem(town, mentee, mentor) for mentee in mentees[:2]]
    await break_up(town, tandems[0], "no-time", 3)
    for mentee, state in zip(mentees[2:], ("expired", "withdrawn"), strict=True):
        await town.run("insert into pair (mentee_id, mentor_id) values ($1, $2)", mentee, mentor)
        await town.run(
            "insert into request (mentee_id, mentor_id, state, sent_at, closed_at) "
            "values ($1, $2, $3, now() - interval '10 months', now() - interval '9 months')",
            mentee,
            mentor,
            state,
        )
    raw = await read(town)
    assert {one.depth: one.number for one in raw.answers if one.dimension == "all"} == {1: 1, 3: 2}
    assert [(weight.value, weight.number) for weight in raw.hours] == [(24, 2)]
    assert [(crowd.people) for crowd in raw.behind_answers] == [1]
    # One tandem goes on, for two seats.
    assert [(weight.value, weight.number) for weight in raw.loads] == [(0.5, 1)]
    assert {one.value for one in raw.members if one.dimension == "load"} == {"up-to-half"}
    assert [(one.value, one.depth) for one in raw.break_ups if one.dimension == "reason"] == [("no-time", 2)]


async def test_who_joined_this_month_waits_for_its_end(town: Town) -> None:
    await join(town, "cci-amp", "mentee", 9)
    await town.run("update member set created_at = now()")
    assert await compute(town.db) == 0
    assert await kept(town) == []


async def test_a_month_is_counted_once_however_many_count_it(town: Town) -> None:
    await join(town, "cci-amp", "mentee", 12)
    published = await asyncio.gather(*(compute(town.db) for _ in range(4)))
    assert sorted(map(bool, published)) == [False, False, False, True]
    assert await town.value("select count(*) from figure_run") == 1
    assert await compute(town.db) == 0


async def test_figures_stay_whoever_is_erased(town: Town) -> None:
    members = await join(town, "cci-amp", "mentee", 12)
    await compute(town.db)
    before = await kept(town)
    assert before
    await town.run("delete from member where id = any($1)", members)
    assert await compute(town.db) == 0
    assert await kept(town) == before


async def test_nothing_that_is_kept_is_finer_than_five(town: Town) -> None:
    await join(town, "cci-amp", "mentee", 4)
    await compute(town.db)
    assert await kept(town) == []
    assert UUID(str(await town.value("select id from figure_run")))
