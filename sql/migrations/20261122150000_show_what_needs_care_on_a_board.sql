-- migrate:up

-- What a member of staff has taken on themselves of the board, and what they did about it. The sign stays off the board
-- until it shows anew.
create table care (
    kind text not null,
    -- A tandem's, a request's or a mentor's id.
    subject_id uuid not null,
    structure_id uuid not null references structure (id),
    picked_up_by uuid references staff (id),
    picked_up_at timestamptz,
    closed_by uuid references staff (id),
    closed_at timestamptz,
    done text,
    primary key (kind, subject_id),
    check ((closed_at is null) = (done is null))
);

create index care_structure on care (structure_id);
create index care_picked_up_by on care (picked_up_by);
create index care_closed_by on care (closed_by);

create function missed_meetings(since timestamptz)
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

-- Everything that may go wrong soon, of whose structure it is, and since when. A tandem is its mentee's structure's.
create view at_risk as
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

-- migrate:down

drop view at_risk;
drop function missed_meetings(timestamptz);
drop table care;
