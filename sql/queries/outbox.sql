-- name: put_notices
-- Tells recipients $3 of event $2 (kind $1, facts $4, good for $5, priority $6, beginning at $7): once each, whatever
-- repeats; one that was dropped before is news again.
insert into outbox (kind, event_id, recipient_id, facts, expires_at, priority, starts_at)
select $1, $2, recipient, $4, least(now() + $5::interval, $7), $6, $7 from unnest($3::uuid[]) as recipient
order by recipient
on conflict (recipient_id, event_id, kind, channel) do update set
    state = 'waiting',
    due_at = now(),
    created_at = now(),
    expires_at = excluded.expires_at,
    facts = excluded.facts,
    starts_at = excluded.starts_at,
    settled_at = null,
    claimed_until = null,
    sequence = null,
    read_at = null,
    held_for = null,
    pushed_as = null,
    told = '{}',
    attempts = 0
where outbox.state = 'dropped';

-- name: put_test
-- A notice of kind $1 for member $2, good for $3, only for their device $4.
insert into outbox (kind, event_id, recipient_id, expires_at, device_id)
values ($1, uuid_v7(), $2, now() + $3::interval, $4)
returning id;

-- name: claim_notices
-- Takes up to $1 due notices for $2, the most pressing first, and what else is due for the same members, so that it can
-- go in one push; a crash leaves them claimed until then, and the attempt counted.
with first as (
    select id, recipient_id from outbox
    where state = 'waiting' and priority = 0 and due_at <= now() and (claimed_until is null or claimed_until < now())
    order by due_at
    limit $1
    for update skip locked
),
second as (
    select id, recipient_id from outbox
    where state = 'waiting' and priority = 1 and due_at <= now() and (claimed_until is null or claimed_until < now())
    order by due_at
    limit greatest(0, $1 - (select count(*) from first))
    for update skip locked
),
third as (
    select id, recipient_id from outbox
    where state = 'waiting' and priority = 2 and due_at <= now() and (claimed_until is null or claimed_until < now())
    order by due_at
    limit greatest(0, $1 - (select count(*) from first) - (select count(*) from second))
    for update skip locked
),
taken as (
    select id, recipient_id from first
    union all
    select id, recipient_id from second
    union all
    select id, recipient_id from third
),
kin as (
    select outbox.id from outbox
    where
        outbox.recipient_id in (select recipient_id from taken)
        and outbox.state = 'waiting'
        and outbox.due_at <= now()
        and (outbox.claimed_until is null or outbox.claimed_until < now())
    for update skip locked
)
update outbox
set claimed_until = now() + $2::interval, attempts = attempts + 1
where id in (select id from taken union select id from kin)
returning
    id, kind, recipient_id, facts, attempts, told, expires_at, starts_at, read_at, held_for, pushed_as, device_id,
    standing(outbox) as standing, now() as claimed_at;

-- name: mark_notices
-- What became of each of $1, a list of marks. One that waits on is marked only by whoever claimed it last.
update outbox
set
    state = mark.state,
    reason = mark.reason,
    settled_at = case when mark.state <> 'waiting' then now() end,
    due_at = coalesce(mark.due_at, now() + mark.wait * interval '1 second', outbox.due_at),
    expires_at = coalesce(mark.expires_at, outbox.expires_at),
    told = coalesce(mark.told, outbox.told),
    attempts = outbox.attempts - coalesce(mark.unposted, false)::integer,
    held_for = coalesce(mark.held_for, outbox.held_for),
    pushed_as = coalesce(mark.pushed_as, outbox.pushed_as),
    claimed_until = null
from jsonb_to_recordset($1::text::jsonb) as mark (
    id uuid,
    attempts integer,
    state text,
    reason text,
    wait double precision,
    due_at timestamptz,
    expires_at timestamptz,
    told text[],
    unposted boolean,
    held_for text,
    pushed_as uuid
)
where
    outbox.id = mark.id
    and outbox.state = 'waiting'
    and (mark.state <> 'waiting' or outbox.attempts = mark.attempts);

-- name: sent_notices
-- What was sent to the member of uid $1, newest first, $2 at most.
select outbox.id, outbox.kind, outbox.facts, outbox.settled_at, outbox.expires_at, outbox.created_at
from outbox
join member on member.id = outbox.recipient_id
where member.uid = $1 and outbox.state = 'sent'
order by outbox.settled_at desc, outbox.id desc
limit $2;

-- name: letters_in
-- Notices in state $1 (dead or waiting) to members of structure $5 and below, newest first, before the cursor ($2
-- created_at, $3 id), $4 at most.
select id, kind, state, recipient_id, attempts, reason, created_at, settled_at, due_at
from (
    select id, kind, state, recipient_id, attempts, reason, created_at, settled_at, due_at
    from outbox where $1::text = 'dead' and state = 'dead'
    union all
    select id, kind, state, recipient_id, attempts, reason, created_at, settled_at, due_at
    from outbox where $1 = 'waiting' and state = 'waiting'
) as letter
where
    (created_at, id)
    < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
    and (select structure_id from member where member.id = letter.recipient_id) = any(array(select structures_under($5)))
order by created_at desc, id desc
limit $4;

-- name: dead_letter
-- The kind and the recipient of notice $1, if it is a dead letter to a member of structure $2 or below.
select outbox.kind, outbox.recipient_id
from outbox
join member on member.id = outbox.recipient_id
where outbox.id = $1 and outbox.state = 'dead' and member.structure_id in (select structures_under($2));

-- name: resend_notice
-- Dead letter $1 is tried again, to all the member's phones, and is good for $2.
update outbox
set
    state = 'waiting',
    due_at = now(),
    expires_at = least(now() + $2::interval, starts_at),
    settled_at = null,
    claimed_until = null,
    told = '{}',
    attempts = 0,
    held_for = null,
    pushed_as = null
where id = $1 and state = 'dead'
returning id;

-- name: count_notices
-- How many notices are in each state, and how late the oldest due one is, in seconds.
select
    state,
    count(*) as notices,
    coalesce(extract(epoch from now() - min(due_at) filter (where state = 'waiting')), 0)::double precision as age
from outbox
group by state;

-- name: purge_notices
-- Settled notices are kept 30 days.
delete from outbox where state <> 'waiting' and settled_at < now() - interval '30 days';
