-- name: send_request
-- Mentee $1 asks mentor $2, with message $3, and the mentor is told (facts $4, good for $5). One statement, because the
-- mentor, whom many ask, stays locked from the counting of the request to the commit. The notice has the request's id.
with sent as (
    insert into request (mentee_id, mentor_id, message) values ($1, $2, $3)
    returning id
)
insert into outbox (id, kind, event_id, recipient_id, facts, expires_at)
select sent.id, 'RequestReceived', sent.id, $2, $4, now() + $5::interval from sent;

-- name: revive_request
-- An undone request $1 is asked again, with message $2.
update request
set
    state = 'waiting',
    closed_at = null,
    undone = false,
    opened_at = null,
    message = $2,
    sent_at = now(),
    expires_at = now() + interval '14 days'
where id = $1
returning id;

-- name: close_request
-- Waiting request $1 ends as $2.
update request set state = $2, closed_at = now()
where id = $1 and state = 'waiting';

-- name: undo_request
-- Waiting request $1 is as if it had never been; nothing when the mentor has opened it, be it this very moment.
update request set state = 'withdrawn', closed_at = now(), undone = true
where id = $1 and state = 'waiting' and opened_at is null
returning id;

-- name: accept_request
-- The waiting request of mentee $1 to mentor $2 led to a tandem.
update request set state = 'accepted', closed_at = now(), opened_at = coalesce(opened_at, now())
where mentee_id = $1 and mentor_id = $2 and state = 'waiting';

-- name: open_request
-- Mentor of uid $1 has seen the request of mentee $2; the first time is kept.
update request set opened_at = coalesce(opened_at, now())
from member
where
    member.uid = $1
    and member.suspended_at is null
    and request.mentor_id = member.id
    and request.mentee_id = $2
    and request.state = 'waiting'
returning request.id;

-- name: request_between
-- Whether mentee $2 ever asked the mentor of uid $1, and neither has blocked the other.
select exists (
    select from request
    join member on member.id = request.mentor_id
    where
        member.uid = $1
        and request.mentee_id = $2
        and not request.undone
        and not exists (
            select from block where (blocker_id, blocked_id) in ((member.id, $2), ($2, member.id))
        )
);

-- name: lock_mentors_asked
-- The mentors whom mentee $1 waits for, and mentor $2, locked in id order: several are about to change.
select id from mentor
where id = $2 or id in (select mentor_id from request where mentee_id = $1 and state = 'waiting')
order by id
for no key update;

-- name: release_requests
-- A mentee $1 who holds one tandem at a time no longer waits for anybody.
update request set state = 'released', closed_at = now()
where mentee_id = $1 and state = 'waiting';

-- name: overdue_requests
-- Up to $1 waiting requests whose time is over, oldest first.
select id, mentee_id, mentor_id from request
where state = 'waiting' and expires_at <= now()
order by expires_at
limit $1;

-- name: lock_mentee
-- Takes the lock that every change to the pairs of mentee $1 takes first.
select id from mentee where id = $1 for no key update;

-- name: expire_request
-- Request $1 ran out of time; nothing when it was answered meanwhile.
update request set state = 'expired', closed_at = now()
where id = $1 and state = 'waiting' and expires_at <= now()
returning id;

-- name: list_requests
-- The latest request of each pair of uid $1, $2 the side asked for (sent or received), newest first, before the
-- cursor ($3 sent_at, $4 id), $5 at most; $6: only these. Accepted ones are tandems; undone ones never were.
with caller as (
    select id, role from member where uid = $1
)
select
    request.id,
    request.state,
    request.message,
    request.sent_at,
    request.expires_at,
    request.opened_at,
    request.state = 'waiting' and (
        member_of_mentor.paused_at is not null
        or member_of_mentor.hidden_at is not null
        or mentor.seats_taken >= mentor.capacity
    ) as parked,
    other.id as member_id
from caller
join request on case $2 when 'sent' then request.mentee_id else request.mentor_id end = caller.id
join member as other on other.id = case $2 when 'sent' then request.mentor_id else request.mentee_id end
join mentor on mentor.id = request.mentor_id
join member as member_of_mentor on member_of_mentor.id = request.mentor_id
where
    caller.role = case $2 when 'sent' then 'mentee' else 'mentor' end
    and request.state <> 'accepted'
    and not request.undone
    and other.suspended_at is null
    and ($6::uuid[] is null or request.id = any($6))
    and ($3::timestamptz is null or (request.sent_at, request.id) < ($3, $4::uuid))
    and not exists (
        select from request as later
        where
            later.mentee_id = request.mentee_id
            and later.mentor_id = request.mentor_id
            and later.sent_at > request.sent_at
    )
    and not exists (
        select from block where (blocker_id, blocked_id) in ((caller.id, other.id), (other.id, caller.id))
    )
order by request.sent_at desc, request.id desc
limit $5;
