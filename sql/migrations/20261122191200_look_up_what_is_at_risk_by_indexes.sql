-- migrate:up

create or replace function missed_meetings(since timestamptz)
returns table (tandem_id uuid, last_at timestamptz)
language sql stable parallel safe
as $$
    select meeting.tandem_id, max(meeting.starts_at)
    from meeting
    where
        meeting.starts_at between $1 and now()
        -- Few: those of the index on absences.
        and (
            meeting.mentee_said in ('other_absent', 'self_absent')
            or meeting.mentor_said in ('other_absent', 'self_absent')
        )
        and ('missed' in (mark_of(meeting, 'mentee'), mark_of(meeting, 'mentor')))
    group by meeting.tandem_id
    having count(*) >= 2
$$;

create or replace view at_risk as
with tandems as (
    select 'stalled' as kind, stall.tandem_id, stall.escalated_at as since, stall.reasons as signs
    from stall
    where stall.resolved_at is null and stall.escalated_at is not null
    union all
    select 'feedback-overdue', feedback.tandem_id, min(feedback.asked_at) + interval '14 days', '{}'
    from feedback
    where feedback.answered_at is null and feedback.asked_at < now() - interval '14 days' and feedback.open_until > now()
    group by feedback.tandem_id
    union all
    select 'no-shows', missed.tandem_id, missed.last_at, '{}' from missed_meetings(now() - interval '60 days') as missed
    union all
    select 'low-pulse', pulse.tandem_id, max(pulse.answered_at), '{}'
    from pulse
    where pulse.mood <= 2 and pulse.answered_at > now() - interval '30 days'
    group by pulse.tandem_id
),
mentors as (
    select 'mentor-flooded' as kind, request.mentor_id, min(request.sent_at) as since
    from mentor
    join request on request.mentor_id = mentor.id and request.state = 'waiting'
    -- Ten wait, and three for each seat: more than anybody answers in a week.
    where mentor.requests_waiting >= 10 and mentor.requests_waiting >= 3 * mentor.capacity
    group by request.mentor_id
    union all
    -- Nothing opened for a week, though somebody waits.
    select 'mentor-silent', request.mentor_id, min(request.sent_at) + interval '7 days'
    from request
    where
        request.state = 'waiting'
        and request.expires_at < now() + interval '7 days'
        and request.opened_at is null
        and not exists (
            select from request as answered
            where
                answered.mentor_id = request.mentor_id
                and (answered.opened_at > now() - interval '7 days' or answered.closed_at > now() - interval '7 days')
        )
    group by request.mentor_id
)
select
    tandems.kind, tandems.tandem_id as subject_id, tandem.mentee_id, tandem.mentor_id, tandem.structure_id,
    tandems.since, tandems.signs::text[] as signs
from tandems
-- Few of many: `offset 0` keeps each to one look into an index.
cross join lateral (
    select tandem.mentee_id, tandem.mentor_id, member.structure_id
    from tandem
    join member on member.id = tandem.mentee_id
    where tandem.id = tandems.tandem_id and tandem.state <> 'closed'
    offset 0
) as tandem
union all
select
    'request-expiring', request.id, request.mentee_id, request.mentor_id, member.structure_id,
    request.expires_at - interval '3 days', '{}'
from request
cross join lateral (select structure_id from member where member.id = request.mentee_id offset 0) as member
where request.state = 'waiting' and request.expires_at < now() + interval '3 days'
union all
select mentors.kind, mentors.mentor_id, null, mentors.mentor_id, member.structure_id, mentors.since, '{}'
from mentors
cross join lateral (select structure_id from member where member.id = mentors.mentor_id offset 0) as member;

-- migrate:down

create or replace view at_risk as
with tandems as (
    select 'stalled' as kind, stall.tandem_id, stall.escalated_at as since, stall.reasons as signs
    from stall
    where stall.resolved_at is null and stall.escalated_at is not null
    union all
    select 'feedback-overdue', feedback.tandem_id, min(feedback.asked_at) + interval '14 days', '{}'
    from feedback
    where feedback.answered_at is null and feedback.asked_at < now() - interval '14 days' and feedback.open_until > now()
    group by feedback.tandem_id
    union all
    select 'no-shows', missed.tandem_id, missed.last_at, '{}' from missed_meetings(now() - interval '60 days') as missed
    union all
    select 'low-pulse', pulse.tandem_id, max(pulse.answered_at), '{}'
    from pulse
    where pulse.mood <= 2 and pulse.answered_at > now() - interval '30 days'
    group by pulse.tandem_id
),
mentors as (
    select 'mentor-flooded' as kind, request.mentor_id, min(request.sent_at) as since
    from mentor
    join request on request.mentor_id = mentor.id and request.state = 'waiting'
    -- Ten wait, and three for each seat: more than anybody answers in a week.
    where mentor.requests_waiting >= 10 and mentor.requests_waiting >= 3 * mentor.capacity
    group by request.mentor_id
    union all
    -- Nothing opened for a week, though somebody waits.
    select 'mentor-silent', request.mentor_id, min(request.sent_at) + interval '7 days'
    from request
    where
        request.state = 'waiting'
        and request.expires_at < now() + interval '7 days'
        and request.opened_at is null
        and not exists (
            select from request as answered
            where
                answered.mentor_id = request.mentor_id
                and (answered.opened_at > now() - interval '7 days' or answered.closed_at > now() - interval '7 days')
        )
    group by request.mentor_id
)
select
    tandems.kind, tandems.tandem_id as subject_id, tandem.mentee_id, tandem.mentor_id, member.structure_id,
    tandems.since, tandems.signs::text[] as signs
from tandems
join tandem on tandem.id = tandems.tandem_id and tandem.state <> 'closed'
join member on member.id = tandem.mentee_id
union all
select
    'request-expiring', request.id, request.mentee_id, request.mentor_id, member.structure_id,
    request.expires_at - interval '3 days', '{}'
from request
join member on member.id = request.mentee_id
where request.state = 'waiting' and request.expires_at < now() + interval '3 days'
union all
select mentors.kind, mentors.mentor_id, null, mentors.mentor_id, member.structure_id, mentors.since, '{}'
from mentors
join member on member.id = mentors.mentor_id;

create or replace function missed_meetings(since timestamptz)
returns table (tandem_id uuid, last_at timestamptz)
language sql stable parallel safe
as $$
    select meeting.tandem_id, max(meeting.starts_at)
    from meeting
    where
        meeting.starts_at between $1 and now()
        and ('missed' in (mark_of(meeting, 'mentee'), mark_of(meeting, 'mentor')))
    group by meeting.tandem_id
    having count(*) >= 2
$$;
