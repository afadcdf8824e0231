"""Which cards are dealt, in which order, and why."""

import asyncio
from typing import Any

import msgspec
import pytest
import redis.asyncio as redis

from app.settings import Settings
from tests.people import Caller, Town


async def test_a_deck_is_the_same_until_it_is_swiped(town: Town) -> None:
    mentee = await town.mentee()
    for _ in range(5):
        await town.mentor()
    first = await mentee.deck(3)
    assert await mentee.deck(3) == first
    swiped = first["cards"][0]["memberId"]
    await mentee.put(f"/v1/swipes/{swiped}", {"verdict": "pass"})
    dealt = [card["memberId"] for card in first["cards"]]
    assert (await mentee.dealt(2)) == dealt[1:]


async def test_both_roles_are_dealt(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    assert await mentee.dealt() == [mentor.id]
    assert await mentor.dealt() == [mentee.id]


async def test_a_card_shows_what_it_must_and_no_more(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor(about="Vingt ans de cuisine.")
    [card] = (await mentee.deck())["cards"]
    assert card.pop("reasons")
    assert card.pop("photoUrl").startswith("/v1/portraits/")
    assert card == {
        "memberId": mentor.id,
        "role": "mentor",
        "firstName": "Karim",
        "jobTitle": "Chef de cuisine",
        "company": "Le Petit Cours",
        "areaName": "Marseille 8e Arrondissement",
        "sectors": ["G01"],
        "goals": ["find-internship", "build-network"],
        "modalities": ["in_person", "remote"],
        "about": "Vingt ans de cuisine.",
        "photoHash": None,
    }


async def test_the_nearer_sector_and_the_shared_goals_come_first(town: Town) -> None:
    mentee = await town.mentee(goals=["find-internship", "dare-to-apply"])
    far = await town.mentor(sectors=["A01"], goals=["hire"])
    same_field = await town.mentor(sectors=["G02"], goals=["find-internship"])
    best = await town.mentor(sectors=["G01"], goals=["find-internship", "dare-to-apply"])
    assert await mentee.dealt() == [best.id, same_field.id, far.id]


async def test_a_mentor_whom_many_wait_for_comes_later(town: Town) -> None:
    asked, free = await town.mentor(), await town.mentor()
    for _ in range(3):
        await (await town.mentee()).like(asked)
    assert await (await town.mentee()).dealt() == [free.id, asked.id]


async def test_reasons_are_said_in_the_callers_language(town: Town) -> None:
    mentee = await town.mentee()
    await town.mentor()
    french = (await mentee.deck())["cards"][0]["reasons"]
    english = (await mentee.get("/v1/deck", headers={"Accept-Language": "en"})).json()["cards"][0]["reasons"]
    assert (
        [reason["code"] for reason in french] == [reason["code"] for reason in english] == ["sector", "goals", "place"]
    )
    assert french[0]["text"].startswith("Même secteur : ")
    assert english[0]["text"].startswith("Same sector: ")
    assert french[1]["text"].startswith("Peut vous aider : ")
    assert not any(character.isdigit() for character in french[2]["text"])


async def paused(town: Town, mentor: Caller) -> None:
    await mentor.put("/v1/me/pause")


async def filled(town: Town, mentor: Caller) -> None:
    await mentor.call("PATCH", "/v1/me", json={"capacity": 1})
    mentee = await town.mentee()
    await mentee.like(mentor)
    assert (await mentor.accept(mentee)).status_code == 201


async def suspended(town: Town, mentor: Caller) -> None:
    await town.run("update member set suspended_at = now() where id = $1", mentor.id)


async def erased(town: Town, mentor: Caller) -> None:
    assert (await mentor.delete("/v1/me")).status_code == 204


async def blocking(town: Town, mentor: Caller) -> None:
    [mentee] = [row["id"] for row in await town.rows("select id from mentee order by id limit 1")]
    assert (await mentor.put(f"/v1/blocks/{mentee}")).status_code == 204


@pytest.mark.parametrize("change", [paused, filled, suspended, erased, blocking])
async def test_who_can_no_longer_be_met_leaves_a_cached_deck_at_once(town: Town, change: Any) -> None:
    mentee = await town.mentee()
    mentors = [await town.mentor() for _ in range(4)]
    assert len(await mentee.dealt(3)) == 3
    [leaving] = [mentor for mentor in mentors if mentor.id == (await mentee.dealt(3))[1]]
    await change(town, leaving)
    dealt = await mentee.dealt(3)
    assert leaving.id not in dealt
    assert len(dealt) == 3


async def test_who_comes_back_is_dealt_again(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentor.put("/v1/me/pause")
    assert await mentee.dealt() == []
    await mentor.delete("/v1/me/pause")
    assert await mentee.dealt() == [mentor.id]


async def test_no_card_is_dealt_without_a_common_language_or_way_to_meet(town: Town) -> None:
    mentee = await town.mentee(languages=["ar"], modalities=["in_person"])
    await town.mentor(languages=["fr"])
    await town.mentor(languages=["ar"], modalities=["remote"])
    both = await town.mentor(languages=["fr", "ar"])
    assert await mentee.dealt() == [both.id]


async def test_an_unverified_mentor_is_on_no_card_and_is_dealt_none(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor(verified=False)
    assert await mentee.dealt() == []
    refused = await mentor.get("/v1/deck")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:tandem:verification-pending")
    staff = await town.staff()
    assert (await staff.post(f"/v1/staff/members/{mentor.id}/verification")).status_code == 201
    assert await mentee.dealt() == [mentor.id]
    assert await mentor.dealt() == [mentee.id]


async def test_a_minor_is_dealt_once_the_guardian_agrees(town: Town) -> None:
    minor, mentor = await town.mentee(birthDate="2010-06-01"), await town.mentor()
    refused = await minor.get("/v1/deck")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:tandem:guardian-agreement-needed")
    assert (await minor.like(mentor)).status_code == 403
    assert await mentor.dealt() == []
    staff = await town.staff()
    assert (await staff.post(f"/v1/staff/members/{minor.id}/guardian-agreement")).status_code == 201
    assert await minor.dealt() == [mentor.id]
    assert await mentor.dealt() == [minor.id]


async def test_a_passed_card_comes_back_after_30_days_and_a_liked_one_does_not(town: Town) -> None:
    mentee = await town.mentee()
    passed, liked = await town.mentor(), await town.mentor()
    await mentee.pass_(passed)
    await mentee.like(liked)
    await town.run("update pair set mentee_swiped_at = now() - interval '29 days 23 hours'")
    assert await mentee.dealt() == []
    await town.run("update pair set mentee_swiped_at = now() - interval '30 days 1 hour'")
    assert await mentee.dealt() == [passed.id]


async def test_an_exhausted_deck_says_why_and_what_to_change(town: Town) -> None:
    mentee = await town.mentee(modalities=["in_person"])
    empty = await mentee.deck()
    assert (empty["cards"], empty["exhausted"]) == ([], True)
    assert "demain" in empty["advice"]
    await town.mentor(modalities=["remote"])
    assert "à distance" in (await mentee.deck())["advice"]
    await mentee.put("/v1/me/pause")
    assert "en pause" in (await mentee.deck())["advice"]


async def test_a_deck_with_enough_cards_is_not_exhausted(town: Town) -> None:
    mentee = await town.mentee()
    for _ in range(3):
        await town.mentor()
    deck = await mentee.deck(3)
    assert (len(deck["cards"]), deck["exhausted"], deck["advice"]) == (3, False, None)


async def test_a_changed_profile_deals_a_new_deck(town: Town) -> None:
    mentee = await town.mentee(sectors=["G01"], goals=["hire"])
    cook, grower = await town.mentor(sectors=["G01"]), await town.mentor(sectors=["A01"])
    assert await mentee.dealt() == [cook.id, grower.id]
    await mentee.call("PATCH", "/v1/me", json={"sectors": ["A01"]})
    assert await mentee.dealt() == [grower.id, cook.id]


async def test_a_changed_card_is_shown_as_it_is_now(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.deck(1)
    await mentor.call("PATCH", "/v1/me", json={"firstName": "Samir"})
    [card] = (await mentee.deck(1))["cards"]
    assert card["firstName"] == "Samir"


async def test_decks_are_right_without_redis(settings: Settings) -> None:
    without = msgspec.structs.replace(settings, redis_url="redis://127.0.0.1:1/0")
    async with Town.open(without) as town:
        mentee = await town.mentee()
        mentors = {(await town.mentor()).id for _ in range(4)}
        first = await mentee.dealt(4)
        assert set(first) == mentors
        assert await mentee.dealt(4) == first
        await mentee.put(f"/v1/swipes/{first[0]}", {"verdict": "pass"})
        assert await mentee.dealt(3) == first[1:]


async def test_nothing_of_anybody_is_kept_in_redis(town: Town) -> None:
    mentee = await town.mentee(about="canari-un")
    mentor = await town.mentor(about="canari-deux", firstName="Canari")
    await mentee.deck()
    async with redis.Redis.from_url(town.settings.redis_url) as client:
        kept = await client.get(f"deck:{mentee.uid}")
    assert isinstance(kept, bytes)
    assert mentor.id.encode() in kept
    assert b"anari" not in kept


async def test_a_change_in_a_slow_transaction_is_not_missed(town: Town) -> None:
    mentee, slow = await town.mentee(), await town.mentor()
    assert await mentee.dealt() == [slow.id]
    async with town.db.connection() as connection:
        begun = connection.transaction()
        await begun.start()
        await connection.execute("update member set sectors = '{A01}' where id = $1", slow.id)
        quick = await town.mentor(sectors=["G02"], goals=["hire"])
        assert await (await town.mentee()).dealt() == [slow.id, quick.id]
        await begun.commit()
    await asyncio.sleep(0.5)
    fresh = await town.mentee(goals=["hire"])
    assert await fresh.dealt() == [quick.id, slow.id]


async def test_a_second_process_sees_what_the_first_was_told(town: Town) -> None:
    mentee = await town.mentee()
    async with Town.open(town.settings) as other:
        mentor = await town.mentor()
        twin = Caller(other, mentee.phone, mentee.token, mentee.id)
        assert await twin.dealt() == [mentor.id]


async def test_processes_agree_on_a_deck_that_either_dealt(town: Town) -> None:
    mentee = await town.mentee()
    first, second = await town.mentor(), await town.mentor()
    async with Town.open(town.settings) as other:
        twin = Caller(other, mentee.phone, mentee.token, mentee.id)
        assert await mentee.dealt(2) == await twin.dealt(2) == [first.id, second.id]
        await second.like(mentee)
        await mentee.call("PATCH", "/v1/me", json={"sectors": ["G02"]})
        dealt = [await caller.deck(2) for caller in (mentee, twin, mentee, twin)]
        assert all(deck == dealt[0] for deck in dealt)
        assert await town.value("select count(distinct dealt_at) from deal where member_id = $1", mentee.id) == 1


async def test_a_deck_shown_again_is_said_in_each_callers_language_and_length(town: Town) -> None:
    mentee = await town.mentee()
    for _ in range(3):
        await town.mentor()
    french = await mentee.deck(3)
    english = (await mentee.get("/v1/deck?limit=3", headers={"accept-language": "en"})).json()
    assert [card["memberId"] for card in english["cards"]] == [card["memberId"] for card in french["cards"]]
    assert english["cards"][0]["reasons"] != french["cards"][0]["reasons"]
    assert (await mentee.deck(2))["cards"] == french["cards"][:2]
    assert await mentee.deck(3) == french
