-- What staff have before them: introductions that are awaited and their calendar, proposals, cohorts.

update programme set introduction_required = true where code like 'programme-mission-locale-%';
update programme_version set introduction_required = true
from programme
where programme.id = programme_version.programme_id and programme.introduction_required;

insert into introduction_slot (
    id, staff_id, structure_id, starts_at, ends_at, kind, state, published_at
)
select
    bench.id(starts.at, officer.place * 10000 + number, 400), officer.id, officer.structure_id, starts.at,
    starts.at + interval '45 minutes', 'phone', case when starts.at < now() then 'held' else 'free' end,
    starts.at - interval '10 days'
from (
    select row_number() over (order by uid) as place, id, structure_id from staff where role = 'officer'
) as officer
cross join bench.size
cross join lateral generate_series(-least(200, size.members / 1000), least(200, size.members / 1000)) as number
cross join lateral (select date_trunc('hour', now()) + number * interval '6 hours' as at) as starts;

insert into proposal (id, mentee_id, mentor_id, structure_id, staff_id, state, sent_at, expires_at, closed_at)
select
    bench.id(asked.at, asked.n, 410), asked.mentee_id, asked.mentor_id, member.structure_id, officer.id, proposed.state,
    asked.at, asked.at + interval '14 days', case when proposed.state <> 'open' then asked.at + interval '9 days' end
from bench.asked
join member on member.id = asked.mentee_id
join lateral (
    select id from staff where role = 'officer' and staff.structure_id = member.structure_id order by uid limit 1
) as officer on true
cross join lateral (
    select
        case when asked.at > now() - interval '14 days' then 'open'
            else (array['formed', 'declined', 'expired'])[1 + asked.n % 3] end as state
) as proposed
where bench.chance(asked.n, 411) < 0.02 and asked.state is distinct from 'waiting';

insert into cohort (
    id, structure_id, staff_id, name, mentees_of, most, state, made_at, composed_at, mentors, total, bound
)
select
    bench.id(made.at, number, 420), officer.structure_id, officer.id, 'Rentrée ' || number, officer.structure_id, 200,
    'composed', made.at, made.at + interval '1 minute', 100, 90, 90
from generate_series(1, 200) as number
cross join lateral (select now() - number * interval '1 day' as at) as made
join (
    select row_number() over (order by uid) as place, count(*) over () as officers, id, structure_id
    from staff where role = 'officer'
) as officer on officer.place = 1 + number % officer.officers;

insert into cohort_mentee (cohort_id, mentee_id, mentor_id, place, state, worth, terms)
select
    cohort.id, mentee.id, mentor.id, one, 'paired', 1.0 / one, '{0.5,0.5,0.5,0.5}'
from (select row_number() over (order by id) as number, id from cohort) as cohort
cross join generate_series(1, least(100, (select members / 100 from bench.size)::integer)) as one
join bench.mentee on mentee.place = (cohort.number * 100 + one) % (select count(*) from bench.mentee)
join bench.mentor on mentor.place = (cohort.number * 100 + one) % (select count(*) from bench.mentor);
