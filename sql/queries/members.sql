-- name: present_member
-- Who the uid $1 is, and what keeps them from decks and swipes.
select
    member.id,
    member.role,
    member.profile_version,
    member.suspended_at is not null as suspended,
    member.hidden_at is not null as hidden,
    member.paused_at is not null as paused,
    not grown_up(member) as awaits_guardian,
    mentor.id is not null and mentor.verified_at is null as awaits_verification,
    mentor.id is not null and programme.training_required and mentor.trained_at is null as awaits_training
from member
join programme on programme.id = member.programme_id
left join mentor on mentor.id = member.id
where member.uid = $1;

-- name: see_member
-- The member of uid $1 uses their account; noted once a day, and once they were told that it would be deleted.
update member set last_seen_at = now(), expiry_warned_at = null
where uid = $1 and (last_seen_at < now() - interval '1 day' or expiry_warned_at is not null);

-- name: own_profile
-- Everything a member reads of themselves; $1 is the uid.
select
    member.id,
    member.role,
    member.phone,
    member.first_name,
    member.last_name,
    member.birth_date,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    member.about,
    member.paused_at,
    member.suspended_at,
    member.created_at,
    not grown_up(member) as awaits_guardian,
    structure.code as structure_code,
    programme.code as programme_code,
    mentor.job_title,
    mentor.company_name,
    mentor.company_siret,
    mentor.capacity,
    mentor.seats_taken,
    mentor.hours_per_month,
    mentor.verified_at,
    (
        select photo_link(photo.id) from photo
        where photo.member_id = member.id and photo.state <> 'refused'
        order by photo.sent_at desc limit 1
    ) as photo_path
from member
join structure on structure.id = member.structure_id
join programme on programme.id = member.programme_id
left join mentor on mentor.id = member.id
where member.uid = $1;

-- name: lock_member
-- The member of uid $1, kept from other changes of their profile until the transaction ends.
select id, role from member where uid = $1 for no key update;

-- name: add_member
-- A newcomer of role $2, with a profile ($3 to $15); nothing when the uid $1 already has one.
insert into member (
    uid, role, phone, first_name, last_name, birth_date, area_code, sectors, goals, modalities, languages,
    availability, about, structure_id, programme_id
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (uid) do nothing
returning id;

-- name: change_member
-- The profile of member $1 becomes what is given: $2 to $14.
update member
set
    phone = coalesce($2, phone),
    first_name = $3,
    last_name = $4,
    birth_date = $5,
    area_code = $6,
    sectors = $7,
    goals = $8,
    modalities = $9,
    languages = $10,
    availability = $11,
    about = $12,
    structure_id = $13,
    programme_id = $14,
    profile_version = profile_version + 1
where id = $1;

-- name: add_mentee
-- The mentee's side of member $1.
insert into mentee (id) values ($1);

-- name: put_mentor
-- The mentor's side of member $1: job, company, SIRET, capacity, hours a month, $2 to $6.
insert into mentor (id, job_title, company_name, company_siret, capacity, hours_per_month)
values ($1, $2, $3, $4, $5, $6)
on conflict (id) do update set
    job_title = excluded.job_title,
    company_name = excluded.company_name,
    company_siret = excluded.company_siret,
    capacity = excluded.capacity,
    hours_per_month = excluded.hours_per_month;

-- name: pause_member
-- The member of uid $1 is out of every deck from now on; the first pause's time is kept.
update member set paused_at = coalesce(paused_at, now()) where uid = $1;

-- name: resume_member
-- The member of uid $1 is back in the decks.
update member set paused_at = null where uid = $1;

-- name: record_guardian_agreement
-- Staff of structure $2 hold the guardian's agreement for member $1.
update member set guardian_agreed_at = coalesce(guardian_agreed_at, now())
where id = $1 and structure_id in (select structures_under($2))
returning id, guardian_agreed_at;

-- name: invited_to
-- The codes of the structure and the programme to which whoever has phone $1 was invited.
select structure.code as structure_code, programme.code as programme_code
from invitation
join structure on structure.id = invitation.structure_id
join programme on programme.id = invitation.programme_id
where invitation.phone = $1;

-- name: is_barred
-- Whether one of the marks $1 may not join now.
select exists (select from bar where mark = any($1::bytea[]) and until > now());

-- name: bar_marks
-- Marks $1 may not join until $3, for sanction $2 of a member of structure $4.
insert into bar (mark, sanction_id, until, structure_id)
select mark, $2, $3, $4 from unnest($1::bytea[]) as mark
on conflict (mark, sanction_id) do update set until = excluded.until;

-- name: lift_bars
-- Whom sanction $1 barred may join.
delete from bar where sanction_id = $1;

-- name: lift_bars_of_the_erased
-- Whoever was barred by mark $1 and has no account any more may join: what structure $2, or one below it, decided, or
-- what nobody knows who decided, if $2 is at the top.
delete from bar
where sanction_id in (
    select barred.sanction_id from bar as barred
    where
        barred.mark = $1
        and not exists (select from sanction where sanction.id = barred.sanction_id)
        and (
            barred.structure_id in (select structures_under($2))
            or (barred.structure_id is null and exists (select from structure where id = $2 and parent_id is null))
        )
)
returning sanction_id;

-- name: purge_bars
-- Marks whose time is over are forgotten.
delete from bar where until <= now();

-- name: answer_question
-- Mentor $1 changed their profile: what staff asked last is answered. Nothing if they asked nothing.
update verification set answered_at = now()
where member_id = $1 and decision = 'more-asked' and answered_at is null
returning id;
