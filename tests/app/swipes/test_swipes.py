"""What a swipe comes to."""

from collections.abc import Mapping
from uuid import uuid4

from tests.people import Caller, Town


async def test_a_mentees_like_asks_the_mentor(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    answer = await mentee.like(mentor, "Bonjour, j'aimerais apprendre votre métier.")
    assert answer.status_code == 200
    assert answer.json() == {"memberId": mentor.id, "verdict": "like", "outcome": "requested", "tandemId": None}
    [request] = await mentor.requests("received")
    assert (request["memberId"], request["state"], request["opened"]) == (mentee.id, "waiting", False)
    assert request["message"] == "Bonjour, j'aimerais apprendre votre métier."


async def test_repeating_a_like_changes_nothing(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    first = await mentee.like(mentor, "Une fois")
    again = await mentee.like(mentor, "Deux fois")
    assert again.json() == first.json()
    assert [request["message"] for request in await mentor.requests("received")] == ["Une fois"]
    assert await town.value("select count(*) from swipe_log") == 1
    assert await town.value("select count(*) from outbox") == 1


async def test_the_mentors_like_of_a_request_forms_the_tandem(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    formed = (await mentor.like(mentee)).json()
    assert formed["outcome"] == "tandem"
    assert [tandem["id"] for tandem in await mentee.tandems()] == [formed["tandemId"]]
    assert (await mentee.like(mentor)).json()["tandemId"] == formed["tandemId"]


async def test_a_mentor_may_like_first_and_nobody_knows(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    assert (await mentor.like(mentee)).json()["outcome"] == "waiting"
    assert await mentee.requests("sent") == []
    assert await town.value("select seats_taken from mentor where id = $1", mentor.id) == 0
    assert await town.value("select count(*) from outbox") == 0
    assert (await mentee.like(mentor)).json()["outcome"] == "tandem"


async def test_a_like_for_a_mentor_who_liked_first_and_has_filled_up_waits(town: Town) -> None:
    mentee, other = await town.mentee(), await town.mentee()
    mentor = await town.mentor(capacity=1)
    await mentor.like(mentee)
    await other.like(mentor)
    assert (await mentor.like(other)).json()["outcome"] == "tandem"
    assert (await mentee.like(mentor)).json()["outcome"] == "requested"
    assert [request["state"] for request in await mentee.requests("sent")] == ["parked"]


async def test_a_like_for_a_paused_mentor_who_liked_first_waits(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentor.like(mentee)
    await mentor.put("/v1/me/pause")
    assert (await mentee.like(mentor)).json()["outcome"] == "requested"
    assert [request["state"] for request in await mentee.requests("sent")] == ["parked"]


async def test_turning_a_like_into_a_pass_withdraws_the_request(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    assert (await mentee.pass_(mentor)).json()["outcome"] == "passed"
    assert await town.value("select state from request") == "withdrawn"
    assert await town.value("select requests_waiting from mentee where id = $1", mentee.id) == 0


async def test_a_mentors_pass_refuses_the_request(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    assert (await mentor.pass_(mentee)).json()["outcome"] == "passed"
    assert await town.value("select state from request") == "refused"
    await town.carry()
    assert await mentee.notices() == ["RequestClosed"]


async def test_a_pass_says_nothing_to_those_in_tandem(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    await mentor.accept(mentee)
    assert (await mentee.pass_(mentor)).json()["outcome"] == "tandem"
    assert len(await mentor.tandems()) == 1


async def test_nobody_swipes_themselves_their_own_role_or_who_is_hidden(town: Town) -> None:
    mentee, other = await town.mentee(), await town.mentee()
    unverified = await town.mentor(verified=False)
    suspended = await town.mentor()
    await town.run("update member set suspended_at = now() where id = $1", suspended.id)
    unknown = Caller(town, "", "", str(uuid4()))
    for card in (mentee, other, unverified, suspended, unknown):
        for answer in (await mentee.like(card), await mentee.pass_(card)):
            assert answer.status_code == 404
            assert answer.json()["type"] == "urn:tandem:not-found"
    assert await town.value("select count(*) from pair") == 0


async def test_an_undone_like_was_never_there(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    assert (await mentee.undo(mentor)).status_code == 204
    assert await mentor.requests("received") == []
    assert await mentee.requests("sent") == []
    assert mentor.id in await mentee.dealt()
    await town.carry()
    assert await mentor.notices() == []


async def test_a_like_after_an_undo_asks_again_and_tells_once(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    for _ in range(3):
        await mentee.like(mentor, "Bonjour")
        await town.carry()
        await mentee.undo(mentor)
    assert (await mentee.like(mentor, "Bonjour !")).json()["outcome"] == "requested"
    await town.carry()
    assert await mentor.notices() == ["RequestReceived"]
    assert [request["message"] for request in await mentor.requests("received")] == ["Bonjour !"]


async def test_an_undone_pass_brings_the_card_back(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.pass_(mentor)
    assert mentor.id not in await mentee.dealt()
    assert (await mentee.undo(mentor)).status_code == 204
    assert mentor.id in await mentee.dealt()


async def test_an_opened_request_is_not_undone(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    assert (await mentor.put(f"/v1/requests/{mentee.id}/opening")).status_code == 204
    refused = await mentee.undo(mentor)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:tandem:request-already-opened")
    assert [request["opened"] for request in await mentee.requests("sent")] == [True]


async def test_a_tandem_is_not_undone_by_either(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    await mentor.accept(mentee)
    for answer in (await mentee.undo(mentor), await mentor.undo(mentee)):
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:tandem-already-formed")


async def test_a_refusal_is_not_undone(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    await mentor.refuse(mentee)
    answer = await mentor.undo(mentee)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:request-closed")


async def test_undoing_what_was_never_swiped_is_fine(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    assert (await mentee.undo(mentor)).status_code == 204
    assert await town.value("select count(*) from swipe_log") == 0


async def test_the_swipe_log_keeps_position_and_terms_of_the_card_as_dealt(town: Town) -> None:
    mentee = await town.mentee()
    for _ in range(3):
        await town.mentor()
    dealt = await mentee.dealt()
    await mentee.put(f"/v1/swipes/{dealt[1]}", {"verdict": "pass"})
    await mentee.put(f"/v1/swipes/{dealt[2]}", {"verdict": "like"})
    rows = await town.rows("select verdict, position, terms from swipe_log order by id")
    assert [(row["verdict"], row["position"]) for row in rows] == [("pass", 2), ("like", 3)]
    assert [list(row["terms"]) for row in rows] == [[1, 1, 1, 0.5]] * 2


async def offline(caller: Caller, *swipes: Mapping[str, object]) -> list[dict[str, object]]:
    answer = await caller.post("/v1/swipes", {"swipes": swipes})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, object]] = answer.json()["results"]
    return results


async def test_offline_swipes_are_answered_in_the_order_given_and_done_in_the_order_made(town: Town) -> None:
    mentee, mentor, other = await town.mentee(), await town.mentor(), await town.mentor()
    results = await offline(
        mentee,
        {"memberId": mentor.id, "verdict": "like", "swipedAt": "2026-11-20T10:00:02Z", "message": "Finalement oui"},
        {"memberId": other.id, "verdict": "pass", "swipedAt": "2026-11-20T10:00:01Z"},
        {"memberId": mentor.id, "verdict": "pass", "swipedAt": "2026-11-20T10:00:00Z"},
    )
    assert [result["outcome"] for result in results] == ["requested", "passed", "passed"]
    assert [request["message"] for request in await mentor.requests("received")] == ["Finalement oui"]


async def test_a_refused_offline_swipe_does_not_stop_the_others(town: Town) -> None:
    mentee = await town.mentee()
    mentors = [await town.mentor() for _ in range(6)]
    likes = [
        {"memberId": mentor.id, "verdict": "like", "swipedAt": f"2026-11-20T10:00:0{place}Z"}
        for place, mentor in enumerate(mentors)
    ]
    unknown = {"memberId": str(uuid4()), "verdict": "pass", "swipedAt": "2026-11-20T09:00:00Z"}
    results = await offline(mentee, unknown, *likes)
    assert [result.get("status") for result in results] == [404, None, None, None, None, None, 409]
    assert results[-1]["type"] == "urn:tandem:request-limit"
    assert results[-1]["memberId"] == mentors[-1].id
    assert await town.value("select count(*) from request where state = 'waiting'") == 5


async def test_a_batch_sent_twice_is_stored_once(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    swipe = {"memberId": mentor.id, "verdict": "like", "swipedAt": "2026-11-20T10:00:00Z"}
    first, again = await offline(mentee, swipe), await offline(mentee, swipe)
    assert first == again
    assert await town.value("select count(*) from request") == 1


async def test_a_phones_clock_is_not_trusted(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await offline(mentee, {"memberId": mentor.id, "verdict": "pass", "swipedAt": "2099-01-01T00:00:00Z"})
    assert mentor.id not in await mentee.dealt()
    assert await town.value("select mentee_swiped_at <= now() from pair")
    await offline(mentee, {"memberId": mentor.id, "verdict": "like", "swipedAt": "1970-01-01T00:00:00Z"})
    assert [request["state"] for request in await mentee.requests("sent")] == ["waiting"]
