"""Who of the staff may call what, and about whom: a line per staff route. A route that is not here fails the build."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from app.imports.service import go_on
from app.proposals.cohorts.service import go_on as compose_and_send
from tests.api.routes import NEXT_WEEK
from tests.people import MENTOR, Town

SECRET = "Zanzibar, entre nous"


class Subject(NamedTuple):
    """Something of cci-amp's: the parts of the path that lead to it, the body, and the trace it leaves in an answer."""

    parts: dict[str, str] = {}
    body: Any = None
    trace: str = ""
    # The field of the body that names whose it is.
    owner: str = ""


class Scope(NamedTuple):
    """`roles` may call (an administrator always may); the subject is hidden from other structures' staff.

    With parts in its path, it is missing there (404); with an owner in its body, that one is unknown there (422); with
    a trace alone, the list lacks it; with none of these, the route is about the caller's own structure.
    """

    roles: frozenset[str]
    make: Callable[[Town], Awaitable[Subject]]


ANYBODY = frozenset({"reader", "officer", "moderator"})
WHO_DECIDES = frozenset({"officer", "moderator"})
OFFICERS = frozenset({"officer"})
MODERATORS = frozenset({"moderator"})
ADMINISTRATORS: frozenset[str] = frozenset()


async def nothing(_: Town) -> Subject:
    return Subject()


async def unverified_mentor(town: Town) -> Subject:
    return Subject({"member_id": (await town.mentor(verified=False)).id})


async def listed_mentor_to_check(town: Town) -> Subject:
    return Subject(trace=(await town.mentor(verified=False)).id)


async def checked_mentor(town: Town) -> Subject:
    dates = {"checkedOn": "2026-09-01", "expiresOn": NEXT_WEEK[:10]}
    return Subject({"member_id": (await town.mentor()).id}, dates)


async def listed_check(town: Town) -> Subject:
    mentor = await town.mentor()
    await town.run(
        "insert into honesty_check (member_id, checked_on, expires_on) values ($1, current_date, current_date + 9)",
        mentor.id,
    )
    return Subject(trace=mentor.id)


async def photo(town: Town) -> Subject:
    member = await town.mentee()
    insert = "insert into photo (member_id, thumbhash) values ($1, 'AAAA') returning id::text"
    return Subject({"photo_id": await town.value(insert, member.id)})


async def refused_photo(town: Town) -> Subject:
    return (await photo(town))._replace(body={"reason": "other"})


async def listed_photo(town: Town) -> Subject:
    return Subject(trace=(await photo(town)).parts["photo_id"])


async def minor(town: Town) -> Subject:
    return Subject({"member_id": (await town.mentee(birthDate="2010-11-01")).id})


async def dead_letter(town: Town) -> Subject:
    return Subject({"notice_id": await _dead_letter(town)})


async def listed_dead_letter(town: Town) -> Subject:
    return Subject(trace=await _dead_letter(town))


async def case(town: Town) -> Subject:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    request_id = await town.value(
        "update request set expires_at = now() + interval '1 day' where mentee_id = $1 returning id::text", mentee.id
    )
    return Subject({"kind": "request-expiring", "subject_id": request_id})


async def listed_case(town: Town) -> Subject:
    return Subject(trace=(await case(town)).parts["subject_id"])


async def closed_case(town: Town) -> Subject:
    return (await case(town))._replace(body={"done": "Appelé."})


async def file_of_people(_: Town) -> Subject:
    # Its owner is in the query of the route.
    return Subject(
        {"import_id": str(uuid4())}, owner="structure", body="prénom;nom;téléphone\nZoé;Roux;0612345678\n".encode()
    )


async def brought_import(town: Town) -> Subject:
    import_id = str(uuid4())
    raw = (await file_of_people(town)).body
    officer = await town.staff("officer")
    answer = await officer.call("PUT", f"/v1/staff/imports/{import_id}?role=mentor", content=raw)
    assert answer.status_code == 201, answer.text
    return Subject({"import_id": import_id})


async def listed_import(town: Town) -> Subject:
    return Subject(trace=(await brought_import(town)).parts["import_id"])


async def named_columns(town: Town) -> Subject:
    return (await brought_import(town))._replace(body={"columns": {"prénom": "firstName"}})


async def checked_import(town: Town) -> Subject:
    subject = await brought_import(town)
    await go_on(town.db)
    return subject


async def new_proposal(town: Town) -> Subject:
    body = {"menteeId": (await town.mentee()).id, "mentorId": (await town.mentor()).id}
    return Subject(body=body, owner="menteeId")


async def proposal(town: Town) -> Subject:
    made = await (await town.staff("officer")).post("/v1/staff/proposals", (await new_proposal(town)).body)
    return Subject({"proposal_id": made.json()["id"]})


async def listed_proposal(town: Town) -> Subject:
    return Subject(trace=(await proposal(town)).parts["proposal_id"])


async def new_cohort(town: Town) -> Subject:
    body = {"name": "Janvier", "structureId": await _cci_amp(town)}
    return Subject({"cohort_id": str(uuid4())}, body, owner="structureId")


async def cohort(town: Town) -> Subject:
    """Of one mentee, who is given a mentor."""
    cohort_id, mentee, _ = str(uuid4()), await town.mentee(), await town.mentor()
    officer = await town.staff("officer")
    body = {"name": "Janvier", "memberIds": [mentee.id]}
    assert (await officer.put(f"/v1/staff/cohorts/{cohort_id}", body)).status_code == 201
    await compose_and_send(town.db)
    return Subject({"cohort_id": cohort_id})


async def cohort_pair(town: Town) -> Subject:
    parts = (await cohort(town)).parts
    mentee_id = await town.value("select mentee_id::text from cohort_mentee where cohort_id = $1", parts["cohort_id"])
    return Subject(parts | {"member_id": mentee_id})


async def listed_cohort(town: Town) -> Subject:
    return Subject(trace=(await cohort(town)).parts["cohort_id"])


async def listed_member(town: Town) -> Subject:
    return Subject(trace=(await town.mentee()).id)


async def listed_company(town: Town) -> Subject:
    await town.mentor(company={"name": "Petit Zanzibar", "siret": "44306184100047"})
    return Subject(trace="Petit Zanzibar")


async def listed_tandem(town: Town) -> Subject:
    mentee, mentor = await town.mentee(), await town.mentor()
    await mentee.like(mentor)
    return Subject(trace=(await mentor.accept(mentee)).json()["id"])


async def listed_feedback(town: Town) -> Subject:
    tandem_id = (await listed_tandem(town)).trace
    await town.run(
        "insert into feedback (tandem_id, occasion, open_until, answered_at, rhythm, progress, needs_help) "
        "values ($1, 'day-30', now(), now(), 'weekly', 4, false)",
        UUID(tandem_id),
    )
    return Subject(trace=tandem_id)


async def dispute(town: Town) -> Subject:
    settlement = {"verdict": "annulled", "why": "Vu avec les deux."}
    return Subject({"dispute_id": (await listed_dispute(town)).trace}, settlement)


async def listed_dispute(town: Town) -> Subject:
    """Both say of a meeting that the other was not there."""
    tandem_id = (await listed_tandem(town)).trace
    dispute_id: str = await town.value(
        """
        with met as (
            insert into meeting (
                id, tandem_id, proposed_by, kind, zone, starts, minutes, state, starts_at, ends_at, confirmed_at,
                mentee_said, mentee_said_at, mentor_said, mentor_said_at
            )
            select uuid_v7(), $1, 'mentee', 'phone', 'Europe/Paris', array[start], array[60], 'confirmed', start,
                start + interval '1 hour', start, 'other_absent', now(), 'other_absent', now()
            from (select now() - interval '2 hours' as start) as past
            returning id, tandem_id
        )
        insert into dispute (meeting_id, member_id, cause)
        select met.id, tandem.mentor_id, 'disagreement' from met join tandem on tandem.id = met.tandem_id
        returning id::text
        """,
        UUID(tandem_id),
    )
    return Subject(trace=dispute_id)


async def some_member(town: Town) -> Subject:
    return Subject({"member_id": (await town.mentee()).id})


async def formed_tandem(town: Town) -> Subject:
    return Subject({"tandem_id": (await listed_tandem(town)).trace})


async def answering_mentee(town: Town) -> Subject:
    mentee = await town.mentee()
    await mentee.put("/v1/me/answers/motivations", {"text": "Avancer", "audience": "structure"})
    return Subject({"member_id": mentee.id})


async def announcement(_: Town) -> Subject:
    words = {"fr": "À lundi", "en": "See you"}
    return Subject(body={"title": words, "body": words})


async def listed_account(town: Town) -> Subject:
    return Subject(trace=(await town.staff("reader")).uid)


async def new_account(town: Town) -> Subject:
    body = {"uid": f"uid-{uuid4()}", "displayName": "Léa", "role": "reader", "structureId": await _cci_amp(town)}
    return Subject(body=body, owner="structureId")


async def account(town: Town) -> Subject:
    caller = town.stranger()
    staff_id = await town.value(
        "insert into staff (uid, display_name, role, structure_id) values ($1, 'Zoé', 'reader', $2) returning id::text",
        caller.uid,
        UUID(await _cci_amp(town)),
    )
    return Subject(
        {"staff_id": staff_id}, {"displayName": "Zoé", "role": "officer", "structureId": await _cci_amp(town)}
    )


async def listed_structure(_: Town) -> Subject:
    return Subject(trace='"code":"cci-amp"')


async def new_structure(town: Town) -> Subject:
    body = {"code": f"a{uuid4()}", "name": "Antenne Est", "kind": "antenna", "parentId": await _cci_amp(town)}
    return Subject(body=body, owner="parentId")


async def antenna(town: Town) -> Subject:
    parent_id = await _cci_amp(town)
    structure_id = await town.value(
        "insert into structure (code, name, kind, parent_id) values ('a' || uuid_v7(), 'A', 'antenna', $1) "
        "returning id::text",
        UUID(parent_id),
    )
    return Subject({"structure_id": structure_id}, {"name": "Antenne Est", "kind": "antenna", "parentId": parent_id})


async def new_code(town: Town) -> Subject:
    programme_id = await town.value("select id::text from programme where code = 'tandem'")
    return Subject(
        {"code": f"c{uuid4()}"},
        {"structureId": await _cci_amp(town), "programmeId": programme_id},
        owner="structureId",
    )


async def code(town: Town) -> Subject:
    made = await new_code(town)
    await (await town.staff()).put(f"/v1/staff/sign-up-codes/{made.parts['code']}", made.body)
    return Subject(made.parts)


async def listed_code(town: Town) -> Subject:
    return Subject(trace=(await code(town)).parts["code"])


async def new_agreement(town: Town) -> Subject:
    terms = {"partner": "Petit Zanzibar", "startsOn": "2026-01-01", "endsOn": "2027-12-31"}
    body = terms | {"structureId": await _cci_amp(town)}
    return Subject({"agreement_id": str(uuid4())}, body, owner="structureId")


async def listed_agreement(town: Town) -> Subject:
    made = await new_agreement(town)
    await (await town.staff()).put(f"/v1/staff/agreements/{made.parts['agreement_id']}", made.body)
    return Subject(trace=made.parts["agreement_id"])


async def new_programme(town: Town) -> Subject:
    body = {"structureId": await _cci_amp(town), "code": f"p{uuid4()}", "name": "Boost", "rules": {}}
    return Subject(body=body, owner="structureId")


async def programme(town: Town) -> Subject:
    return Subject({"programme_id": (await listed_programme(town)).trace})


async def new_rules(town: Town) -> Subject:
    return Subject((await programme(town)).parts | {"effective_on": "2099-01-01"}, {"months": 9})


async def listed_programme(town: Town) -> Subject:
    return Subject(trace=await town.value("select id::text from programme where code = 'tandem'"))


async def listed_promise(town: Town) -> Subject:
    return Subject(trace=(await town.mentor(verified=False)).id)


async def counted_promises(town: Town) -> Subject:
    await town.run(
        "insert into promise_month (kind, structure_id, month, made, kept_in_time, kept_late, broken) "
        "values ('zanzibar', $1, '2026-01-01', 3, 2, 1, 0) on conflict do nothing",
        UUID(await _cci_amp(town)),
    )
    return Subject(trace="zanzibar")


async def listed_entry(town: Town) -> Subject:
    officer = await town.staff("officer")
    assert (await officer.get("/v1/staff/notices")).status_code == 200
    return Subject(trace=officer.id)


async def _cci_amp(town: Town) -> str:
    structure_id: str = await town.value("select id::text from structure where code = 'cci-amp'")
    return structure_id


async def _dead_letter(town: Town) -> str:
    mentor = await town.join(MENTOR)
    notice_id: str = await town.value(
        "insert into outbox (kind, event_id, recipient_id, state, settled_at, expires_at) "
        "values ('MentorVerified', uuid_v7(), $1, 'dead', now(), now() + interval '1 day') returning id::text",
        mentor.id,
    )
    return notice_id


async def member_report(town: Town) -> Subject:
    mentee, mentor = await town.mentee(), await town.mentor()
    assert (await mentee.like(mentor)).status_code == 200
    report_id = str(uuid4())
    body = {"subject": {"kind": "behaviour", "memberId": mentor.id}, "reason": "insults"}
    assert (await mentee.put(f"/v1/reports/{report_id}", body)).status_code == 201
    return Subject({"report_id": report_id})


async def listed_report(town: Town) -> Subject:
    return Subject(trace=(await member_report(town)).parts["report_id"])


async def decided_report(town: Town) -> Subject:
    return (await member_report(town))._replace(body={"verdict": "upheld", "why": "Vu avec la structure."})


async def reported_message(town: Town) -> Subject:
    return (await member_report(town))._replace(body={"why": "Le signalement porte sur ce message."})


async def new_sanction(town: Town) -> Subject:
    warning = {"memberId": (await town.mentee()).id, "kind": "warning", "reason": "Plusieurs signalements."}
    return Subject({"sanction_id": str(uuid4())}, warning)


async def proposed_ban(town: Town) -> Subject:
    return Subject({"sanction_id": await _sanction(town, "ban", "proposed", (await town.mentee()).id)})


async def lifted_sanction(town: Town) -> Subject:
    sanction_id = await _sanction(town, "warning", "active", (await town.mentee()).id)
    return Subject({"sanction_id": sanction_id}, {"why": "C'était une erreur."})


async def barred_number(town: Town) -> Subject:
    mentee = await town.mentee()
    moderator = await town.staff("administrator")
    sanction = {"memberId": mentee.id, "kind": "suspension", "reason": "Plusieurs signalements."}
    assert (await moderator.put(f"/v1/staff/sanctions/{uuid4()}", sanction)).status_code == 201
    assert (await mentee.delete("/v1/me")).status_code == 204
    return Subject(body={"phone": mentee.phone, "why": "C'était une erreur."}, owner="phone")


async def listed_sanction(town: Town) -> Subject:
    return Subject(trace=await _sanction(town, "warning", "active", (await town.mentee()).id))


async def appeal(town: Town) -> Subject:
    mentee = await town.mentee()
    sanction_id = await _sanction(town, "hiding", "active", mentee.id)
    assert (await mentee.post(f"/v1/me/sanctions/{sanction_id}/appeal", {"text": "Pas moi."})).status_code == 201
    appeal_id = await town.value("select id::text from appeal where sanction_id = $1", sanction_id)
    return Subject({"appeal_id": appeal_id}, {"outcome": "kept", "answer": "Nous avons relu."})


async def listed_appeal(town: Town) -> Subject:
    return Subject(trace=(await appeal(town)).parts["appeal_id"])


async def _sanction(town: Town, kind: str, state: str, member_id: str) -> str:
    """A sanction that an administrator at the top gave, who calls nothing here."""
    staff = await town.staff("administrator", "national")
    sanction_id: str = await town.value(
        "insert into sanction (id, member_id, kind, reason, state, given_by) "
        "values (uuid_v7(), $1, $2, 'Plusieurs signalements.', $3, $4) returning id::text",
        member_id,
        kind,
        state,
        staff.id,
    )
    return sanction_id


async def slot(town: Town) -> Subject:
    """Each later than the one before: an officer is in one place at a time."""
    officer = await town.staff("officer")
    slot_id = await town.value(
        "insert into introduction_slot (id, staff_id, structure_id, starts_at, ends_at, kind) "
        "select uuid_v7(), staff.id, structure_id, start, start + interval '1 hour', 'phone' "
        "from staff, (select count(*) as count from introduction_slot) as earlier, "
        "lateral (select now() + (24 + 2 * count) * interval '1 hour' as start) as chosen "
        "where staff.id = $1 returning id::text",
        officer.id,
    )
    return Subject({"slot_id": slot_id})


async def listed_slot(town: Town) -> Subject:
    return Subject(trace=(await slot(town)).parts["slot_id"])


async def changed_slot(town: Town) -> Subject:
    body = {"startsAt": NEXT_WEEK, "minutes": 30, "kind": "phone"}
    await town.run("delete from introduction_slot")
    return (await slot(town))._replace(body=body)


async def new_slots(town: Town) -> Subject:
    structure_id = await town.value("select id::text from structure where code = 'cci-amp'")
    body = {"startsAt": NEXT_WEEK, "minutes": 30, "kind": "phone", "structureId": structure_id}
    return Subject({"series_id": str(uuid4())}, body, owner="structureId")


async def awaiting_tandem(town: Town) -> str:
    await town.run("update programme set introduction_required = true")
    tandem_id: str = (await formed_tandem(town)).parts["tandem_id"]
    return tandem_id


async def listed_introduction(town: Town) -> Subject:
    return Subject(trace=await awaiting_tandem(town))


async def slot_for_a_tandem(town: Town) -> Subject:
    return (await slot(town))._replace(body={"tandemId": await awaiting_tandem(town)})


async def missed_slot(town: Town) -> Subject:
    """Its time has come: it was booked, and nobody has said what came of it."""
    booked = await slot_for_a_tandem(town)
    path = f"/v1/staff/introductions/slots/{booked.parts['slot_id']}/booking"
    assert (await (await town.staff("officer")).put(path, booked.body)).status_code == 200
    await town.run(
        "update introduction_slot set starts_at = starts_at - interval '1 year', ends_at = ends_at - interval '1 year' "
        "where id = $1",
        booked.parts["slot_id"],
    )
    return booked._replace(body={"outcome": "missed"})


SCOPES: dict[str, Scope] = {
    "listMemberReports": Scope(MODERATORS, listed_report),
    "readMemberReport": Scope(MODERATORS, member_report),
    "takeMemberReport": Scope(MODERATORS, member_report),
    "giveBackMemberReport": Scope(MODERATORS, member_report),
    "decideMemberReport": Scope(MODERATORS, decided_report),
    "readEvidence": Scope(MODERATORS, reported_message),
    "listSanctions": Scope(MODERATORS, listed_sanction),
    "giveSanction": Scope(MODERATORS, new_sanction),
    "confirmBan": Scope(MODERATORS, proposed_ban),
    "liftSanction": Scope(MODERATORS, lifted_sanction),
    "letInAgain": Scope(MODERATORS, barred_number),
    "listAppeals": Scope(MODERATORS, listed_appeal),
    "decideAppeal": Scope(MODERATORS, appeal),
    "readOneself": Scope(ANYBODY, nothing),
    "listAccounts": Scope(ADMINISTRATORS, listed_account),
    "addAccount": Scope(ADMINISTRATORS, new_account),
    "changeAccount": Scope(ADMINISTRATORS, account),
    "endAccount": Scope(ADMINISTRATORS, account),
    "listStructures": Scope(ANYBODY, listed_structure),
    "addStructure": Scope(ADMINISTRATORS, new_structure),
    "changeStructure": Scope(ADMINISTRATORS, antenna),
    "listSignUpCodes": Scope(ANYBODY, listed_code),
    "putSignUpCode": Scope(ADMINISTRATORS, new_code),
    "revokeSignUpCode": Scope(ADMINISTRATORS, code),
    "listAgreements": Scope(ANYBODY, listed_agreement),
    "putAgreement": Scope(ADMINISTRATORS, new_agreement),
    "listProgrammes": Scope(ANYBODY, listed_programme),
    "addProgramme": Scope(ADMINISTRATORS, new_programme),
    "listRules": Scope(ANYBODY, programme),
    "putRules": Scope(ADMINISTRATORS, new_rules),
    "listPromises": Scope(ANYBODY, listed_promise),
    "listPromiseMonths": Scope(ANYBODY, counted_promises),
    "listAudit": Scope(ADMINISTRATORS, listed_entry),
    "verifyMentor": Scope(OFFICERS, unverified_mentor),
    "listMentorsToCheck": Scope(ANYBODY, listed_mentor_to_check),
    "putHonestyCheck": Scope(OFFICERS, checked_mentor),
    "listExpiringChecks": Scope(ANYBODY, listed_check),
    "listWaitingPhotos": Scope(ANYBODY, listed_photo),
    "acceptPhoto": Scope(WHO_DECIDES, photo),
    "refusePhoto": Scope(WHO_DECIDES, refused_photo),
    "recordGuardianAgreement": Scope(OFFICERS, minor),
    "listLetters": Scope(ANYBODY, listed_dead_letter),
    "resendNotice": Scope(WHO_DECIDES, dead_letter),
    "introduceTandem": Scope(OFFICERS, formed_tandem),
    "listAwaitedIntroductions": Scope(ANYBODY, listed_introduction),
    "publishSlots": Scope(OFFICERS, new_slots),
    "listSlots": Scope(ANYBODY, listed_slot),
    "changeSlot": Scope(OFFICERS, changed_slot),
    "cancelSlot": Scope(OFFICERS, slot),
    "bookSlot": Scope(OFFICERS, slot_for_a_tandem),
    "tellSlotOutcome": Scope(OFFICERS, missed_slot),
    "openOfficersCalendar": Scope(OFFICERS, nothing),
    "readOfficersCalendarState": Scope(OFFICERS, nothing),
    "closeOfficersCalendar": Scope(OFFICERS, nothing),
    "readAnswersOfMentee": Scope(ANYBODY, answering_mentee),
    "findFeedback": Scope(ANYBODY, listed_feedback),
    "readFollowUp": Scope(ANYBODY, formed_tandem),
    "announce": Scope(WHO_DECIDES, announcement),
    "listJobs": Scope(ANYBODY, nothing),
    "listDisputes": Scope(ANYBODY, listed_dispute),
    "settleDispute": Scope(OFFICERS, dispute),
    "readMemberReliability": Scope(ANYBODY, some_member),
    "findMembers": Scope(ANYBODY, listed_member),
    "listCases": Scope(ANYBODY, listed_case),
    "countCases": Scope(ANYBODY, nothing),
    "pickUpCase": Scope(OFFICERS, case),
    "closeCase": Scope(OFFICERS, closed_case),
    "bringImport": Scope(OFFICERS, file_of_people),
    "listImports": Scope(ANYBODY, listed_import),
    "readImport": Scope(ANYBODY, brought_import),
    "nameColumns": Scope(OFFICERS, named_columns),
    "listImportProblems": Scope(ANYBODY, brought_import),
    "startImport": Scope(OFFICERS, checked_import),
    "forgetImport": Scope(OFFICERS, brought_import),
    "proposeTandem": Scope(OFFICERS, new_proposal),
    "listProposals": Scope(ANYBODY, listed_proposal),
    "withdrawProposal": Scope(OFFICERS, proposal),
    "composeCohort": Scope(OFFICERS, new_cohort),
    "listCohorts": Scope(ANYBODY, listed_cohort),
    "readCohort": Scope(ANYBODY, cohort),
    "listCohortPairs": Scope(ANYBODY, cohort),
    "removeCohortPair": Scope(OFFICERS, cohort_pair),
    "sendCohort": Scope(OFFICERS, cohort),
    "forgetCohort": Scope(OFFICERS, cohort),
    "findCompanies": Scope(ANYBODY, listed_company),
    "findTandems": Scope(ANYBODY, listed_tandem),
    "listFigureRuns": Scope(ANYBODY, nothing),
    "readFigures": Scope(ANYBODY, nothing),
    "exportFigures": Scope(ANYBODY, nothing),
    "drawFigures": Scope(ANYBODY, nothing),
}
