"""Who may write, who is told of it, and what is asked first."""

import asyncio
from typing import Any
from uuid import UUID

from app.messages import store
from tests.api.ledger import everything
from tests.app.messages.talk import Pair, problem, said, say, texts
from tests.people import Caller, Town

CLOSE = "update tandem set state = 'closed', moved_for = 'ended', moved_by = 'mentee'"


async def notices_of(caller: Caller) -> list[dict[str, Any]]:
    items = (await caller.get("/v1/notices")).json()["items"]
    return [item for item in items if item["kind"] == "MessageReceived"]


async def test_a_closed_tandem_is_read_and_not_written_in(town: Town, pair: Pair) -> None:
    message = await said(pair, pair.mentee, "Bonjour")
    path = f"{pair.path}/{message['clientId']}"
    await town.run(CLOSE)
    assert problem(await say(pair, pair.mentor, "Encore un mot")) == (409, "tandem-closed")
    assert problem(await pair.mentee.call("PATCH", path, json={"text": "Bonsoir"})) == (409, "tandem-closed")
    assert problem(await pair.mentee.delete(path)) == (409, "tandem-closed")
    again = await say(pair, pair.mentee, "Bonjour", message["clientId"])
    assert (again.status_code, again.json()) == (200, message)
    assert await texts(pair, pair.mentor) == ["Bonjour"]
    assert (await pair.mentor.put(f"{pair.path}/read", {"sequence": 1})).status_code == 204


async def test_a_paused_tandem_is_written_in(town: Town, pair: Pair) -> None:
    await _both_sign(pair)
    assert (await pair.mentee.put(f"/v1/tandems/{pair.tandem_id}/pause")).is_success
    await said(pair, pair.mentor, "Je reviens lundi.")
    assert await texts(pair, pair.mentee) == ["Je reviens lundi."]


async def test_messages_and_a_closing_at_once_leave_no_gap_and_none_after_it(town: Town, pair: Pair) -> None:
    sending = [say(pair, caller, str(number)) for number in range(10) for caller in (pair.mentee, pair.mentor)]
    sent = [asyncio.create_task(one) for one in sending[:10]]
    closing = asyncio.create_task(town.run(CLOSE))
    sent += [asyncio.create_task(one) for one in sending[10:]]
    await closing
    stored = [answer.json()["sequence"] for answer in await asyncio.gather(*sent) if answer.is_success]
    assert sorted(stored) == list(range(1, len(stored) + 1))
    assert len(await texts(pair, pair.mentee, "after=0&limit=200")) == len(stored)


async def test_after_a_block_neither_reads_nor_writes(pair: Pair) -> None:
    message = await said(pair, pair.mentee, "Bonjour")
    await pair.mentee.put(f"/v1/blocks/{pair.mentor.id}")
    for caller in (pair.mentee, pair.mentor):
        assert problem(await caller.get(pair.path)) == (404, "not-found")
        assert problem(await say(pair, caller, "Bonjour", message["clientId"])) == (404, "not-found")
        assert problem(await caller.put(f"{pair.path}/read", {"sequence": 1})) == (404, "not-found")


async def test_a_strangers_talk_reads_as_missing(town: Town, pair: Pair) -> None:
    message = await said(pair, pair.mentee, "Bonjour")
    stranger, nowhere = await town.mentee(), Pair(pair.mentee, pair.mentor, str(UUID(int=7)))
    path = f"{pair.path}/{message['clientId']}"
    for of_another, missing in (
        (await stranger.get(pair.path), await stranger.get(nowhere.path)),
        (await say(pair, stranger, "Bonjour"), await say(nowhere, stranger, "Bonjour")),
        (await stranger.delete(path), await stranger.delete(f"{nowhere.path}/{message['clientId']}")),
    ):
        assert (of_another.status_code, of_another.content) == (404, missing.content)


async def test_a_minor_writes_and_is_written_to_once_the_guardian_agrees(town: Town, pair: Pair) -> None:
    await town.run("update member set birth_date = current_date - interval '16 years' where id = $1", pair.mentee.id)
    assert problem(await say(pair, pair.mentee, "Bonjour")) == (403, "guardian-agreement-needed")
    assert problem(await pair.mentee.get(pair.path)) == (403, "guardian-agreement-needed")
    assert problem(await say(pair, pair.mentor, "Bonjour")) == (403, "messages-not-open")
    await town.run("update member set guardian_agreed_at = now() where id = $1", pair.mentee.id)
    await said(pair, pair.mentee, "Bonjour")
    await said(pair, pair.mentor, "Bonjour")


async def test_who_writes_to_a_suspended_member_does_not_learn_of_it(town: Town, pair: Pair) -> None:
    await town.run("update member set suspended_at = now() where id = $1", pair.mentor.id)
    await said(pair, pair.mentee, "Bonjour")
    await town.carry()
    await town.run("update member set suspended_at = null where id = $1", pair.mentor.id)
    assert await texts(pair, pair.mentor) == ["Bonjour"]


async def test_one_notice_waits_however_many_messages_there_are(town: Town, pair: Pair) -> None:
    for number in range(3):
        await said(pair, pair.mentee, str(number))
    [notice] = await notices_of(pair.mentor)
    assert (notice["read"], notice["link"]) == (False, f"/tandems/{pair.tandem_id}/messages")
    await town.carry()
    assert (await pair.mentor.notices()).count("MessageReceived") == 1
    assert "MessageReceived" not in await pair.mentee.notices()
    await said(pair, pair.mentee, "encore")
    await town.carry()
    assert (await pair.mentor.notices()).count("MessageReceived") == 2


async def test_what_is_read_is_not_pushed(town: Town, pair: Pair) -> None:
    await said(pair, pair.mentee, "un")
    await said(pair, pair.mentee, "deux")
    await pair.mentor.put(f"{pair.path}/read", {"sequence": 1})
    assert [notice["read"] for notice in await notices_of(pair.mentor)] == [False]
    await pair.mentor.put(f"{pair.path}/read", {"sequence": 2})
    assert [notice["read"] for notice in await notices_of(pair.mentor)] == [True]
    await town.carry()
    assert "MessageReceived" not in await pair.mentor.notices()


async def test_what_is_deleted_in_time_is_not_pushed(town: Town, pair: Pair) -> None:
    message = await said(pair, pair.mentee, "oups")
    await pair.mentee.delete(f"{pair.path}/{message['clientId']}")
    await town.carry()
    assert "MessageReceived" not in await pair.mentor.notices()


async def test_no_push_holds_a_word_of_a_message(town: Town, pair: Pair) -> None:
    await said(pair, pair.mentee, "Zanzibar")
    assert await town.value("select count(*) from outbox where strpos(outbox::text, 'Zanzibar') > 0") == 0


async def test_words_that_may_hurt_are_asked_about_and_sent_when_sure(pair: Pair) -> None:
    hurtful = ["Espèce d'abruti", "T'ES NUL", "va te faire   foutre !", "You IDIOTS"]
    for number, text in enumerate(hurtful):
        asked = await say(pair, pair.mentee, text)
        assert problem(asked) == (409, "words-may-hurt")
        assert asked.json()["title"].endswith("?")
        assert await texts(pair, pair.mentor) == hurtful[:number]
        assert (await say(pair, pair.mentee, text, sure=True)).status_code == 201
    assert await texts(pair, pair.mentor) == hurtful


async def test_that_a_question_was_asked_is_stored_nowhere(town: Town, pair: Pair) -> None:
    before = await everything(town)
    assert (await say(pair, pair.mentee, "quel connard")).status_code == 409
    assert await everything(town) == before


async def test_everyday_words_are_not_asked_about(pair: Pair) -> None:
    for text in (
        "Je suis en retard, j'ai fermé la porte à clé.",
        "The pros and cons of a con artist film",
        "Rendez-vous le 12/05/2026 à 14h30, salle 204.",
        "Entre 1200 et 1500 euros, SIRET 732 829 320 00074.",
        "C'est la place du marché à 2 minutes.",
    ):
        await said(pair, pair.mentee, text)


async def test_contact_details_are_asked_about_until_both_have_signed(pair: Pair) -> None:
    details = [
        "Appelez-moi au 06 12 34 56 78.",
        "mon numero 0612345678",
        "+33.6.12.34.56.78",
        "ines@exemple.fr",
        "ines arobase gmail point com",
        "J'habite 12 bis, rue Paradis",
        "I live at 12 Baker Street",
    ]
    for text in details:
        assert problem(await say(pair, pair.mentee, text)) == (409, "contact-details-early"), text
        assert (await say(pair, pair.mentee, text, sure=True)).status_code == 201
    await _both_sign(pair)
    for text in details:
        await said(pair, pair.mentee, text)


async def test_an_edit_is_asked_about_too(pair: Pair) -> None:
    message = await said(pair, pair.mentee, "Bonjour")
    path = f"{pair.path}/{message['clientId']}"
    assert problem(await pair.mentee.call("PATCH", path, json={"text": "abruti"})) == (409, "words-may-hurt")
    assert await texts(pair, pair.mentor) == ["Bonjour"]
    assert (await pair.mentee.call("PATCH", path, json={"text": "abruti", "sure": True})).status_code == 200


async def test_only_one_of_the_two_can_hand_over_a_message_as_evidence(town: Town, pair: Pair) -> None:
    message = await said(pair, pair.mentee, "Bonjour")
    stranger = await town.mentor()
    await pair.mentor.put(f"/v1/blocks/{pair.mentee.id}")
    async with town.db.connection() as connection:
        evidence = await store.message_as_evidence(connection, UUID(pair.mentor.id), UUID(message["id"]))
        refused = await store.message_as_evidence(connection, UUID(stranger.id), UUID(message["id"]))
    assert refused is None
    assert evidence is not None
    assert (evidence.body, str(evidence.sender_id)) == ("Bonjour", pair.mentee.id)


async def test_an_erased_members_talk_is_gone_for_both(town: Town, pair: Pair) -> None:
    await said(pair, pair.mentee, "Zanzibar")
    await said(pair, pair.mentor, "Bonjour")
    assert "Zanzibar" in (await pair.mentee.get("/v1/me/export")).text
    assert "Zanzibar" not in (await pair.mentor.get("/v1/me/export")).text
    await pair.mentee.delete("/v1/me")
    assert await town.value("select count(*) from message") == 0
    assert problem(await pair.mentor.get(pair.path)) == (404, "not-found")


async def test_staff_have_no_way_to_read_a_talk(town: Town, pair: Pair) -> None:
    await said(pair, pair.mentee, "Bonjour")
    staff = await town.staff()
    assert problem(await staff.get(pair.path)) == (403, "profile-needed")


async def _both_sign(pair: Pair) -> None:
    for caller in (pair.mentee, pair.mentor):
        charter = (await caller.get("/v1/charter")).json()
        answer = await caller.put(f"/v1/tandems/{pair.tandem_id}/signature", {"version": charter["version"]})
        assert answer.is_success, answer.text
