-- name: hold_people
-- The mentee, then the mentor of tandem $2, one of whom has uid $1, locked while a meeting is booked for both.
with two as (
    select tandem.mentee_id, tandem.mentor_id
    from tandem
    join member on member.uid = $1 and member.id in (tandem.mentee_id, tandem.mentor_id)
    where tandem.id = $2
),
first as materialized (
    select mentee.id, two.mentor_id from two join mentee on mentee.id = two.mentee_id
    for no key update of mentee
)
select mentor.id from first join mentor on mentor.id = first.mentor_id
for no key update of mentor;

-- name: list_meetings
-- The meetings of uid $1, of tandem $2 only if given: those to come, the soonest first, or ($3) those past, the latest
-- first; after the cursor ($4 time, $5 id), $6 at most; $7: only these, whenever they are.
select
    meeting.id,
    meeting.tandem_id,
    caller.role as side,
    tandem.mentee_id,
    tandem.mentor_id,
    meeting.revision,
    meeting.state,
    meeting.proposed_by,
    meeting.kind,
    meeting.place_kind,
    meeting.place,
    meeting.link,
    meeting.zone,
    meeting.starts,
    meeting.minutes,
    meeting.starts_at,
    meeting.ends_at,
    meeting.cancelled_at,
    meeting.cancelled_by,
    meeting.cancel_reason,
    meeting.cancel_words,
    meeting.state = 'cancelled' and mark_of(meeting, meeting.cancelled_by) is not distinct from 'late' as late,
    meeting.mentee_said,
    meeting.mentor_said,
    meeting.changed_at,
    officer.display_name as officer
from member as caller
join tandem on caller.id in (tandem.mentor_id, tandem.mentee_id)
join meeting on meeting.tandem_id = tandem.id
left join staff as officer on officer.id = meeting.officer_id
cross join lateral (
    select
        coalesce(meeting.starts_at, meeting.starts[1]) as at,
        coalesce(meeting.ends_at, meeting.starts[cardinality(meeting.starts)]) <= now() as past
) as time
where
    caller.uid = $1
    and ($2::uuid is null or tandem.id = $2)
    and ($7::uuid[] is null and time.past = $3::boolean or meeting.id = any($7))
    and (
        $4::timestamptz is null
        or case when $3 then (time.at, meeting.id) < ($4, $5::uuid) else (time.at, meeting.id) > ($4, $5::uuid) end
    )
    and not exists (
        select from block
        where
            (blocker_id, blocked_id) in (
                (tandem.mentor_id, tandem.mentee_id), (tandem.mentee_id, tandem.mentor_id)
            )
    )
order by
    case when not $3 then time.at end,
    case when not $3 then meeting.id end,
    time.at desc,
    meeting.id desc
limit $6;

-- name: lock_meeting
-- Meeting $1 of tandem $2, locked while it changes.
select id from meeting where id = $1 and tandem_id = $2
for update;

-- name: count_open_meetings
-- How many meetings of tandem $1 are proposed or to come.
select count(*)::integer from meeting
where
    tandem_id = $1
    and (
        (state = 'proposed' and starts[cardinality(starts)] > now())
        or (state = 'confirmed' and ends_at > now())
    );

-- name: propose_meeting
-- Meeting $1 of tandem $2 is proposed by the side $3: kind $4, kind of place $5, place $6, link $7, zone $8, slots that
-- start at $9 and last $10 minutes. Nothing if the id is taken.
insert into meeting (id, tandem_id, proposed_by, kind, place_kind, place, link, zone, starts, minutes)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (id) do nothing
returning revision;

-- name: move_meeting
-- Meeting $1 is proposed anew by the side $2: kind $3, kind of place $4, place $5, link $6, zone $7, slots that start at
-- $8 and last $9 minutes. The slot that was confirmed is given up.
update meeting
set
    revision = revision + 1,
    state = 'proposed',
    proposed_by = $2,
    proposed_at = now(),
    kind = $3,
    place_kind = $4,
    place = $5,
    link = $6,
    zone = $7,
    starts = $8,
    minutes = $9,
    starts_at = null,
    ends_at = null,
    confirmed_at = null,
    changed_at = now()
where id = $1
returning revision;

-- name: confirm_meeting
-- Meeting $1 takes place from $2 to $3.
update meeting
set
    revision = revision + 1,
    state = 'confirmed',
    starts_at = $2,
    ends_at = $3,
    confirmed_at = now(),
    changed_at = now()
where id = $1
returning revision;

-- name: cancel_meeting
-- Meeting $1 does not take place: so says the side $2, or staff, for reason $3, with words $4.
update meeting
set
    revision = revision + 1,
    state = 'cancelled',
    cancelled_at = now(),
    cancelled_by = $2,
    cancel_reason = $3,
    cancel_words = $4,
    changed_at = now()
where id = $1
returning revision;

-- name: remind_of_meetings
-- Both are reminded of each meeting that begins within $1 but not within $2, if it was confirmed before that: once for
-- each (the notice: good for $3, priority $4).
insert into outbox (kind, event_id, recipient_id, facts, priority, starts_at, expires_at)
select
    'MeetingSoon',
    md5(concat_ws(' ', meeting.id, meeting.revision, $1::interval))::uuid,
    booking.member_id,
    jsonb_build_object('tandemId', meeting.tandem_id, 'meetingId', meeting.id, 'revision', meeting.revision),
    $4,
    meeting.starts_at,
    least(now() + $3::interval, meeting.starts_at)
from meeting
join booking on booking.meeting_id = meeting.id
where
    meeting.state = 'confirmed'
    and meeting.starts_at > now() + $2::interval
    and meeting.starts_at <= now() + $1::interval
    and meeting.confirmed_at <= meeting.starts_at - $1::interval
order by booking.member_id, meeting.id
on conflict (recipient_id, event_id, kind, channel) do nothing;

-- name: ask_how_meetings_went
-- Who has not said how a meeting went that ended within the day is asked, once (the notice: good for $1, priority $2).
insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
select
    'AttendanceAsked',
    meeting.id,
    booking.member_id,
    jsonb_build_object('tandemId', meeting.tandem_id, 'meetingId', meeting.id, 'revision', meeting.revision),
    $2,
    now() + $1::interval
from meeting
join tandem on tandem.id = meeting.tandem_id
join booking on booking.meeting_id = meeting.id
where
    meeting.state = 'confirmed'
    and meeting.starts_at > now() - interval '28 hours'
    and meeting.ends_at <= now()
    and meeting.ends_at > now() - interval '24 hours'
    and case booking.member_id when tandem.mentee_id then meeting.mentee_said else meeting.mentor_said end is null
order by booking.member_id, meeting.id
on conflict (recipient_id, event_id, kind, channel) do nothing;
