-- name: parents
-- The structure above each.
select id, parent_id from structure;

-- name: count_members
-- Members before $1, by structure, role, a dimension and the furthest stage they had reached by then.
with stage as (
    select id as member_id, 2 as depth from mentor where verified_at < $1
    union all
    select id, 2 from member
    where role = 'mentee' and (birth_date <= $1::date - interval '18 years' or guardian_agreed_at < $1)
    union all
    -- A proposal leaves an empty deal, which nobody saw.
    select member_id, 3 from deal where dealt_at < $1 and cards <> '{}'
    union all
    select mentee_id, 3 from pair where mentee_swiped_at < $1
    union all
    select mentor_id, 3 from pair where mentor_swiped_at < $1
    union all
    select person, 4 from request, unnest(array[mentee_id, mentor_id]) as person where sent_at < $1 and not undone
    union all
    -- Six months active count from the first of two tandems if one renews the other.
    select
        person,
        case
            when coalesce(before.activated_at, tandem.activated_at) + interval '6 months' <= least(tandem.closed_at, $1) then 7
            when tandem.activated_at < $1 then 6
            else 5
        end
    from tandem
    left join tandem as before on before.id = tandem.renews_id
    cross join unnest(array[tandem.mentee_id, tandem.mentor_id]) as person
    where tandem.formed_at < $1
    union all
    select member_id, 8 from outcome where answered_at < $1
),
reached as (
    select member_id, max(depth) as depth from stage group by member_id
),
held as (
    select mentor_id, count(*) as things
    from (
        select mentor_id from request where sent_at < $1 and coalesce(closed_at >= $1, true) and not undone
        union all
        select mentor_id from tandem where formed_at < $1 and coalesce(closed_at >= $1, true)
    ) as both_kinds
    group by mentor_id
)
select
    member.structure_id,
    member.role,
    told.dimension,
    told.value,
    coalesce(reached.depth, 1) as depth,
    count(*)::integer as number
from member
join programme on programme.id = member.programme_id
left join mentor on mentor.id = member.id
left join reached on reached.member_id = member.id
left join held on held.mentor_id = member.id
cross join lateral (
    values
    ('all', ''),
    ('programme', programme.code),
    ('territory', left(member.area_code, case when member.area_code like '97%' then 3 else 2 end)),
    ('sector', left(member.sectors[1], 1)),
    ('month', to_char(member.created_at at time zone 'Europe/Paris', 'YYYY-MM')),
    ('load', case
        when mentor.id is null then null
        when held.things is null then 'none'
        when 2 * held.things <= greatest(mentor.capacity, 1) then 'up-to-half'
        when held.things <= greatest(mentor.capacity, 1) then 'up-to-all'
        when held.things <= 2 * greatest(mentor.capacity, 1) then 'up-to-double'
        else 'more'
    end)
) as told (dimension, value)
where member.created_at < $1 and told.value is not null
group by member.structure_id, member.role, told.dimension, told.value, coalesce(reached.depth, 1);

-- name: count_answers
-- Requests of the twelve months before $1 that were answered or left to expire, by the mentor's structure, a dimension and how they
-- ended: 1 expired, 2 refused, 3 accepted.
select
    member.structure_id,
    '' as role,
    told.dimension,
    told.value,
    case request.state when 'accepted' then 3 when 'refused' then 2 else 1 end as depth,
    count(*)::integer as number
from request
join member on member.id = request.mentor_id
cross join lateral (
    values ('all', ''), ('month', to_char(request.closed_at at time zone 'Europe/Paris', 'YYYY-MM'))
) as told (dimension, value)
where
    request.state in ('accepted', 'refused', 'expired')
    and request.closed_at < $1
    and request.closed_at >= $1 - interval '12 months'
group by member.structure_id, told.dimension, told.value, depth;

-- name: count_behind_answers
-- How many different people stand behind the requests that were settled in the twelve months before $1.
select
    member.structure_id,
    least(count(distinct request.mentor_id), count(distinct request.mentee_id))::integer as people
from request
join member on member.id = request.mentor_id
where
    request.state in ('accepted', 'refused', 'expired')
    and request.closed_at < $1
    and request.closed_at >= $1 - interval '12 months'
group by member.structure_id;

-- name: weigh_hours
-- How many whole hours mentors took to answer the requests of the twelve months before $1.
select
    member.structure_id,
    ceil(extract(epoch from request.closed_at - request.sent_at) / 3600)::double precision as value,
    count(*)::integer as number
from request
join member on member.id = request.mentor_id
where
    request.state in ('accepted', 'refused')
    and request.closed_at < $1
    and request.closed_at >= $1 - interval '12 months'
group by member.structure_id, ceil(extract(epoch from request.closed_at - request.sent_at) / 3600);

-- name: weigh_loads
-- What waited for verified mentors or went on with them at $1, for each of their seats.
with held as (
    select mentor_id, count(*) as things
    from (
        select mentor_id from request where sent_at < $1 and coalesce(closed_at >= $1, true) and not undone
        union all
        select mentor_id from tandem where formed_at < $1 and coalesce(closed_at >= $1, true)
    ) as both_kinds
    group by mentor_id
)
select
    member.structure_id,
    coalesce(held.things, 0) / greatest(mentor.capacity, 1)::double precision as value,
    count(*)::integer as number
from mentor
join member on member.id = mentor.id
left join held on held.mentor_id = mentor.id
where member.created_at < $1 and mentor.verified_at < $1
group by member.structure_id, value;

-- name: count_break_ups
-- Tandems that ended in the twelve months before $1 but were not renewed, by the mentee's structure, a dimension and how long they had
-- lasted: 1 six months, 2 less.
select
    member.structure_id,
    '' as role,
    told.dimension,
    told.value,
    case when coalesce(before.formed_at, tandem.formed_at) + interval '6 months' <= tandem.closed_at then 1 else 2 end as depth,
    count(*)::integer as number
from tandem
join member on member.id = tandem.mentee_id
left join tandem as before on before.id = tandem.renews_id
left join closure on closure.tandem_id = tandem.id
cross join lateral (
    values
    ('all', ''),
    ('reason', coalesce(closure.reason, tandem.closed_reason, 'other')),
    ('month', to_char(tandem.closed_at at time zone 'Europe/Paris', 'YYYY-MM'))
) as told (dimension, value)
where
    tandem.state = 'closed'
    and tandem.closed_reason is distinct from 'renewed'
    and tandem.closed_at < $1
    and tandem.closed_at >= $1 - interval '12 months'
group by member.structure_id, told.dimension, told.value, depth;

-- name: count_behind_break_ups
-- How many different people stand behind the tandems that ended in the twelve months before $1.
select
    member.structure_id,
    least(count(distinct tandem.mentor_id), count(distinct tandem.mentee_id))::integer as people
from tandem
join member on member.id = tandem.mentee_id
where
    tandem.state = 'closed'
    and tandem.closed_reason is distinct from 'renewed'
    and tandem.closed_at < $1
    and tandem.closed_at >= $1 - interval '12 months'
group by member.structure_id;

-- name: last_month
-- The last month that has ended in Paris, by its first day; when it ended; and whether it has been counted.
select
    month.starts_on,
    (month.starts_on + interval '1 month') at time zone 'Europe/Paris' as ended_at,
    exists (select from figure_run where figure_run.month = month.starts_on) as counted
from (select (date_trunc('month', today_in_paris()) - interval '1 month')::date as starts_on) as month;

-- name: begin_run
-- The run of month $1, unless there is one.
insert into figure_run (month) values ($1) on conflict (month) do nothing returning id;

-- name: runs
-- Runs, the newest first; of month $1, if given.
select id, month, computed_at from figure_run where $1::date is null or month = $1 order by month desc;

-- name: place
-- The structure of code $2 in the scope of structure $1, or that structure itself.
select id, code, name from structure
where id in (select structures_under($1)) and case when $2::text is null then id = $1 else code = $2 end;

-- name: values_of
-- Fives of run $1, topic $2, structure $3, by dimension $4, in role $5 where roles are told apart, if given.
select summed.value, programme.name, array_agg(summed.fives order by summed.stage) as fives
from (
    select figure_count.value, reached.stage, sum(reached.fives)::integer as fives
    from figure_count, unnest(figure_count.fives) with ordinality as reached (fives, stage)
    where
        figure_count.run_id = $1
        and figure_count.topic = $2
        and figure_count.dimension = $4
        and figure_count.structure_id = $3
        and ($5::text is null or figure_count.role in ('', $5))
    group by figure_count.value, reached.stage
) as summed
left join programme on programme.code = summed.value and $4 = 'programme'
group by summed.value, programme.name;

-- name: structures_of
-- Fives of run $1, topic $2, of structure $3 and each of those below it, in role $4 where roles are told apart, if given.
with recursive place as (
    select id, code, name, code as path from structure where id = $3
    union
    select structure.id, structure.code, structure.name, place.path || '/' || structure.code
    from structure
    join place on structure.parent_id = place.id
),
summed as (
    select figure_count.structure_id, reached.stage, sum(reached.fives)::integer as fives
    from figure_count, unnest(figure_count.fives) with ordinality as reached (fives, stage)
    where
        figure_count.run_id = $1
        and figure_count.topic = $2
        and figure_count.dimension = 'all'
        and figure_count.structure_id in (select structures_under($3))
        and ($4::text is null or figure_count.role in ('', $4))
    group by figure_count.structure_id, reached.stage
)
select
    place.code as value,
    place.name,
    coalesce(array_agg(summed.fives order by summed.stage) filter (where summed.stage is not null), '{}') as fives
from place
left join summed on summed.structure_id = place.id
group by place.path, place.code, place.name
order by place.path;

-- name: measures_of
-- Measures of run $1, topic $2, of structure $3 and each of those below it, by their code.
select structure.code, figure_measure.name, figure_measure.value
from figure_measure
join structure on structure.id = figure_measure.structure_id
where
    figure_measure.run_id = $1
    and figure_measure.topic = $2
    and figure_measure.structure_id in (select structures_under($3));
