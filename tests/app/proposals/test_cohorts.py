"""Mentors found for many mentees at once: a preview with its proof, then proposals, once."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.members.model import LANGUAGES as SPOKEN
from app.proposals.cohorts import service, store
from tests.app.shared_town import town
from tests.people import Caller, Town

__all__ = ["town"]

# Nobody else in the shared town speaks it, so that each cohort is a market of its own.
LANGUAGES = iter(SPOKEN[1:])


class Market:
    """Mentees and mentors who share a language that nobody else speaks."""

    def __init__(self, town: Town) -> None:
        self.town, self.languages = town, [next(LANGUAGES)]

    async def mentees(self, count: int, **changed: Any) -> list[Caller]:
        return [await self.town.mentee(languages=self.languages, **changed) for _ in range(count)]

    async def mentors(self, *capacities: int, **changed: Any) -> list[Caller]:
        return [await self.town.mentor(languages=self.languages, capacity=c, **changed) for c in capacities]


async def compose(town: Town, mentees: list[Caller], **changed: Any) -> str:
    cohort_id = str(uuid4())
    body = {"name": "Janvier", "memberIds": [mentee.id for mentee in mentees], **changed}
    answer = await (await town.staff("officer")).put(f"/v1/staff/cohorts/{cohort_id}", body)
    assert (answer.status_code, answer.json()["state"]) == (201, "composing"), answer.text
    await service.go_on(town.db)
    return cohort_id


async def preview(town: Town, cohort_id: str) -> dict[str, Any]:
    answer = await (await town.staff("reader")).get(f"/v1/staff/cohorts/{cohort_id}")
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


async def pairs(town: Town, cohort_id: str, state: str = "paired") -> list[dict[str, Any]]:
    answer = await (await town.staff("reader")).get(f"/v1/staff/cohorts/{cohort_id}/pairs?state={state}&limit=100")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def send(town: Town, cohort_id: str) -> None:
    answer = await (await town.staff("officer")).post(f"/v1/staff/cohorts/{cohort_id}/sending")
    assert (answer.status_code, answer.json()["state"]) == (202, "sending"), answer.text
    await service.go_on(town.db)


async def test_a_preview_gives_each_seat_once_and_proves_how_good_it_is(town: Town) -> None:
    market = Market(town)
    mentees, mentors = await market.mentees(5), await market.mentors(2, 1)
    cohort_id = await compose(town, mentees)
    read = await preview(town, cohort_id)
    cohort, found = read["cohort"], await pairs(town, cohort_id)
    assert (cohort["state"], cohort["mentees"], cohort["paired"], cohort["left"]) == ("composed", 5, 3, 2)
    given = [pair["mentor"]["memberId"] for pair in found]
    assert sorted(given) == sorted([mentors[0].id, mentors[0].id, mentors[1].id])
    certificate = cohort["certificate"]
    assert certificate["total"] == pytest.approx(sum(pair["worth"] for pair in found))
    assert certificate["bound"] == pytest.approx(certificate["total"] + certificate["gap"])
    assert certificate["gap"] <= 1e-3 * certificate["total"]
    assert {contested["mentor"]["memberId"] for contested in read["contested"]} == {mentor.id for mentor in mentors}
    assert all(contested["price"] > 0 for contested in read["contested"])
    assert sum(contested["wanted"] for contested in read["contested"]) == 5
    assert [pair["why"]["code"] for pair in await pairs(town, cohort_id, "left")] == ["seats-contested"] * 2


async def test_a_pair_is_worth_what_the_mentees_deck_says_and_its_reasons_add_up(town: Town) -> None:
    market = Market(town)
    [mentee] = await market.mentees(1, goals=["find-internship", "dare-to-apply"])
    await market.mentors(3, sectors=["G02"], goals=["find-internship"])
    [best] = await market.mentors(3, goals=["find-internship", "dare-to-apply"])
    dealt = await mentee.deck()
    [pair] = await pairs(town, await compose(town, [mentee]))
    assert pair["mentor"]["memberId"] == dealt["cards"][0]["memberId"] == best.id
    codes = [reason["code"] for reason in pair["reasons"]]
    assert codes[:3] == [reason["code"] for reason in dealt["cards"][0]["reasons"]]
    fit = sum(reason["part"] for reason in pair["reasons"])
    # Nobody has answered yet, and nobody waits: the platform's own rate.
    assert pair["worth"] == pytest.approx(fit * 0.6, abs=0.05)


async def test_the_market_as_a_whole_counts_for_more_than_one_mentees_favourite(town: Town) -> None:
    """Greedy would give the favourite to the first who comes; the other would be left with next to nothing."""
    market = Market(town)
    [easy] = await market.mentees(1, sectors=["G01", "G02"])
    [choosy] = await market.mentees(1, sectors=["G01"])
    [favourite] = await market.mentors(1, sectors=["G01"])
    [second] = await market.mentors(1, sectors=["G02"], goals=["find-internship"])
    found = await pairs(town, await compose(town, [easy, choosy]))
    given = {pair["mentee"]["memberId"]: pair["mentor"]["memberId"] for pair in found}
    assert given == {choosy.id: favourite.id, easy.id: second.id}


async def test_who_cannot_be_given_anybody_is_left_with_a_reason(town: Town) -> None:
    market = Market(town)
    mentees = await market.mentees(4)
    alone, paused, proposed, passed = mentees
    [mentor] = await market.mentors(9)
    await alone.call("PATCH", "/v1/me", json={"languages": [next(LANGUAGES)]})
    await paused.put("/v1/me/pause")
    body = {"menteeId": proposed.id, "mentorId": mentor.id}
    assert (await (await town.staff("officer")).post("/v1/staff/proposals", body)).status_code == 201
    await mentor.pass_(passed)
    cohort_id = await compose(town, mentees)
    left = {pair["mentee"]["memberId"]: pair["why"] for pair in await pairs(town, cohort_id, "left")}
    assert {id: why["code"] for id, why in left.items()} == {
        alone.id: "nobody-fits", paused.id: "mentee-paused", proposed.id: "already-proposed", passed.id: "nobody-fits",
    }  # fmt: skip
    assert left[paused.id]["text"] == "Le mentoré est en pause."
    assert (await pairs(town, cohort_id)) == []


async def test_a_seat_that_an_open_proposal_may_take_is_promised_to_nobody_else(town: Town) -> None:
    market = Market(town)
    first, second = await market.mentees(2)
    await market.mentors(1)
    await send(town, await compose(town, [first]))
    cohort_id = await compose(town, [second])
    assert [pair["why"]["code"] for pair in await pairs(town, cohort_id, "left")] == ["nobody-fits"]


async def test_nobody_hears_of_a_preview_and_all_that_stands_is_sent_once(town: Town) -> None:
    market = Market(town)
    mentees = await market.mentees(4)
    mentors = await market.mentors(2, 2)
    cohort_id = await compose(town, mentees, note="À janvier !")
    assert await town.value("select count(*) from outbox where recipient_id = $1", mentees[0].id) == 0
    officers = [await town.staff("officer"), await town.staff("administrator")]
    answers = await asyncio.gather(
        *(officer.post(f"/v1/staff/cohorts/{cohort_id}/sending") for officer in officers * 3)
    )
    assert {answer.status_code for answer in answers} == {202}
    await asyncio.gather(*(service.go_on(town.db) for _ in range(4)))
    cohort = (await preview(town, cohort_id))["cohort"]
    assert (cohort["state"], cohort["sent"], cohort["fallen"]) == ("sent", 4, 0)
    for mentee in mentees:
        [item] = (await mentee.get("/v1/proposals")).json()["items"]
        assert (item["note"], item["proposedBy"]) == ("À janvier !", "CCI Aix-Marseille-Provence")
    assert await told(town, mentees) == [1] * 4
    assert await told(town, mentors) == [2, 2]
    listed = (await officers[0].get(f"/v1/staff/proposals?cohortId={cohort_id}")).json()["items"]
    assert sorted(item["mentee"]["memberId"] for item in listed) == sorted(mentee.id for mentee in mentees)


async def told(town: Town, callers: list[Caller]) -> list[int]:
    """How often each was told of a proposal."""
    count = "select count(*) from outbox where kind = 'TandemProposed' and recipient_id = $1"
    return [await town.value(count, caller.id) for caller in callers]


async def test_a_sender_that_marks_only_afterwards_is_seen_to_propose_twice(town: Town) -> None:
    """The naive one: two workers read what stands, and each sends it. Only the database keeps them from it."""
    market = Market(town)
    mentees = await market.mentees(2)
    await market.mentors(2)
    cohort_id = UUID(await compose(town, mentees))

    async def send_naively() -> None:
        async with town.db.connection() as connection:
            standing = await store.pairs_to_send(connection, cohort_id, 50)
        await together.wait()
        for mentee_id, mentor_id in standing:
            await town.run(
                "insert into outbox (kind, event_id, recipient_id, expires_at) "
                "select 'TandemProposed', uuid_v7(), reader, now() + interval '1 day' "
                "from unnest(array[$1::uuid, $2]) as reader",
                mentee_id,
                mentor_id,
            )

    together = asyncio.Barrier(2)
    await asyncio.gather(send_naively(), send_naively())
    assert await told(town, mentees) == [2, 2]


async def test_each_pair_is_looked_at_again_when_it_is_sent(town: Town) -> None:
    market = Market(town)
    mentees = await market.mentees(4)
    await market.mentors(4)
    cohort_id = await compose(town, mentees)
    found = {pair["mentee"]["memberId"]: pair["mentor"]["memberId"] for pair in await pairs(town, cohort_id)}
    paused, passing, removed, standing = mentees
    await paused.put("/v1/me/pause")
    await passing.put(f"/v1/swipes/{found[passing.id]}", {"verdict": "pass"})
    officer = await town.staff("officer")
    for _ in range(2):
        assert (await officer.delete(f"/v1/staff/cohorts/{cohort_id}/pairs/{removed.id}")).status_code == 204
    await send(town, cohort_id)
    fallen = {pair["mentee"]["memberId"]: pair["why"]["code"] for pair in await pairs(town, cohort_id, "fallen")}
    assert fallen == {paused.id: "mentee-paused", passing.id: "answered-lately"}
    assert [pair["mentee"]["memberId"] for pair in await pairs(town, cohort_id, "sent")] == [standing.id]
    assert [pair["mentee"]["memberId"] for pair in await pairs(town, cohort_id, "removed")] == [removed.id]
    assert await told(town, mentees) == [0, 0, 0, 1]
    late = await officer.delete(f"/v1/staff/cohorts/{cohort_id}/pairs/{standing.id}")
    assert (late.status_code, late.json()["type"]) == (409, "urn:tandem:cohort-sent")


async def test_the_longest_waiting_of_a_sector_and_a_territory_come_first(town: Town) -> None:
    market = Market(town)
    late, early = await market.mentees(2, sectors=["N08"], areaCode="13001")
    await market.mentees(1, sectors=["N08"], areaCode="2A004")
    await market.mentees(1, sectors=["A01"], areaCode="13001")
    await town.run("update mentee set waiting_since = now() - interval '9 days' where id = $1", early.id)
    rules = {"sectors": ["N08"], "territories": ["13"], "programmeCode": "tandem"}
    everybody = await compose(town, [], **rules)
    assert [pair["mentee"]["memberId"] for pair in await pairs(town, everybody, "left")] == [early.id, late.id]
    first = await compose(town, [], most=1, **rules)
    assert [pair["mentee"]["memberId"] for pair in await pairs(town, first, "left")] == [early.id]


async def test_pages_of_pairs_follow_one_another(town: Town) -> None:
    market = Market(town)
    mentees = await market.mentees(5)
    await market.mentors(3)
    cohort_id = await compose(town, mentees)
    reader, seen, after = await town.staff("reader"), [], "0"
    while after:
        page = (await reader.get(f"/v1/staff/cohorts/{cohort_id}/pairs?limit=2&after={after}")).json()
        seen += [(pair["place"], pair["state"]) for pair in page["items"]]
        after = page["next"]
    assert seen == [(1, "paired"), (2, "paired"), (3, "paired"), (4, "left"), (5, "left")]


async def test_a_cohort_sent_again_under_its_id_is_the_same_and_a_preview_can_be_forgotten(town: Town) -> None:
    market, officer = Market(town), await town.staff("officer")
    mentees = await market.mentees(1)
    cohort_id, body = str(uuid4()), {"name": "Février", "memberIds": [mentees[0].id]}
    answers = await asyncio.gather(*(officer.put(f"/v1/staff/cohorts/{cohort_id}", body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    early = await officer.post(f"/v1/staff/cohorts/{cohort_id}/sending")
    assert (early.status_code, early.json()["type"]) == (409, "urn:tandem:cohort-composing")
    assert await asyncio.gather(*(service.go_on(town.db) for _ in range(3)))
    assert (await preview(town, cohort_id))["cohort"]["mentees"] == 1
    assert (await officer.delete(f"/v1/staff/cohorts/{cohort_id}")).status_code == 204
    assert (await officer.get(f"/v1/staff/cohorts/{cohort_id}")).status_code == 404


async def test_what_cannot_be_is_said_field_by_field(town: Town) -> None:
    officer, mentee, mentor = await town.staff("officer"), await town.mentee(), await town.mentor()
    for changed, field in (
        ({"memberIds": [mentor.id]}, "memberIds"),
        ({"memberIds": [str(uuid4())]}, "memberIds"),
        ({"structureId": str(uuid4())}, "structureId"),
        ({"sectors": ["nope"]}, "sectors"),
        ({"programmeCode": "nope"}, "programmeCode"),
        ({"memberIds": [mentee.id], "sectors": ["G01"]}, ""),
    ):
        answer = await officer.put(f"/v1/staff/cohorts/{uuid4()}", {"name": "Mars", **changed})
        assert answer.status_code == 422, changed
        assert [error["field"] for error in answer.json()["errors"]] in ([field], [""]), answer.text
    assert await town.value("select count(*) from cohort where name = 'Mars'") == 0


async def test_who_is_erased_is_in_no_cohort(town: Town) -> None:
    market = Market(town)
    gone, other = await market.mentees(2)
    left, stays = await market.mentors(1, 1)
    cohort_id = await compose(town, [gone, other])
    given = {pair["mentee"]["memberId"]: pair["mentor"]["memberId"] for pair in await pairs(town, cohort_id)}
    await (left if given[other.id] == left.id else stays).delete("/v1/me")
    await gone.delete("/v1/me")
    assert [pair["mentor"] for pair in await pairs(town, cohort_id)] == [None]
    await send(town, cohort_id)
    assert [pair["why"]["code"] for pair in await pairs(town, cohort_id, "fallen")] == ["member-gone"]
    assert (await preview(town, cohort_id))["cohort"]["mentees"] == 1
