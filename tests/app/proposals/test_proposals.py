"""A tandem that staff propose: one card to both, answered by swipes, closed kindly."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from app.decks import store as decks
from app.proposals import service
from app.proposals.errors import NotProposable
from tests.app.shared_town import town
from tests.people import Caller, Town

__all__ = ["town"]

KINDLY = "Cette proposition est close."


async def propose(town: Town, mentee: Caller, mentor: Caller, note: str | None = None) -> str:
    body = {"menteeId": mentee.id, "mentorId": mentor.id, "note": note}
    answer = await (await town.staff("officer")).post("/v1/staff/proposals", body)
    assert answer.status_code == 201, answer.text
    proposal_id: str = answer.json()["id"]
    return proposal_id


async def proposals(caller: Caller) -> list[dict[str, Any]]:
    answer = await caller.get("/v1/proposals")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def state_of(town: Town, proposal_id: str) -> str:
    answer = await (await town.staff("reader")).get("/v1/staff/proposals")
    states: dict[str, str] = {item["id"]: item["state"] for item in answer.json()["items"]}
    return states[proposal_id]


async def test_a_proposed_card_comes_first_in_both_decks_and_says_by_whom(town: Town) -> None:
    mentee = await town.mentee()
    far = await town.mentor(sectors=["A01"], goals=["hire"], about="Au loin")
    others = [await town.mentor() for _ in range(3)]
    before = await mentee.dealt()
    assert far.id != before[0]
    await far.deck()
    await propose(town, mentee, far, "Vous parlez tous deux de la mer.")
    deck = await mentee.deck()
    assert [card["memberId"] for card in deck["cards"]][:1] == [far.id]
    assert {other.id for other in others} < {card["memberId"] for card in deck["cards"]}
    assert deck["cards"][0]["reasons"][0] == {"code": "proposed", "text": "Proposé·e par CCI Aix-Marseille-Provence"}
    assert len(deck["cards"][0]["reasons"]) <= 3
    assert "proposed" not in [reason["code"] for card in deck["cards"][1:] for reason in card["reasons"]]
    english = await far.get("/v1/deck", headers={"Accept-Language": "en"})
    first = english.json()["cards"][0]
    assert first["memberId"] == mentee.id
    assert first["reasons"][0]["text"] == "Proposed by CCI Aix-Marseille-Provence"
    assert (await mentee.deck())["cards"] == deck["cards"], "the same until it is swiped"


async def test_the_place_and_the_terms_of_a_proposed_card_are_known_when_it_is_swiped(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await propose(town, mentee, mentor)
    await mentee.deck()
    await mentee.like(mentor)
    shown = await town.rows("select position, terms, randomised from swipe_log where member_id = $1", mentee.id)
    assert [(row["position"], len(row["terms"]), row["randomised"]) for row in shown] == [(1, 4, False)]


async def test_both_read_the_note_and_who_proposes_and_are_told_without_a_private_word(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await propose(town, mentee, mentor, "  Vous parlez tous deux de la mer.  ")
    for caller, other in ((mentee, mentor), (mentor, mentee)):
        [item] = await proposals(caller)
        assert (item["memberId"], item["card"]["memberId"]) == (other.id, other.id)
        assert item["note"] == "Vous parlez tous deux de la mer."
        assert item["proposedBy"] == "CCI Aix-Marseille-Provence"
        assert (item["state"], item["yourVerdict"]) == ("open", None)
        assert item["nextStep"].startswith("Découvrez cette carte")
        notices = (await caller.get("/v1/notices")).json()["items"]
        assert [notice["kind"] for notice in notices] == ["TandemProposed"]
        assert "mer" not in str(notices)


@pytest.mark.parametrize("first", ["mentee", "mentor"])
async def test_two_likes_form_the_tandem_and_settle_the_proposal(town: Town, first: str) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    proposal_id = await propose(town, mentee, mentor)
    one, other = (mentee, mentor) if first == "mentee" else (mentor, mentee)
    liked = (await one.like(other)).json()
    assert liked["outcome"] == ("requested" if first == "mentee" else "waiting")
    assert (await proposals(one))[0]["yourVerdict"] == "like"
    assert (await proposals(other))[0]["yourVerdict"] is None, "what the other said is not told"
    assert (await other.like(one)).json()["outcome"] == "tandem"
    assert await state_of(town, proposal_id) == "formed"
    for caller in (mentee, mentor):
        assert [item["state"] for item in await proposals(caller)] == ["tandem"]
        assert len(await caller.tandems()) == 1


async def test_likes_that_cross_on_a_proposal_form_one_tandem(town: Town) -> None:
    couples = [(await town.mentee(), await town.mentor()) for _ in range(8)]
    for mentee, mentor in couples:
        await propose(town, mentee, mentor)
    likes = [one.like(other) for couple in couples for one, other in (couple, couple[::-1]) for _ in range(2)]
    answers = await asyncio.gather(*likes)
    assert {answer.status_code for answer in answers} == {200}
    for mentee, mentor in couples:
        assert len(await mentee.tandems()) == 1
        [state] = await town.rows("select state from proposal where mentee_id = $1", mentee.id)
        assert state["state"] == "formed"
        told = await town.rows(
            "select recipient_id::text as id from outbox where kind = 'TandemFormed' and recipient_id in ($1, $2)",
            mentee.id,
            mentor.id,
        )
        assert sorted(row["id"] for row in told) == sorted([mentee.id, mentor.id])


@pytest.mark.parametrize("who", ["mentee", "mentor"])
async def test_a_pass_closes_it_and_the_other_reads_only_kind_words(town: Town, who: str) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    proposal_id = await propose(town, mentee, mentor)
    one, other = (mentee, mentor) if who == "mentee" else (mentor, mentee)
    await other.like(one)
    assert (await one.pass_(other)).json()["outcome"] == "passed"
    assert await state_of(town, proposal_id) == "declined"
    [item] = await proposals(other)
    assert (item["state"], item["yourVerdict"]) == ("closed", "like")
    assert item["nextStep"].startswith(KINDLY)
    await town.carry()
    assert (await other.notices())[-1] == ("ProposalClosed" if who == "mentee" else "RequestClosed")


async def test_who_has_not_answered_is_not_told_of_a_pass_and_finds_an_ordinary_card(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await propose(town, mentee, mentor)
    assert (await mentor.deck(50))["cards"][0]["reasons"][0]["code"] == "proposed"
    await mentee.pass_(mentor)
    await town.carry()
    assert await mentor.notices() == []
    reasons = {card["memberId"]: card["reasons"] for card in (await mentor.deck(50))["cards"]}
    assert "proposed" not in [reason["code"] for reason in reasons[mentee.id]]
    inbox = (await mentor.get("/v1/notices")).json()["items"]
    assert [notice["read"] for notice in inbox] == [True], "it is news no more"


async def test_a_card_passed_before_may_be_proposed_and_the_pass_is_lifted(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    for one, other in ((mentee, mentor), (mentor, mentee)):
        await one.pass_(other)
        assert other.id not in await one.dealt()
    await propose(town, mentee, mentor)
    assert (await mentee.dealt())[0] == mentor.id
    assert (await mentor.dealt())[0] == mentee.id
    assert (await mentee.like(mentor)).json()["outcome"] == "requested"
    assert (await mentor.like(mentee)).json()["outcome"] == "tandem"


async def test_an_old_yes_is_no_answer_to_a_new_proposal(town: Town) -> None:
    """They were in a tandem before: one like alone must not form another."""
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    tandem_id = (await mentor.accept(mentee)).json()["id"]
    await mentee.put(f"/v1/tandems/{tandem_id}/closure", {"reason": "goal-reached"})
    await town.run("update tandem set state = 'closed', moved_for = 'ended', moved_by = 'mentee' where id = $1 "
                   "and state <> 'closed'", tandem_id)  # fmt: skip
    await town.run("update request set closed_at = now() - interval '31 days' where mentee_id = $1", mentee.id)
    await propose(town, mentee, mentor)
    assert (await mentee.like(mentor)).json()["outcome"] == "requested"


async def test_a_mentors_early_yes_still_stands_and_they_are_not_asked_again(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentor.like(mentee)
    await propose(town, mentee, mentor)
    await town.carry()
    assert (await mentor.notices(), await mentee.notices()) == ([], ["TandemProposed"])
    assert (await mentee.like(mentor)).json()["outcome"] == "tandem"


async def test_proposing_again_while_it_is_open_answers_the_same_one(town: Town) -> None:
    mentee, mentor, officer = await town.mentee(), await town.mentor(), await town.staff("officer")
    body = {"menteeId": mentee.id, "mentorId": mentor.id}
    answers = await asyncio.gather(*(officer.post("/v1/staff/proposals", body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await town.value("select count(*) from outbox where recipient_id = $1", mentor.id) == 1
    written = await town.rows(
        "select act from audit_entry join audit_detail on entry_id = id where subject_id = $1",
        UUID(answers[0].json()["id"]),
    )
    assert [row["act"] for row in written] == ["propose-tandem"]


async def test_a_mentees_like_counts_among_the_five_that_may_wait(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await propose(town, mentee, mentor)
    for _ in range(5):
        assert (await mentee.like(await town.mentor())).status_code == 200
    refused = await mentee.like(mentor)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tandem:request-limit")
    assert (await proposals(mentee))[0]["yourVerdict"] is None, "nothing is stored"
    assert (await mentor.like(mentee)).json()["outcome"] == "waiting"
    assert (await mentee.like(mentor)).json()["outcome"] == "tandem", "a second yes needs no request"


async def test_a_mentor_who_fills_up_before_the_second_yes_is_told_so_and_nothing_is_lost(town: Town) -> None:
    mentee, rival, mentor = await town.mentee(), await town.mentee(), await town.mentor(capacity=1)
    proposal_id = await propose(town, mentee, mentor)
    await mentee.like(mentor)
    await rival.like(mentor)
    await mentor.accept(rival)
    refused = await mentor.like(mentee)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tandem:mentor-full")
    assert await state_of(town, proposal_id) == "open", "it holds no seat, and is not lost for want of one"


async def test_a_proposal_ends_after_fourteen_days_and_who_said_yes_is_told(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    proposal_id = await propose(town, mentee, mentor)
    await mentor.like(mentee)
    [item] = await proposals(mentor)
    assert item["expiresAt"][:10] > item["sentAt"][:10]
    assert await town.value("select expires_at - sent_at = interval '14 days' from proposal where id = $1", proposal_id)
    await town.run("update proposal set expires_at = now() where id = $1", proposal_id)
    assert (await proposals(mentor))[0]["state"] == "closed", "before the job has run, too"
    assert await service.expire_overdue(town.db) == 1
    assert await service.expire_overdue(town.db) == 0
    assert await state_of(town, proposal_id) == "expired"
    await town.carry()
    assert await mentor.notices() == ["ProposalClosed"]
    card = next(card for card in (await mentee.deck(50))["cards"] if card["memberId"] == mentor.id)
    assert "proposed" not in [reason["code"] for reason in card["reasons"]]


async def test_staff_withdraw_what_has_no_answer_and_may_propose_it_again_at_once(town: Town) -> None:
    mentee, mentor, officer = await town.mentee(), await town.mentor(), await town.staff("officer")
    proposal_id = await propose(town, mentee, mentor)
    for _ in range(2):
        assert (await officer.delete(f"/v1/staff/proposals/{proposal_id}")).status_code == 204
    assert await state_of(town, proposal_id) == "withdrawn"
    assert [item["state"] for item in await proposals(mentee)] == ["closed"]
    again = await propose(town, mentee, mentor)
    assert [item["id"] for item in await proposals(mentee)] == [again, proposal_id]
    await mentee.pass_(mentor)
    refused = await officer.delete(f"/v1/staff/proposals/{again}")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tandem:proposal-closed")


async def test_a_block_ends_a_proposal_and_staff_do_not_learn_of_it(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    proposal_id = await propose(town, mentee, mentor)
    await mentor.put(f"/v1/blocks/{mentee.id}")
    assert await state_of(town, proposal_id) == "declined"
    assert (await proposals(mentee), await proposals(mentor)) == ([], [])
    await town.carry()
    assert await mentee.notices() == []


async def test_an_erasure_leaves_nothing_that_names_anybody(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await propose(town, mentee, mentor, "Une note sur elle.")
    assert (await mentee.delete("/v1/me")).status_code == 204
    assert await proposals(mentor) == []
    assert await town.value("select count(*) from proposal where mentor_id = $1", mentor.id) == 0
    left = await town.rows("select facts::text as facts from outbox where recipient_id = $1", mentor.id)
    assert [row["facts"] for row in left] == ["{}"]
    assert (await mentor.get("/v1/notices")).json()["items"] == []


async def test_a_deck_dealt_while_a_tandem_is_proposed_does_not_hide_it(town: Town) -> None:
    """Whoever had read the proposals before this one was sent must not keep the deck they made of it."""
    mentee, mentor = await town.mentee(), await town.mentor()
    async with town.db.connection() as connection:
        before = await decks.check_deck(connection, mentee.uid, [])
        assert before is not None
        assert before.dealt_at is None
        await propose(town, mentee, mentor)
        assert await decks.put_deal(connection, before.id, [], before.dealt_at) is None
        again = await decks.check_deck(connection, mentee.uid, [])
        assert again is not None
        assert await decks.put_deal(connection, again.id, [], again.dealt_at) is not None


async def test_decks_that_are_dealt_while_tandems_are_proposed_begin_with_them_afterwards(town: Town) -> None:
    couples = [(await town.mentee(), await town.mentor()) for _ in range(6)]
    calls = [(mentee.deck(), propose(town, mentee, mentor), mentee.deck()) for mentee, mentor in couples]
    await asyncio.gather(*(call for three in calls for call in three))
    assert [(await mentee.dealt(1))[0] for mentee, _ in couples] == [mentor.id for _, mentor in couples]


async def _blocked(town: Town, mentee: Caller, mentor: Caller) -> None:
    await mentee.put(f"/v1/blocks/{mentor.id}")


async def _blocked_by_the_other(town: Town, mentee: Caller, mentor: Caller) -> None:
    await mentor.put(f"/v1/blocks/{mentee.id}")


async def _asked(town: Town, mentee: Caller, mentor: Caller) -> None:
    await mentee.like(mentor)


async def _refused(town: Town, mentee: Caller, mentor: Caller) -> None:
    await mentee.like(mentor)
    await mentor.refuse(mentee)
    await town.run("update request set closed_at = now() - interval '179 days' where mentee_id = $1", mentee.id)


async def _in_tandem(town: Town, mentee: Caller, mentor: Caller) -> None:
    await mentee.like(mentor)
    await mentor.accept(mentee)


async def _in_another_tandem(town: Town, mentee: Caller, mentor: Caller) -> None:
    await _in_tandem(town, mentee, await town.mentor())
    await town.run("update programme set one_tandem_at_a_time = true")


async def _five_wait(town: Town, mentee: Caller, mentor: Caller) -> None:
    for _ in range(5):
        await mentee.like(await town.mentor())


async def _declined(town: Town, mentee: Caller, mentor: Caller) -> None:
    await propose(town, mentee, mentor)
    await mentee.pass_(mentor)
    await town.run("update proposal set closed_at = now() - interval '179 days' where mentee_id = $1", mentee.id)


async def _paused(town: Town, mentee: Caller, mentor: Caller) -> None:
    await mentor.put("/v1/me/pause")


async def _mentee_paused(town: Town, mentee: Caller, mentor: Caller) -> None:
    await mentee.put("/v1/me/pause")


def _set(statement: str) -> Any:
    async def change(town: Town, mentee: Caller, mentor: Caller) -> None:
        await town.run(statement, mentee.id if "mentee" in statement else mentor.id)

    return change


OBSTACLES: dict[str, list[Any]] = {
    "kept-apart": [
        _blocked,
        _blocked_by_the_other,
        _set("update member set hidden_at = now() where id = $1"),
        _set("update member set suspended_at = now() where id = $1 and role = 'mentee'"),
    ],
    "request-waiting": [_asked],
    "answered-lately": [_refused, _declined],
    "tandem-already-formed": [_in_tandem],
    "mentee-in-tandem": [_in_another_tandem],
    "mentee-waits": [_five_wait],
    "mentor-paused": [_paused],
    "mentee-paused": [_mentee_paused],
    "mentor-unverified": [_set("update mentor set verified_at = null where id = $1")],
    "mentor-without-seat": [_set("update mentor set seats_taken = capacity where id = $1")],
    "guardian-awaited": [
        _set("update member set birth_date = current_date - interval '17 years' where id = $1 and role = 'mentee'")
    ],
    "no-common-language": [_set("update member set languages = '{en}' where id = $1")],
}


@pytest.mark.parametrize(("why", "ways"), OBSTACLES.items(), ids=OBSTACLES)
async def test_what_the_rules_forbid_is_refused_with_its_reason(town: Town, why: str, ways: list[Any]) -> None:
    officer = await town.staff("officer")
    for way in ways:
        mentee, mentor = await town.mentee(), await town.mentor()
        await way(town, mentee, mentor)
        before = await town.value("select count(*) from proposal")
        answer = await officer.post("/v1/staff/proposals", {"menteeId": mentee.id, "mentorId": mentor.id})
        assert (answer.status_code, answer.json()["type"]) == (409, f"urn:tandem:{why}"), way
        assert await town.value("select count(*) from proposal") == before
        await town.run("update programme set one_tandem_at_a_time = false")


async def test_a_gate_of_training_and_ways_that_do_not_meet_are_in_the_way_too(town: Town) -> None:
    officer, mentee = await town.staff("officer"), await town.mentee(modalities=["remote"])
    mentor = await town.mentor(modalities=["in_person"])
    body = {"menteeId": mentee.id, "mentorId": mentor.id}
    assert (await officer.post("/v1/staff/proposals", body)).json()["type"] == "urn:tandem:no-common-way"
    await town.run("update programme set training_required = true")
    assert (await officer.post("/v1/staff/proposals", body)).json()["type"] == "urn:tandem:mentor-untrained"
    await town.run("update programme set training_required = false")


async def test_a_role_in_the_wrong_field_is_an_unknown_member(town: Town) -> None:
    officer, mentee, mentor = await town.staff("officer"), await town.mentee(), await town.mentor()
    answer = await officer.post("/v1/staff/proposals", {"menteeId": mentor.id, "mentorId": mentee.id})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["menteeId", "mentorId"]


def test_each_obstacle_has_a_name_of_its_own() -> None:
    names = [kind.type for kind in NotProposable.__subclasses__()]
    assert len(set(names)) == len(names)
