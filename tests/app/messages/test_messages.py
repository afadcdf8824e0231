"""Messages over HTTP: stored once, in one order for both, corrected for a while."""

import asyncio
from uuid import uuid4

from tests.app.messages.talk import Pair, page, problem, said, say, texts
from tests.people import Town


async def test_both_read_what_was_said_in_one_order(pair: Pair) -> None:
    first = await said(pair, pair.mentee, "Bonjour !")
    second = await said(pair, pair.mentor, "Bonjour Inès,\nquand voyons-nous ?")
    assert (first["sequence"], second["sequence"]) == (1, 2)
    assert first["senderId"] == pair.mentee.id
    read = [await page(pair, caller, "after=0") for caller in (pair.mentee, pair.mentor)]
    assert read[0]["items"] == read[1]["items"] == [first, second]
    assert (read[0]["latest"], read[0]["next"]) == (2, None)


async def test_a_message_sent_again_is_the_same_message(pair: Pair) -> None:
    client_id = str(uuid4())
    answers = [await say(pair, pair.mentee, "Bonjour", client_id) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert await texts(pair, pair.mentor) == ["Bonjour"]
    assert problem(await say(pair, pair.mentee, "Autre chose", client_id)) == (409, "message-already-sent")
    assert await texts(pair, pair.mentor) == ["Bonjour"]


async def test_both_may_use_the_same_client_id(pair: Pair) -> None:
    client_id = str(uuid4())
    for caller in (pair.mentee, pair.mentor):
        assert (await say(pair, caller, f"de {caller.id}", client_id)).status_code == 201
    assert len(await texts(pair, pair.mentee)) == 2


async def test_thirty_sent_three_times_each_at_once_have_numbers_one_to_thirty(pair: Pair) -> None:
    sent = [(caller, str(uuid4()), f"mot {number}") for number in range(15) for caller in (pair.mentee, pair.mentor)]
    answers = await asyncio.gather(
        *(say(pair, caller, text, client_id) for _ in range(3) for caller, client_id, text in sent)
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 60 + [201] * 30
    items = (await page(pair, pair.mentee, "after=0"))["items"]
    assert [message["sequence"] for message in items] == list(range(1, 31))
    assert {message["clientId"] for message in items} == {client_id for _, client_id, _ in sent}


async def test_pages_go_back_in_time_and_forward(pair: Pair) -> None:
    for number in range(1, 6):
        await said(pair, pair.mentee, str(number))
    newest = await page(pair, pair.mentor, "limit=2")
    assert [message["text"] for message in newest["items"]] == ["5", "4"]
    older = await page(pair, pair.mentor, f"limit=2&before={newest['next']}")
    assert [message["text"] for message in older["items"]] == ["3", "2"]
    first = await page(pair, pair.mentor, "limit=3&after=0")
    assert [message["text"] for message in first["items"]] == ["1", "2", "3"]
    rest = await page(pair, pair.mentor, f"limit=3&after={first['next']}")
    assert ([message["text"] for message in rest["items"]], rest["next"]) == (["4", "5"], None)


async def test_an_edit_is_seen_by_whoever_asks_for_changes(pair: Pair) -> None:
    message = await said(pair, pair.mentee, "a lundi")
    before = (await page(pair, pair.mentor, "after=0"))["change"]
    path = f"{pair.path}/{message['clientId']}"
    edited = [(await pair.mentee.call("PATCH", path, json={"text": "À lundi !"})).json() for _ in range(2)]
    assert edited[0] == edited[1]
    assert (edited[0]["text"], edited[0]["sequence"]) == ("À lundi !", 1)
    assert edited[0]["editedAt"] is not None
    changed = await page(pair, pair.mentor, f"changedAfter={before}")
    assert changed["items"] == [edited[0]]
    assert (await page(pair, pair.mentor, f"changedAfter={changed['change']}"))["items"] == []
    assert (await say(pair, pair.mentee, "a lundi", message["clientId"])).json() == edited[0]


async def test_a_deleted_message_leaves_its_number_and_nothing_else(town: Town, pair: Pair) -> None:
    await said(pair, pair.mentor, "un")
    message = await said(pair, pair.mentee, "Zanzibar")
    await said(pair, pair.mentor, "trois")
    path = f"{pair.path}/{message['clientId']}"
    assert [(await pair.mentee.delete(path)).status_code for _ in range(2)] == [204, 204]
    assert await texts(pair, pair.mentor) == ["un", None, "trois"]
    assert await town.value("select count(*) from message where strpos(message::text, 'Zanzibar') > 0") == 0
    edit = await pair.mentee.call("PATCH", path, json={"text": "encore"})
    assert problem(edit) == (409, "message-deleted")


async def test_a_message_is_changed_by_its_sender_only(pair: Pair) -> None:
    message = await said(pair, pair.mentee, "Bonjour")
    path = f"{pair.path}/{message['clientId']}"
    assert problem(await pair.mentor.call("PATCH", path, json={"text": "Au revoir"})) == (404, "not-found")
    assert problem(await pair.mentor.delete(path)) == (404, "not-found")
    assert await texts(pair, pair.mentee) == ["Bonjour"]


async def test_after_a_quarter_of_an_hour_a_message_stays_as_it_is(town: Town, pair: Pair) -> None:
    message = await said(pair, pair.mentee, "Bonjour")
    await town.run("update message set sent_at = now() - interval '15 minutes'")
    path = f"{pair.path}/{message['clientId']}"
    assert problem(await pair.mentee.call("PATCH", path, json={"text": "Non"})) == (409, "too-late-to-change")
    assert problem(await pair.mentee.delete(path)) == (409, "too-late-to-change")
    assert (await pair.mentee.call("PATCH", path, json={"text": "Bonjour"})).status_code == 200
    assert await texts(pair, pair.mentor) == ["Bonjour"]


async def test_edits_and_a_deletion_at_once_end_deleted_and_numbered_apart(town: Town, pair: Pair) -> None:
    message = await said(pair, pair.mentee, "zéro")
    path = f"{pair.path}/{message['clientId']}"
    edits = (pair.mentee.call("PATCH", path, json={"text": str(number)}) for number in range(8))
    answers = await asyncio.gather(*edits, pair.mentee.delete(path))
    assert {answer.status_code for answer in answers} <= {200, 204, 409}
    assert await texts(pair, pair.mentor) == [None]
    last, change = (await town.rows("select last_change, change from message_counter join message using (tandem_id)"))[
        0
    ]
    assert last == change


async def test_each_sees_how_far_the_other_has_read(pair: Pair) -> None:
    for text in ("un", "deux", "trois"):
        await said(pair, pair.mentee, text)
    read = f"{pair.path}/read"
    assert (await pair.mentor.put(read, {"sequence": 2})).status_code == 204
    assert (await pair.mentor.put(read, {"sequence": 1})).status_code == 204
    seen = await page(pair, pair.mentee)
    assert (seen["readByOther"], seen["readByYou"]) == (2, 0)
    assert (await pair.mentor.put(read, {"sequence": 2**63 - 1})).status_code == 204
    assert (await page(pair, pair.mentee))["readByOther"] == 3
    assert (await page(pair, pair.mentor))["readByYou"] == 3


async def test_marks_that_cross_end_at_the_farthest(pair: Pair) -> None:
    for number in range(10):
        await said(pair, pair.mentee, str(number))
    marks = (pair.mentor.put(f"{pair.path}/read", {"sequence": number}) for number in (3, 10, 7, 1, 9, 5))
    assert {answer.status_code for answer in await asyncio.gather(*marks)} == {204}
    assert (await page(pair, pair.mentor))["readByYou"] == 10


async def test_a_message_has_words_and_four_thousand_characters_at_most(pair: Pair) -> None:
    for text in ("", " \n\t ", "a" * 4_001, "a\u0000b", "a\u0007b"):
        answer = await say(pair, pair.mentee, text)
        assert problem(answer) == (422, "invalid")
        assert answer.json()["errors"][0]["field"] == "text"
    assert await texts(pair, pair.mentor) == []


async def test_four_thousand_characters_of_any_script_are_kept_as_they_are(pair: Pair) -> None:
    text = "👩🏽‍🍳é" * 800
    assert (await say(pair, pair.mentee, text)).status_code == 201
    assert await texts(pair, pair.mentor) == [text]
