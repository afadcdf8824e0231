-- name: admission_by
-- Where a newcomer lands by a structure's code or a sign-up code ($1) and a programme's code ($2), each if given; the
-- first that is open, else the first.
with handed_out as (
    select
        structure_id,
        programme_id,
        revoked_at is null and (expires_at is null or expires_at > now()) as good
    from sign_up_code
    where code = lower($1::text)
)
select
    programme.id,
    coalesce(handed_out.structure_id, programme.structure_id) as structure_id,
    rules.min_age,
    rules.max_age,
    rules.minors_admitted,
    rules.territories,
    coalesce(rules.opens_on <= today_in_paris(), true) and coalesce(rules.closes_on >= today_in_paris(), true) as open,
    coalesce(handed_out.good, true) as good
from programme
join structure on structure.id = programme.structure_id
join programme_rules as rules on rules.programme_id = programme.id
left join handed_out on handed_out.programme_id = programme.id
where
    ($1::text is null or structure.code = $1 or handed_out.programme_id is not null)
    and ($2::text is null or programme.code = $2)
order by open desc, programme.created_at, programme.id
limit 1;

-- name: admission_of
-- Where member $1 is, with the rules in force.
select
    member.programme_id as id,
    member.structure_id,
    rules.min_age,
    rules.max_age,
    rules.minors_admitted,
    rules.territories,
    true as open,
    true as good
from member
join programme_rules as rules on rules.programme_id = member.programme_id
where member.id = $1;

-- name: programmes
-- Programmes of structure $1 and below with the rules in force, newest first, before the cursor ($2 created_at, $3 id), $4
-- at most.
select
    programme.id, programme.structure_id, programme.code, programme.name, programme.created_at, rules.effective_on,
    rules.min_age, rules.max_age, rules.months, rules.introduction_required, rules.training_required,
    rules.one_tandem_at_a_time, rules.minors_admitted, rules.territories, rules.experiment, rules.opens_on,
    rules.closes_on
from programme
join programme_rules as rules on rules.programme_id = programme.id
where
    programme.structure_id in (select structures_under($1))
    and ($2::timestamptz is null or (programme.created_at, programme.id) < ($2, $3::uuid))
order by programme.created_at desc, programme.id desc
limit $4;

-- name: programme
-- Programme $2, if it is of structure $1 or below, with the rules in force.
select
    programme.id, programme.structure_id, programme.code, programme.name, programme.created_at, rules.effective_on,
    rules.min_age, rules.max_age, rules.months, rules.introduction_required, rules.training_required,
    rules.one_tandem_at_a_time, rules.minors_admitted, rules.territories, rules.experiment, rules.opens_on,
    rules.closes_on
from programme
join programme_rules as rules on rules.programme_id = programme.id
where programme.id = $2 and programme.structure_id in (select structures_under($1));

-- name: programme_id_by_code
-- The programme of code $2, if it is of structure $1 or below.
select id from programme where code = $2 and structure_id in (select structures_under($1));

-- name: add_programme
-- A programme of structure $1: code $2, name $3; nothing when the code is taken. Its rules begin with the defaults.
insert into programme (structure_id, code, name) values ($1, $2, $3)
on conflict (code) do nothing
returning id;

-- name: versions
-- The rules of programme $1, those to come included, newest first.
select
    effective_on, min_age, max_age, months, introduction_required, training_required, one_tandem_at_a_time,
    minors_admitted, territories, experiment, opens_on, closes_on, staff_id, decided_at
from programme_version
where programme_id = $1
order by effective_on desc;

-- name: lock_programme
-- Today, in Paris, once nobody else changes the rules of programme $2, if it is of structure $1 or below.
select today_in_paris() from programme
where id = $2 and structure_id in (select structures_under($1))
for no key update;

-- name: put_version
-- The rules of programme $1 from day $2 on, as staff $3 decided: $4 to $14, in the order of the columns.
insert into programme_version (
    programme_id, effective_on, staff_id, min_age, max_age, months, introduction_required, training_required,
    one_tandem_at_a_time, minors_admitted, territories, experiment, opens_on, closes_on
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (programme_id, effective_on) do update set
    staff_id = excluded.staff_id,
    decided_at = now(),
    min_age = excluded.min_age,
    max_age = excluded.max_age,
    months = excluded.months,
    introduction_required = excluded.introduction_required,
    training_required = excluded.training_required,
    one_tandem_at_a_time = excluded.one_tandem_at_a_time,
    minors_admitted = excluded.minors_admitted,
    territories = excluded.territories,
    experiment = excluded.experiment,
    opens_on = excluded.opens_on,
    closes_on = excluded.closes_on;

-- name: apply_rules
-- Rules that came into force are repeated in the columns that decks and swipes read.
update programme
set
    min_age = rules.min_age,
    max_age = rules.max_age,
    introduction_required = rules.introduction_required,
    training_required = rules.training_required,
    one_tandem_at_a_time = rules.one_tandem_at_a_time
from programme_rules as rules
where
    rules.programme_id = programme.id
    and (
        programme.min_age, programme.max_age, programme.introduction_required, programme.training_required,
        programme.one_tandem_at_a_time
    ) is distinct from (
        rules.min_age, rules.max_age, rules.introduction_required, rules.training_required, rules.one_tandem_at_a_time
    );
