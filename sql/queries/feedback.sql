-- name: ask_feedback
-- Mentors of active tandems are asked on day $1 of its life and every $2 days from then, at most $3 late, and may answer
-- until the next time (the notice: good for $4, priority $5), $6 at most. How many were asked.
with due as (
    select tandem.id, 'day-' || latest.day as occasion, tandem.activated_at + latest.day * interval '24 hours' as due_at
    from tandem
    cross join lateral (
        select floor(extract(epoch from now() - tandem.activated_at) / 86400)::integer as days
    ) as lived
    cross join lateral (select lived.days - (lived.days - $1::integer) % $2::integer as day) as latest
    where
        tandem.state = 'active'
        and lived.days >= $1
        and now() < tandem.activated_at + latest.day * interval '24 hours' + $3::interval
        and not exists (
            select from feedback where feedback.tandem_id = tandem.id and feedback.occasion = 'day-' || latest.day
        )
    order by tandem.id
    limit $6
),
asked as (
    insert into feedback (tandem_id, occasion, open_until)
    select id, occasion, due_at + $2 * interval '24 hours'
    from due
    order by id
    on conflict (tandem_id, occasion) do nothing
    returning id, tandem_id
),
told as (
    insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
    select
        'FeedbackDue', asked.id, tandem.mentor_id,
        jsonb_build_object('tandemId', tandem.id, 'followUpId', asked.id), $5, now() + $4::interval
    from asked
    join tandem on tandem.id = asked.tandem_id
    order by asked.id
    returning id
)
select count(*)::integer from told;

-- name: ask_last_feedback
-- Mentors of tandems that lived and closed are asked for the last time, at most $1 late, and may answer for $2 (the
-- notice: good for $3, priority $4), $5 at most. It stands for one that was asked before and is still awaited. Not of a
-- tandem that goes on as another, nor of two who no longer speak. How many were asked.
with asked as (
    insert into feedback (tandem_id, occasion, open_until)
    select tandem.id, 'close', now() + $2::interval
    from tandem
    where
        tandem.state = 'closed'
        and tandem.closed_at > now() - $1::interval
        and tandem.activated_at is not null
        and not exists (select from feedback where feedback.tandem_id = tandem.id and feedback.occasion = 'close')
        and not exists (select from tandem as next where next.renews_id = tandem.id)
        and not exists (
            select from block
            where (blocker_id, blocked_id) in ((tandem.mentee_id, tandem.mentor_id), (tandem.mentor_id, tandem.mentee_id))
        )
    order by tandem.id
    limit $5
    on conflict (tandem_id, occasion) do nothing
    returning id, tandem_id
),
replaced as (
    update feedback set open_until = now()
    from asked
    where feedback.tandem_id = asked.tandem_id and feedback.answered_at is null and feedback.open_until > now()
),
told as (
    insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
    select
        'FeedbackDue', asked.id, tandem.mentor_id,
        jsonb_build_object('tandemId', tandem.id, 'followUpId', asked.id), $4, now() + $3::interval
    from asked
    join tandem on tandem.id = asked.tandem_id
    order by asked.id
    returning id
)
select count(*)::integer from told;

-- name: remind_of_feedback
-- Mentors are reminded, once, of a report that was asked $1 ago and is still awaited (the notice: good for $2, priority
-- $3), $4 at most. How many were reminded.
with awaited as (
    select feedback.id from feedback
    where
        feedback.answered_at is null
        and feedback.reminded_at is null
        and feedback.asked_at <= now() - $1::interval
        and feedback.open_until > now()
    order by feedback.id
    limit $4
    for no key update
),
reminded as (
    update feedback set reminded_at = now()
    from awaited
    where feedback.id = awaited.id
    returning feedback.id, feedback.tandem_id
),
told as (
    insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
    select
        'FeedbackReminder', reminded.id, tandem.mentor_id,
        jsonb_build_object('tandemId', tandem.id, 'followUpId', reminded.id), $3, now() + $2::interval
    from reminded
    join tandem on tandem.id = reminded.tandem_id
    order by reminded.id
    returning id
)
select count(*)::integer from told;

-- name: list_feedback
-- The reports of tandem $1, in order, with their notes if $2; without, only those that were given. $3: only on this
-- occasion.
select
    occasion,
    case
        when answered_at is not null then 'given'
        when open_until > now() then 'due'
        else 'missed'
    end as state,
    asked_at,
    open_until,
    answered_at,
    open_until > now() as is_open,
    rhythm,
    progress,
    helped,
    needs_help,
    case when $2::boolean then note end as note
from feedback
where tandem_id = $1 and ($2 or answered_at is not null) and ($3::text is null or occasion = $3)
order by asked_at, id;

-- name: give_feedback
-- The mentor of tandem $1 reports on occasion $2 (rhythm $3, progress $4, helped $5, needs help $6, note $7), or changes
-- the report; nothing when it is asked no longer.
update feedback
set
    answered_at = coalesce(answered_at, now()),
    rhythm = $3,
    progress = $4,
    helped = $5,
    needs_help = $6,
    note = $7
where tandem_id = $1 and occasion = $2 and open_until > now()
returning id;

-- name: feedback_under
-- Reports to structure $1 or one below it, in state $2, newest asked first, before the cursor ($3 asked_at, $4 id), $5 at
-- most; $6: only those that do, or do not, ask for help. Of $7 members or fewer the tandems are looked up, otherwise all
-- reports are looked through until there are enough.
with scope as materialized (select structures_under($1) as id),
near as materialized (
    select scope.id
    from scope
    join member on member.structure_id = scope.id
    limit $7 + 1
),
few as materialized (select count(*) <= $7 as members from near),
page as materialized (
    select found.id, found.asked_at
    from (
        (
            select feedback.id, feedback.asked_at
            from feedback
            where
                not (select members from few)
                and (feedback.asked_at, feedback.id)
                < (coalesce($3::timestamptz, 'infinity'), coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
                and case $2
                    when 'given' then feedback.answered_at is not null
                    when 'due' then feedback.answered_at is null and feedback.open_until > now()
                    else feedback.answered_at is null and feedback.open_until <= now()
                end
                and ($6::boolean is null or feedback.needs_help = $6)
                and (
                    select mentee.structure_id
                    from tandem
                    join member as mentee on mentee.id = tandem.mentee_id
                    where tandem.id = feedback.tandem_id
                ) = any(array(select id from scope))
            order by feedback.asked_at desc, feedback.id desc
            limit $5
        )
        union all
        (
            select theirs.id, theirs.asked_at
            from scope
            -- Not to be joined otherwise: `offset 0` keeps each to one look into an index.
            cross join lateral (select id from member where member.structure_id = scope.id offset 0) as mentee
            cross join lateral (select id from tandem where tandem.mentee_id = mentee.id offset 0) as tandem
            cross join lateral (
                select feedback.id, feedback.asked_at
                from feedback
                where
                    feedback.tandem_id = tandem.id
                    and (feedback.asked_at, feedback.id)
                    < (coalesce($3, 'infinity'), coalesce($4, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
                    and case $2
                        when 'given' then feedback.answered_at is not null
                        when 'due' then feedback.answered_at is null and feedback.open_until > now()
                        else feedback.answered_at is null and feedback.open_until <= now()
                    end
                    and ($6 is null or feedback.needs_help = $6)
                offset 0
            ) as theirs
            where (select members from few)
        )
    ) as found
    order by found.asked_at desc, found.id desc
    limit $5
)
select
    shown.id,
    shown.tandem_id,
    shown.mentee_id,
    shown.mentor_id,
    shown.occasion,
    $2::text as state,
    shown.asked_at,
    shown.answered_at,
    shown.rhythm,
    shown.progress,
    shown.helped,
    shown.needs_help
from page
-- One at a time: a plan for any page would join whole tables.
cross join lateral (
    select
        feedback.id,
        feedback.tandem_id,
        tandem.mentee_id,
        tandem.mentor_id,
        feedback.occasion,
        feedback.asked_at,
        feedback.answered_at,
        feedback.rhythm,
        feedback.progress,
        feedback.helped,
        feedback.needs_help
    from feedback
    join tandem on tandem.id = feedback.tandem_id
    where feedback.id = page.id
    limit 1
) as shown
order by shown.asked_at desc, shown.id desc;

-- name: members_under
-- The two of tandem $2, if its mentee is of structure $1 or one below it.
select unnest(array[tandem.mentee_id, tandem.mentor_id]) as id
from tandem
join member as mentee on mentee.id = tandem.mentee_id
where tandem.id = $2 and mentee.structure_id in (select structures_under($1));
