-- name: open_promise
-- A promise of kind $1 about $2 by structure $3, made at $4, due at $5; nothing while the same is owed already.
insert into promise (kind, subject_id, structure_id, made_at, due_at)
values ($1, $2, $3, $4, $5)
on conflict (kind, subject_id) where kept_at is null and dropped_at is null do nothing;

-- name: keep_promise
-- The promise of kind $1 about $2 is kept.
update promise set kept_at = now()
where kind = $1 and subject_id = $2 and kept_at is null and dropped_at is null;

-- name: drop_promise
-- Nobody waits any more for the promise of kind $1 about $2.
update promise set dropped_at = now()
where kind = $1 and subject_id = $2 and kept_at is null and dropped_at is null;

-- name: hand_over
-- What is owed to $1 is owed by structure $2 from now on.
update promise set structure_id = $2
where subject_id = $1 and structure_id <> $2 and kept_at is null and dropped_at is null;

-- name: owed
-- What structure $1 and those below owe, of kind $2 if given, the longest overdue first, after the cursor ($3 due_at, $4
-- id), $5 at most. Mentors owe answers to requests; their clock is the request's own.
with promised as (
    select id, kind, subject_id, structure_id, made_at, due_at, escalated_at
    from promise
    where
        kept_at is null
        and dropped_at is null
        and structure_id in (select structures_under($1))
        and ($2::text is null or kind = $2)
        and ($3::timestamptz is null or (due_at, id) > ($3, $4::uuid))
    order by due_at, id
    limit $5
),
asked as (
    select
        request.id,
        'request-answered' as kind,
        request.id as subject_id,
        member.structure_id,
        request.sent_at as made_at,
        request.expires_at as due_at,
        null::timestamptz as escalated_at
    from request
    join member on member.id = request.mentor_id
    where
        request.state = 'waiting'
        and member.structure_id in (select structures_under($1))
        and ($2::text is null or $2 = 'request-answered')
        and ($3::timestamptz is null or (request.expires_at, request.id) > ($3, $4::uuid))
    order by request.expires_at, request.id
    limit $5
)
select id, kind, subject_id, structure_id, made_at, due_at, escalated_at
from (select promised.* from promised union all select asked.* from asked) as both_kinds
order by due_at, id
limit $5;

-- name: escalated
-- What structures below structure $1 owe for so long that it, or one of those between, was told; after the cursor ($2
-- due_at, $3 id), $4 at most.
select id, kind, subject_id, structure_id, made_at, due_at, escalated_at
from promise
where
    kept_at is null
    and dropped_at is null
    and escalated_to in (select structures_under($1))
    and ($2::timestamptz is null or (due_at, id) > ($2, $3::uuid))
order by due_at, id
limit $4;

-- name: escalate_promises
-- The structure above is told of each promise that was due by $1.
update promise set escalated_at = now(), escalated_to = structure.parent_id
from structure
where
    structure.id = promise.structure_id
    and structure.parent_id is not null
    and promise.kept_at is null
    and promise.dropped_at is null
    and promise.escalated_at is null
    and promise.due_at <= $1;

-- name: count_overdue
-- How many promises of each kind are overdue.
select kind, count(*) as promises from promise
where kept_at is null and dropped_at is null and due_at < now()
group by kind;

-- name: count_months
-- How promises and requests made in the last $1 months were kept; months before that stay as they were counted.
insert into promise_month (kind, structure_id, month, made, kept_in_time, kept_late, broken)
select
    kind,
    structure_id,
    date_trunc('month', made_at at time zone 'Europe/Paris')::date,
    count(*),
    count(*) filter (where kept_at <= due_at),
    count(*) filter (where kept_at > due_at),
    count(*) filter (where kept_at is null and due_at < now())
from (
    select kind, structure_id, made_at, due_at, kept_at from promise where dropped_at is null
    union all
    select
        'request-answered',
        member.structure_id,
        request.sent_at,
        request.expires_at,
        case when request.state in ('accepted', 'refused') then request.closed_at end
    from request
    join member on member.id = request.mentor_id
    where request.state in ('waiting', 'accepted', 'refused', 'expired')
) as promised
where made_at >= (date_trunc('month', now() at time zone 'Europe/Paris') - ($1 - 1) * interval '1 month')
    at time zone 'Europe/Paris'
group by 1, 2, 3
on conflict (kind, structure_id, month) do update set
    made = excluded.made,
    kept_in_time = excluded.kept_in_time,
    kept_late = excluded.kept_late,
    broken = excluded.broken,
    counted_at = now();

-- name: months
-- How structure $1 and those below kept what they promised from month $2 to month $3, newest first.
select kind, structure_id, month, made, kept_in_time, kept_late, broken, counted_at
from promise_month
where structure_id in (select structures_under($1)) and month between $2 and $3
order by month desc, kind, structure_id;
