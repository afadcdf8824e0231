"""Bans: two decide, everything ends, nobody comes back by another way; and all of it can be lifted."""

import asyncio

import asyncpg
import pytest

from app.sanctions import upkeep
from tests.app.reports.cases import in_tandem
from tests.app.sanctions.cases import banned, confirm, given, lift, own, soon, type_of_deck
from tests.people import MENTEE, Town


async def test_a_ban_is_nothing_before_somebody_else_confirms_it(town: Town) -> None:
    mentee, mentor, _ = await in_tandem(town)
    one, other = await town.staff("moderator"), await town.staff()
    sanction_id = await given(one, mentor, "ban")
    assert (await own(mentor), (await mentor.get("/v1/deck")).status_code) == ([], 200)
    refused = await confirm(one, sanction_id)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tandem:needs-somebody-else")
    assert (await confirm(other, sanction_id)).json()["confirmedBy"] == other.id
    assert await type_of_deck(mentor) == (403, "urn:tandem:member-suspended")
    assert await town.value("select state || ' ' || closed_reason from tandem") == "closed suspended"
    assert await town.value("select seats_taken from mentor") == 0
    assert (await confirm(other, sanction_id)).status_code == 200
    await town.carry()
    assert (await mentor.notices())[-1] == "SanctionGiven"
    assert await mentor.get("/v1/tandems")
    assert [tandem["state"] for tandem in await mentee.tandems()] in ([], ["closed"])


async def test_the_database_itself_asks_for_four_eyes(town: Town) -> None:
    one, mentee = await town.staff("moderator"), await town.mentee()
    sanction_id = await given(one, mentee, "ban")
    for naive in (
        "update sanction set state = 'active' where id = $1",
        "update sanction set state = 'active', confirmed_by = given_by, confirmed_at = now() where id = $1",
        "update sanction set state = 'lifted', lifted_at = now() where id = $1",
    ):
        with pytest.raises(asyncpg.CheckViolationError):
            await town.run(naive, sanction_id)
    assert await town.value("select state from sanction") == "proposed"


async def test_a_ban_confirmed_by_many_at_once_is_in_force_once(town: Town) -> None:
    await town.tree()
    mentee = await town.mentee()
    proposer = await town.staff("moderator")
    others = [await town.staff(), *[await town.staff(role, "club-13") for role in ("moderator", "administrator")]]
    sanction_id = await given(proposer, mentee, "ban")
    answers = await asyncio.gather(*(confirm(one, sanction_id) for one in (proposer, *others)))
    codes = [answer.status_code for answer in answers]
    assert codes[0] == 409
    assert sorted(codes[1:]) == [200, 409, 409]
    assert await town.value("select count(*) from outbox where kind = 'SanctionGiven'") == 1
    assert await town.value("select count(*) from audit_entry where act = 'confirm-ban'") == 1


async def test_a_proposed_ban_is_withdrawn_without_a_word_to_the_member(town: Town) -> None:
    mentee, moderator = await town.mentee(), await town.staff("moderator")
    sanction_id = await given(moderator, mentee, "ban")
    assert (await lift(moderator, sanction_id)).json()["state"] == "withdrawn"
    assert (await confirm(await town.staff(), sanction_id)).json()["type"] == "urn:tandem:nothing-to-confirm"
    await town.carry()
    assert (await own(mentee), await mentee.notices()) == ([], [])


async def test_the_banned_do_not_come_back_by_another_sign_in_or_after_erasure(town: Town) -> None:
    mentee, mentor, moderator, other = (
        await town.mentee(), await town.mentor(), await town.staff("moderator"), await town.staff()
    )  # fmt: skip
    sanction_id = await banned(moderator, other, mentee)
    await given(moderator, mentor, "warning")
    for member in (mentee, mentor):
        assert (await member.delete("/v1/me")).status_code == 204
    refused = await mentee.put("/v1/me", MENTEE)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:tandem:account-barred")
    assert (await mentor.put("/v1/me", MENTEE)).status_code == 201
    marks = await town.rows("select mark, sanction_id::text from bar")
    assert {row["sanction_id"] for row in marks} == {sanction_id}
    assert len(marks) == 2
    assert not any(mentee.phone.encode() in row["mark"] for row in marks)


async def test_an_erased_members_bar_is_lifted_by_their_number_within_the_structure(town: Town) -> None:
    await town.tree()
    mentee, moderator, other = await town.mentee(), await town.staff("moderator"), await town.staff()
    sanction_id = await banned(moderator, other, mentee)
    body = {"phone": mentee.phone.replace("+33", "0"), "why": "Confondue avec une autre."}
    # While the account is there, the sanction itself is lifted.
    assert (await moderator.post("/v1/staff/readmissions", body)).status_code == 422
    assert (await mentee.delete("/v1/me")).status_code == 204
    below = await town.staff("moderator", "antenne-nord")
    for asking, phone in ((below, body["phone"]), (moderator, "pas un numéro")):
        refused = await asking.post("/v1/staff/readmissions", body | {"phone": phone})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "phone")
    assert (await mentee.put("/v1/me", MENTEE)).status_code == 403
    answers = await asyncio.gather(*(moderator.post("/v1/staff/readmissions", body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [204, 422, 422, 422, 422]
    [entry] = (await other.get("/v1/staff/audit?act=let-in-again")).json()["items"]
    assert (entry["subjectId"], entry["why"]) == (sanction_id, "Confondue avec une autre.")
    assert await town.value("select count(*) from bar") == 0
    assert (await mentee.put("/v1/me", MENTEE)).status_code == 201


async def test_a_bar_of_unknown_origin_is_lifted_at_the_top_alone(town: Town) -> None:
    await town.tree()
    mentee = await town.mentee()
    await given(await town.staff("moderator"), mentee, "suspension")
    assert (await mentee.delete("/v1/me")).status_code == 204
    await town.run("update bar set structure_id = null")
    body = {"phone": mentee.phone, "why": "Peine levée."}
    for structure, status in (("cci-amp", 422), ("club-13", 422), ("national", 204)):
        moderator = await town.staff("moderator", structure)
        assert (await moderator.post("/v1/staff/readmissions", body)).status_code == status
    assert (await mentee.put("/v1/me", MENTEE)).status_code == 201


async def test_only_the_same_number_or_sign_in_is_barred(town: Town) -> None:
    mentee, moderator = await town.mentee(), await town.staff("moderator")
    sanction_id = await given(moderator, mentee, "suspension", untilOn=soon())
    uid = await town.value("update member set uid = 'another' returning uid")
    assert uid == "another"
    assert (await mentee.put("/v1/me", MENTEE)).status_code == 403
    assert (await town.stranger().put("/v1/me", MENTEE)).status_code == 201
    await town.run("update bar set until = now() - interval '1 second'")
    await lift(moderator, sanction_id)
    assert await town.value("select count(*) from bar") == 0
    assert (await mentee.put("/v1/me", MENTEE)).status_code == 201


async def test_what_crossed_a_ban_is_ended_after_all(town: Town) -> None:
    _, mentor, _ = await in_tandem(town)
    moderator, other = await town.staff("moderator"), await town.staff()
    await banned(moderator, other, mentor)
    asking = await town.mentee()
    await town.run(
        "insert into pair (mentee_id, mentor_id, mentee_verdict, mentee_swiped_at) values ($1, $2, 'like', now())",
        asking.id,
        mentor.id,
    )
    await town.run("insert into request (mentee_id, mentor_id) values ($1, $2)", asking.id, mentor.id)
    assert await upkeep.keep(town.db) == 1
    assert await upkeep.keep(town.db) == 0
    assert await town.value("select requests_waiting from mentee where id = $1", asking.id) == 0


async def test_likes_that_cross_a_ban_leave_nothing_open(town: Town) -> None:
    mentor, moderator, other = await town.mentor(capacity=10), await town.staff("moderator"), await town.staff()
    mentees = [await town.mentee() for _ in range(6)]
    for mentee in mentees[:3]:
        await mentee.like(mentor)
    sanction_id = await given(moderator, mentor, "ban")
    await asyncio.gather(
        *(mentee.like(mentor) for mentee in mentees[3:]),
        *(mentor.accept(mentee) for mentee in mentees[:3]),
        confirm(other, sanction_id),
    )
    await upkeep.keep(town.db)
    assert await town.value("select count(*) from request where state = 'waiting'") == 0
    assert await town.value("select count(*) from tandem where state <> 'closed'") == 0
    assert await town.value("select seats_taken + requests_waiting from mentor") == 0
    assert await town.value("select sum(requests_waiting + tandems_open) from mentee") == 0
