-- name: mentors_to_check
-- Mentors who await staff of structure $1, those promised a call first; after ($2, $3), at most $4.
select
    member.id,
    member.first_name,
    member.last_name,
    member.phone,
    member.birth_date,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.about,
    mentor.job_title,
    mentor.company_name,
    mentor.company_siret,
    mentor.capacity,
    mentor.hours_per_month,
    structure.code as structure_code,
    programme.code as programme_code,
    programme.training_required,
    mentor.trained_at,
    member.created_at,
    promise.id as promise_id,
    promise.made_at as waiting_since,
    promise.due_at,
    photo.state as photo_state,
    photo_link(photo.id) as photo_path,
    photo.thumbhash as photo_hash,
    honesty_check.checked_on,
    honesty_check.expires_on
from promise
join member on member.id = promise.subject_id
join mentor on mentor.id = member.id
join structure on structure.id = member.structure_id
join programme on programme.id = member.programme_id
left join honesty_check on honesty_check.member_id = member.id
left join lateral (
    select latest.id, latest.state, latest.thumbhash from photo as latest
    where latest.member_id = member.id and latest.state <> 'refused'
    order by latest.sent_at desc
    limit 1
) as photo on true
where
    promise.kind = 'mentor-called-back' and promise.kept_at is null and promise.dropped_at is null
    and mentor.verified_at is null
    and member.structure_id in (select structures_under($1))
    and ($2::timestamptz is null or (promise.due_at, promise.id) > ($2, $3::uuid))
order by promise.due_at, promise.id
limit $4;

-- name: decisions_on
-- What was decided before on mentors $1, latest first.
select
    verification.member_id,
    verification.decision,
    verification.reason,
    verification.note,
    verification.decided_at,
    verification.answered_at,
    staff.display_name as decided_by
from verification
left join staff on staff.id = verification.decided_by
where verification.member_id = any($1::uuid[])
order by verification.decided_at desc;

-- name: others_like
-- Members in the scope of structure $2 with the company, or the phone number, of mentors $1.
select
    asked.id as mentor_id,
    other.id,
    other.role,
    other.first_name,
    other.last_name,
    other_mentor.company_name,
    other_mentor.verified_at is not null as verified,
    coalesce(other_mentor.company_siret = asked_mentor.company_siret, false) as same_company,
    coalesce(other.phone = asked.phone, false) as same_phone
from member as asked
join mentor as asked_mentor on asked_mentor.id = asked.id
cross join lateral (
    (select id from mentor where company_siret = asked_mentor.company_siret limit 20)
    union
    (select id from member where phone = asked.phone limit 20)
) as found
join member as other on other.id = found.id and other.id <> asked.id
left join mentor as other_mentor on other_mentor.id = other.id
where asked.id = any($1::uuid[]) and other.structure_id in (select structures_under($2))
order by other.created_at;

-- name: reports_on
-- How many reports there are on mentors $1, by what became of them.
select reported_id as member_id, state, count(*) as many from report
where reported_id = any($1::uuid[])
group by reported_id, state
order by state;

-- name: lock_mentor
-- Mentor $1, if staff of structure $2 may decide on them.
select mentor.id, member.structure_id, mentor.verified_at
from mentor
join member on member.id = mentor.id
where mentor.id = $1 and member.structure_id in (select structures_under($2))
for no key update of mentor;

-- name: latest_decision
-- What was decided last on mentor $1.
select decision, reason, note, decided_at, answered_at from verification
where member_id = $1
order by decided_at desc
limit 1;

-- name: put_verification
-- Staff $2 decided $3 on mentor $1, because $4; to the mentor they say $5.
insert into verification (member_id, decided_by, decision, reason, note)
values ($1, $2, $3, $4, $5)
returning id, decided_at;

-- name: show_mentor
-- Mentor $1 may be on a card, on the word of staff $2.
update mentor set verified_at = now(), verified_by = $2 where id = $1
returning verified_at;

-- name: hide_mentor
-- Mentor $1 is on no card any more.
update mentor set verified_at = null, verified_by = null where id = $1;

-- name: own_verification
-- How far the mentor of uid $1 is: what was decided last, what is still owed to them, and what they still owe.
select
    mentor.id,
    mentor.verified_at,
    latest.decision,
    latest.reason,
    latest.note,
    latest.decided_at,
    latest.answered_at,
    promise.due_at,
    programme.training_required,
    mentor.trained_at,
    honesty_check.checked_on,
    honesty_check.expires_on
from member
join mentor on mentor.id = member.id
join programme on programme.id = member.programme_id
left join honesty_check on honesty_check.member_id = member.id
left join promise on
    promise.kind = 'mentor-called-back' and promise.subject_id = member.id
    and promise.kept_at is null and promise.dropped_at is null
left join lateral (
    select decision, reason, note, decided_at, answered_at from verification
    where member_id = mentor.id
    order by decided_at desc
    limit 1
) as latest on true
where member.uid = $1;

-- name: put_honesty_check
-- Staff $2 saw the certificate of mentor $1, made out on $3 and good until $4.
insert into honesty_check (member_id, recorded_by, checked_on, expires_on)
values ($1, $2, $3, $4)
on conflict (member_id) do update set
    recorded_by = excluded.recorded_by,
    checked_on = excluded.checked_on,
    expires_on = excluded.expires_on,
    recorded_at = now(),
    lapsed_at = null
where (honesty_check.checked_on, honesty_check.expires_on) <> (excluded.checked_on, excluded.expires_on);

-- name: honesty_check_of
-- The honesty check of mentor $1.
select honesty_check.member_id, honesty_check.checked_on, honesty_check.expires_on, honesty_check.recorded_at,
    staff.display_name as recorded_by
from honesty_check
left join staff on staff.id = honesty_check.recorded_by
where honesty_check.member_id = $1;

-- name: expiring_checks
-- Honesty checks in the scope of structure $1 that run out within $2 days, soonest first; after ($3, $4), at most $5.
select
    honesty_check.member_id,
    member.first_name,
    member.last_name,
    structure.code as structure_code,
    honesty_check.checked_on,
    honesty_check.expires_on,
    honesty_check.lapsed_at is not null as lapsed,
    staff.display_name as recorded_by
from honesty_check
join member on member.id = honesty_check.member_id
join structure on structure.id = member.structure_id
left join staff on staff.id = honesty_check.recorded_by
where
    honesty_check.expires_on <= current_date + $2::integer
    and member.structure_id in (select structures_under($1))
    and (
        $3::timestamptz is null
        or (honesty_check.expires_on, honesty_check.member_id) > (($3 at time zone 'UTC')::date, $4::uuid)
    )
order by honesty_check.expires_on, honesty_check.member_id
limit $5;

-- name: lock_lapsed
-- Mentors, at most $1, whose honesty check has run out since anybody looked.
select mentor.id, member.structure_id, mentor.verified_at is not null as verified
from mentor
join member on member.id = mentor.id
where
    mentor.id in (
        select member_id from honesty_check
        where expires_on < current_date and lapsed_at is null
        order by expires_on
        limit $1
    )
order by mentor.id
for no key update of mentor;

-- name: mark_lapsed
-- That the honesty check of mentor $1 has run out is dealt with.
update honesty_check set lapsed_at = now() where member_id = $1;
