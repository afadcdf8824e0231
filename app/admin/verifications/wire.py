"""Verifications as staff read and decide them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from stdnum.fr import siret

from app.areas.names import area_name
from app.errors import Language
from app.members.model import Role
from app.verifications.model import Case, Decided, Decision, Lookalike, MentorToCheck
from app.verifications.reasons import words_for
from app.wire import Code, Received, Sent, Text


class NewVerification(Received):
    """An empty one verifies; asking for more or refusing takes a reason, and a `text` if the mentor is to read one."""

    decision: Literal["verify", "ask-more", "refuse"] = "verify"
    reason: Code | None = None
    text: Text | None = None


class DecidedMentor(Sent, frozen=True):
    """Where the mentor stands now."""

    member_id: UUID
    decision: Decision
    reason: str | None
    text: str | None
    decided_at: datetime
    verified_at: datetime | None


class Company(Sent, frozen=True):
    """`siretValid` is the number's own checksum; `otherNames` are those that others gave for the same number."""

    name: str
    siret: str | None
    siren: str | None
    siret_valid: bool | None
    other_names: list[str]


class SeenPhoto(Sent, frozen=True):
    state: Literal["pending", "accepted"]
    url: str
    hash: str


class PastDecision(Sent, frozen=True):
    decision: Decision
    reason: str | None
    words: str | None
    text: str | None
    decided_at: datetime
    decided_by: str | None
    answered_at: datetime | None


class OtherMember(Sent, frozen=True):
    """Somebody with the same company, or the same phone number."""

    member_id: UUID
    role: Role
    first_name: str
    last_name: str
    verified: bool
    same_company: bool
    same_phone: bool


class MentorCase(Sent, frozen=True):
    """A mentor who waits, with all that is needed to decide; `callBackBy` is what they were promised."""

    member_id: UUID
    first_name: str
    last_name: str
    phone: str | None
    birth_date: date
    area_code: str
    area_name: str
    sectors: list[str]
    goals: list[str]
    modalities: list[str]
    languages: list[str]
    about: str | None
    job_title: str
    company: Company | None
    capacity: int
    hours_per_month: int
    structure_code: str
    programme_code: str
    joined_at: datetime
    waiting_since: datetime
    call_back_by: datetime
    overdue: bool
    photo: SeenPhoto | None
    training_required: bool
    trained_at: datetime | None
    honesty_check_expires_on: date | None
    history: list[PastDecision]
    others: list[OtherMember]
    reports: dict[str, int]


def decided_mentor(decided: Decided) -> DecidedMentor:
    return DecidedMentor(
        decided.member_id,
        decided.decision,
        decided.reason,
        decided.note,
        decided.decided_at,
        decided.verified_at,
    )


def mentor_case(case: Case, now: datetime, language: Language) -> MentorCase:
    mentor = case.mentor
    return MentorCase(
        member_id=mentor.id,
        first_name=mentor.first_name,
        last_name=mentor.last_name,
        phone=mentor.phone,
        birth_date=mentor.birth_date,
        area_code=mentor.area_code,
        area_name=area_name(mentor.area_code),
        sectors=mentor.sectors,
        goals=mentor.goals,
        modalities=mentor.modalities,
        languages=mentor.languages,
        about=mentor.about,
        job_title=mentor.job_title,
        company=_company(mentor, case.lookalikes),
        capacity=mentor.capacity,
        hours_per_month=mentor.hours_per_month,
        structure_code=mentor.structure_code,
        programme_code=mentor.programme_code,
        joined_at=mentor.created_at,
        waiting_since=mentor.waiting_since,
        call_back_by=mentor.due_at,
        overdue=mentor.due_at < now,
        photo=_photo(mentor),
        training_required=mentor.training_required,
        trained_at=mentor.trained_at,
        honesty_check_expires_on=mentor.expires_on,
        history=_history(case, language),
        others=[_other(other) for other in case.lookalikes],
        reports={count.state: count.many for count in case.reports},
    )


def _company(mentor: MentorToCheck, lookalikes: list[Lookalike]) -> Company | None:
    if mentor.company_name is None:
        return None
    number = mentor.company_siret
    names = {other.company_name for other in lookalikes if other.same_company and other.company_name}
    return Company(
        name=mentor.company_name,
        siret=number,
        siren=number[:9] if number else None,
        siret_valid=siret.is_valid(number) if number else None,
        other_names=sorted(names - {mentor.company_name}),
    )


def _photo(mentor: MentorToCheck) -> SeenPhoto | None:
    if mentor.photo_state is None:
        return None
    return SeenPhoto(mentor.photo_state, mentor.photo_path or "", mentor.photo_hash or "")


def _history(case: Case, language: Language) -> list[PastDecision]:
    past = [(decision, words_for(decision.decision, decision.reason)) for decision in case.history]
    return [
        PastDecision(
            decision.decision,
            decision.reason,
            words.said(language, {}) if words else None,
            decision.note,
            decision.decided_at,
            decision.decided_by,
            decision.answered_at,
        )
        for decision, words in past
    ]


def _other(other: Lookalike) -> OtherMember:
    return OtherMember(
        member_id=other.id,
        role=other.role,
        first_name=other.first_name,
        last_name=other.last_name,
        verified=other.verified,
        same_company=other.same_company,
        same_phone=other.same_phone,
    )
