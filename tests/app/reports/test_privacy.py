"""What is handed over of reports and sanctions, and what is left of them after an erasure."""

from tests.app.reports.cases import in_tandem, reported, say
from tests.app.sanctions.cases import REASON, appeal, given, own
from tests.people import Town

CANARY = "Zanzibar"


async def test_a_member_is_handed_what_they_reported_and_what_was_decided_about_them(town: Town) -> None:
    mentee, mentor, tandem_id = await in_tandem(town)
    bad = await say(mentor, tandem_id, "Des mots durs")
    await reported(mentee, mentor, kind="message", subject={"messageId": bad}, text=f"Il parle de {CANARY}")
    sanction_id = await given(await town.staff("moderator"), mentor, "suspension")
    await appeal(mentor, sanction_id, "Je m'excuse.")
    [report] = (await mentee.get("/v1/me/export")).json()["reports"]
    assert (report["memberId"], report["text"], report["answered"]) == (mentor.id, f"Il parle de {CANARY}", False)
    exported = await mentor.get("/v1/me/export")
    [sanction] = exported.json()["sanctions"]
    assert (sanction["reason"], sanction["appeal"]) == (REASON, "Je m'excuse.")
    assert exported.json()["reports"] == []
    assert CANARY not in exported.text


async def test_an_erased_member_leaves_neither_sanction_nor_appeal_nor_a_word_in_the_audit_log(town: Town) -> None:
    mentee, mentor, _ = await in_tandem(town)
    await reported(mentee, mentor, text=f"Il parle de {CANARY}")
    moderator = await town.staff("moderator")
    sanction_id = await given(moderator, mentor, "suspension", reason=f"Ne parlez plus de {CANARY}.")
    await appeal(mentor, sanction_id, f"Et pourquoi pas de {CANARY} ?")
    assert len(await own(mentor)) == 1
    assert (await mentor.delete("/v1/me")).status_code == 204
    tables = await town.rows("select relname from pg_stat_user_tables where schemaname = 'public'")
    for trace in (CANARY, mentor.id):
        for (table,) in tables:
            found = f"select count(*) from {table} as t where strpos(to_jsonb(t)::text, $1) > 0"
            assert await town.value(found, trace) == 0, (table, trace)
    assert await town.value("select count(*) from promise where subject_id is not null and dropped_at is null") == 0
