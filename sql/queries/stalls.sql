-- name: gather_signs
-- What is known of tandems that are active or have a stall under way, in order, after tandem $1, $2 at most. Moods of
-- the last $3 days and absences of the last $4 count; a nudge of the last $5 days was lately.
with watched as (
    select id from tandem where state = 'active' and ($1::uuid is null or id > $1)
    union
    select tandem_id from stall where resolved_at is null and ($1::uuid is null or tandem_id > $1)
    order by id
    limit $2
)
select
    tandem.id as tandem_id,
    tandem.state = 'active' as active,
    coalesce(floor(extract(epoch from now() - life.active_since) / 86400), 0)::integer as days_active,
    floor(extract(epoch from now() - meetings.last_held_at) / 86400)::integer as days_since_meeting,
    meetings.ahead as meeting_ahead,
    floor(extract(epoch from now() - words.last_sent_at) / 86400)::integer as days_since_message,
    moods.lowest as lowest_mood,
    meetings.no_shows,
    stall.id as stall_id,
    floor(extract(epoch from now() - stall.nudged_at) / 86400)::integer as stall_days,
    stall.escalated_at is not null as escalated,
    coalesce(
        greatest(meetings.last_held_at, words.last_sent_at) > stall.nudged_at, false
    ) as in_touch_again,
    exists (
        select from stall as earlier
        where earlier.tandem_id = tandem.id and earlier.nudged_at > now() - $5::integer * interval '1 day'
    ) as nudged_lately
from watched
join tandem on tandem.id = watched.id
left join stall on stall.tandem_id = tandem.id and stall.resolved_at is null
cross join lateral (
    select max(moved_at) as active_since from tandem_event
    where tandem_event.tandem_id = tandem.id and to_state = 'active'
) as life
cross join lateral (
    select
        max(meeting.ends_at) filter (where meeting.state = 'confirmed' and meeting.ends_at <= now() and marks.missed = 0)
            as last_held_at,
        coalesce(
            bool_or(
                (meeting.state = 'confirmed' and meeting.starts_at > now())
                or (meeting.state = 'proposed' and meeting.starts[cardinality(meeting.starts)] > now())
            ),
            false
        ) as ahead,
        coalesce(
            sum(marks.missed) filter (where meeting.starts_at > now() - $4::integer * interval '1 day'), 0
        )::integer as no_shows
    from meeting
    cross join lateral (
        select count(*) filter (where coalesce(settled.verdict, mark_of(meeting, side)) = 'missed') as missed
        from unnest('{mentee,mentor}'::text[]) as side
        left join lateral (
            select dispute.verdict from dispute
            where
                dispute.meeting_id = meeting.id
                and dispute.member_id = case side when 'mentee' then tandem.mentee_id else tandem.mentor_id end
                and dispute.verdict is not null
            order by dispute.settled_at desc
            limit 1
        ) as settled on true
    ) as marks
    where meeting.tandem_id = tandem.id
) as meetings
left join lateral (
    select message.sent_at as last_sent_at from message
    where message.tandem_id = tandem.id
    order by message.sequence desc
    limit 1
) as words on true
cross join lateral (
    select min(latest.mood) as lowest
    from (
        select distinct on (pulse.member_id) pulse.mood from pulse
        where
            pulse.tandem_id = tandem.id
            and pulse.answered_at > now() - $3::integer * interval '1 day'
        order by pulse.member_id, pulse.asked_at desc
    ) as latest
) as moods
order by tandem.id;

-- name: open_stalls
-- Tandems $1 seem to fall silent, for reasons $2 (each a list with commas): both members are nudged (the notice: good for
-- $3, priority $4), unless they were within $5 days. How many stalls were opened.
with opened as (
    insert into stall (tandem_id, reasons)
    select quiet.tandem_id, string_to_array(quiet.reasons, ',')
    from unnest($1::uuid[], $2::text[]) as quiet (tandem_id, reasons)
    where
        not exists (
            select from stall as earlier
            where earlier.tandem_id = quiet.tandem_id and earlier.nudged_at > now() - $5::integer * interval '1 day'
        )
    order by quiet.tandem_id
    on conflict (tandem_id) where resolved_at is null do nothing
    returning id, tandem_id
),
told as (
    insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
    select
        'TandemQuiet', opened.id, member_id,
        jsonb_build_object('tandemId', tandem.id, 'followUpId', opened.id), $4, now() + $3::interval
    from opened
    join tandem on tandem.id = opened.tandem_id
    cross join unnest(array[tandem.mentee_id, tandem.mentor_id]) as member_id
    order by opened.id, member_id
)
select count(*)::integer from opened;

-- name: keep_reasons
-- Stalls $1 have reasons $2 now (each a list with commas).
update stall set reasons = string_to_array(present.reasons, ',')
from unnest($1::uuid[], $2::text[]) as present (id, reasons)
where
    stall.id = present.id
    and stall.resolved_at is null
    and stall.reasons <> string_to_array(present.reasons, ',');

-- name: escalate_stalls
-- Staff learn of stalls $1.
update stall set escalated_at = now() where id = any($1::uuid[]) and escalated_at is null and resolved_at is null;

-- name: resolve_stalls
-- Stalls $1 are over.
update stall set resolved_at = now() where id = any($1::uuid[]) and resolved_at is null;

-- name: stalls_of_tandem
-- The stalls of tandem $1, in order.
select reasons, nudged_at, escalated_at, resolved_at
from stall
where tandem_id = $1
order by nudged_at, id;
