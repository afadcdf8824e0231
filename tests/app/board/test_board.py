"""Staff see what may go wrong, pick it up, and close it with what they did."""

import asyncio
from typing import Any

from tests.people import Caller, Town


async def listed(staff: Caller, **options: Any) -> list[tuple[str, str]]:
    answer = await staff.get("/v1/staff/board", params=options)
    assert answer.status_code == 200, answer.text
    return [(case["kind"], case["subjectId"]) for case in answer.json()["items"]]


async def tandem_of(mentee: Caller, mentor: Caller) -> str:
    await mentee.like(mentor)
    tandem_id: str = (await mentor.accept(mentee)).json()["id"]
    return tandem_id


async def test_every_kind_of_trouble_is_on_the_board_and_nothing_else(town: Town) -> None:
    mentee, mentor = await town.mentee(), await town.mentor(capacity=3)
    tandem_id = await tandem_of(mentee, mentor)
    staff = await town.staff("officer")
    assert await listed(staff) == []
    await town.run(
        "insert into stall (tandem_id, reasons, nudged_at, escalated_at) "
        "values ($1, '{no-message}', now() - interval '15 days', now() - interval '1 day')",
        tandem_id,
    )
    await town.run(
        "insert into feedback (tandem_id, occasion, asked_at, open_until) "
        "values ($1, 'day-30', now() - interval '15 days', now() + interval '9 days')",
        tandem_id,
    )
    await town.run(
        "insert into pulse (tandem_id, member_id, occasion, open_until, answered_at, mood) "
        "values ($1, $2, 'day-30', now() + interval '9 days', now(), 2)",
        tandem_id,
        mentee.id,
    )
    for days in (3, 9):
        await town.run(
            "insert into meeting (id, tandem_id, state, proposed_by, kind, zone, starts, minutes, starts_at, ends_at, "
            "confirmed_at, mentor_said, mentor_said_at) select gen_random_uuid(), $1, 'confirmed', 'mentee', 'phone', "
            "'Europe/Paris', array[at], array[30], at, at + interval '30 minutes', at, 'self_absent', now() "
            "from (select now() - $2::integer * interval '1 day' as at) as meeting",
            tandem_id,
            days,
        )
    asking = await town.mentee()
    await asking.like(mentor)
    request_id = await town.value(
        "update request set sent_at = now() - interval '13 days', expires_at = now() + interval '1 day' "
        "where mentee_id = $1 returning id::text",
        asking.id,
    )
    await town.run(
        "update request set opened_at = now() - interval '30 days', closed_at = now() - interval '30 days' "
        "where state = 'accepted'"
    )
    flooded = await town.mentor(capacity=1)
    for _ in range(10):
        await (await town.mentee()).like(flooded)
    assert sorted(await listed(staff)) == sorted(
        [
            ("stalled", tandem_id),
            ("feedback-overdue", tandem_id),
            ("low-pulse", tandem_id),
            ("no-shows", tandem_id),
            ("request-expiring", request_id),
            ("mentor-silent", mentor.id),
            ("mentor-flooded", flooded.id),
        ]
    )
    counts = (await staff.get("/v1/staff/board/counts")).json()["items"]
    assert [(count["cases"], count["unattended"]) for count in counts] == [(1, 1)] * 7


async def test_a_case_is_picked_up_by_one_and_leaves_the_board_when_it_is_closed(town: Town) -> None:
    case = await expiring_request(town)
    first = await town.staff("officer")
    second = await town.staff("administrator")
    path = f"/v1/staff/board/request-expiring/{case}"
    answers = await asyncio.gather(*(staff.put(f"{path}/pick-up") for staff in (first, second)))
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    holder, other = (first, second) if answers[0].status_code == 204 else (second, first)
    assert (await holder.put(f"{path}/pick-up")).status_code == 204
    assert await listed(holder, mine=True) == [("request-expiring", case)]
    assert await listed(other, mine=True) == []
    assert (await holder.post(f"{path}/closure", {"done": "Mentor appelé, il répond demain."})).status_code == 204
    assert await listed(holder) == []
    assert (await other.put(f"{path}/pick-up")).status_code == 404


async def test_a_sign_that_shows_anew_is_on_the_board_again(town: Town) -> None:
    case = await expiring_request(town)
    staff = await town.staff("officer")
    await staff.post(f"/v1/staff/board/request-expiring/{case}/closure", {"done": "Appelé."})
    await town.run("update care set closed_at = now() - interval '5 days'")
    assert await listed(staff) == [("request-expiring", case)]
    assert (await staff.put(f"/v1/staff/board/request-expiring/{case}/pick-up")).status_code == 204


async def test_what_was_done_is_in_the_audit_log_without_its_words(town: Town) -> None:
    case = await expiring_request(town)
    staff = await town.staff("officer")
    await staff.post(f"/v1/staff/board/request-expiring/{case}/closure", {"done": "Zanzibar"})
    entries = await town.rows("select act, entry::text as entry from audit_entry as entry")
    assert [row["act"] for row in entries] == ["close-case"]
    assert "Zanzibar" not in entries[0]["entry"]


async def expiring_request(town: Town) -> str:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    request_id: str = await town.value(
        "update request set expires_at = now() + interval '1 day', opened_at = now() where mentee_id = $1 "
        "returning id::text",
        mentee.id,
    )
    return request_id
