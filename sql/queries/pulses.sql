-- name: ask_pulses
-- Both members of active tandems are asked on day $1 of its life and every $2 days from then, at most $3 late, and may
-- answer for $4 (the notice: good for $5, priority $6), of $7 tandems at most. How many were asked.
with due as (
    select tandem.id, tandem.mentee_id, tandem.mentor_id, 'day-' || latest.day as occasion
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
            select from pulse where pulse.tandem_id = tandem.id and pulse.occasion = 'day-' || latest.day
        )
    order by tandem.id
    limit $7
),
asked as (
    insert into pulse (tandem_id, member_id, occasion, open_until)
    select due.id, member_id, due.occasion, now() + $4::interval
    from due
    cross join unnest(array[due.mentee_id, due.mentor_id]) as member_id
    order by due.id, member_id
    on conflict (tandem_id, member_id, occasion) do nothing
    returning id, tandem_id, member_id
),
told as (
    insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
    select
        'PulseAsked', id, member_id, jsonb_build_object('tandemId', tandem_id, 'followUpId', id),
        $6, now() + $5::interval
    from asked
    order by id
    returning id
)
select count(*)::integer from told;

-- name: list_pulses
-- What member $2 was asked of tandem $1, in order; $3: only on this occasion.
select occasion, asked_at, open_until, answered_at, open_until > now() as is_open, mood, comment
from pulse
where tandem_id = $1 and member_id = $2 and ($3::text is null or occasion = $3)
order by asked_at, id;

-- name: answer_pulse
-- Member $2 answers what they were asked of tandem $1 on occasion $3 (mood $4, comment $5), or changes it; nothing when
-- it is asked no longer.
update pulse set answered_at = coalesce(answered_at, now()), mood = $4, comment = $5
where tandem_id = $1 and member_id = $2 and occasion = $3 and open_until > now()
returning id;

-- name: pulses_of_tandem
-- What both members of tandem $1 were asked, in order.
select member_id, occasion, asked_at, answered_at, mood, comment
from pulse
where tandem_id = $1
order by asked_at, id;
