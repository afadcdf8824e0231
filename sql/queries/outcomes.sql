-- name: ask_outcomes
-- Both members of tandems that lived and closed are asked at each milestone ($1, so many months $2 after the close), at
-- most $3 late, and may answer for $4 (the notice: good for $5, priority $6, choices $7 of a mentee, $8 of a mentor), $9
-- at most. Not of a tandem that goes on as another, nor of two who no longer speak. How many were asked.
with asked as (
    insert into outcome (tandem_id, member_id, milestone, open_until)
    select tandem.id, asked_of.id, milestone.name, now() + $4::interval
    from unnest($1::text[], $2::integer[]) as milestone (name, months)
    join tandem
        on tandem.state = 'closed'
        and tandem.closed_at <= now() - make_interval(months => milestone.months)
        and tandem.closed_at > now() - make_interval(months => milestone.months) - $3::interval
    cross join unnest(array[tandem.mentee_id, tandem.mentor_id]) as asked_of (id)
    where
        tandem.activated_at is not null
        and not exists (
            select from outcome as known
            where
                known.tandem_id = tandem.id and known.member_id = asked_of.id and known.milestone = milestone.name
        )
        and not exists (select from tandem as next where next.renews_id = tandem.id)
        and not exists (
            select from block
            where (blocker_id, blocked_id) in ((tandem.mentee_id, tandem.mentor_id), (tandem.mentor_id, tandem.mentee_id))
        )
    order by tandem.id, asked_of.id
    limit $9
    on conflict (tandem_id, member_id, milestone) do nothing
    returning id, tandem_id, member_id, milestone
),
told as (
    insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
    select
        'OutcomeAsked', asked.id, asked.member_id,
        jsonb_build_object(
            'tandemId', asked.tandem_id,
            'followUpId', asked.id,
            'milestone', asked.milestone,
            'choices', case asked.member_id when tandem.mentee_id then $7::text else $8::text end
        ),
        $6, now() + $5::interval
    from asked
    join tandem on tandem.id = asked.tandem_id
    order by asked.id
    returning id
)
select count(*)::integer from told;

-- name: list_outcomes
-- What member $2 was asked of tandem $1, in order; $3: only this milestone.
select
    milestone, asked_at, open_until, answered_at, open_until > now() as is_open, situation, satisfaction, skills, gains
from outcome
where tandem_id = $1 and member_id = $2 and ($3::text is null or milestone = $3)
order by asked_at, id;

-- name: answer_outcome
-- Member $2 answers what they were asked of tandem $1 at milestone $3 (situation $4, satisfaction $5, skills $6, gains
-- $7), or changes it; nothing when it is asked no longer.
update outcome
set answered_at = coalesce(answered_at, now()), situation = $4, satisfaction = $5, skills = $6, gains = $7
where tandem_id = $1 and member_id = $2 and milestone = $3 and open_until > now()
returning id;

-- name: outcomes_of_tandem
-- What both members of tandem $1 were asked, in order.
select member_id, milestone, asked_at, answered_at, situation, satisfaction, skills, gains
from outcome
where tandem_id = $1
order by asked_at, id;
