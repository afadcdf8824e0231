-- name: put_notices
-- Tells recipients $3 of event $2 (kind $1, facts $4, good until $5): once each, whatever repeats.
insert into outbox (kind, event_id, recipient_id, facts, expires_at)
select $1, $2, recipient, $4, now() + $5::interval from unnest($3::uuid[]) as recipient
order by recipient
on conflict (event_id, recipient_id, channel, kind) do update set
    state = 'waiting',
    due_at = now(),
    expires_at = excluded.expires_at,
    settled_at = null
where outbox.state = 'dropped';

-- name: claim_notices
-- Takes up to $1 due notices for $2; a crash leaves them claimed until then, and the attempt counted.
update outbox
set claimed_until = now() + $2::interval, attempts = attempts + 1
where id in (
    select id from outbox
    where state = 'waiting' and due_at <= now() and (claimed_until is null or claimed_until < now())
    order by due_at
    limit $1
    for update skip locked
)
returning id, kind, event_id, recipient_id, facts, attempts, told, created_at, expires_at;

-- name: settle_notice
-- Notice $1 ends as $2, because $3.
update outbox set state = $2, reason = $3, settled_at = now(), claimed_until = null
where id = $1 and state = 'waiting';

-- name: postpone_notice
-- Notice $1 is tried again in $2, because $3; devices $4 are finished with.
update outbox set due_at = now() + $2::interval, reason = $3, told = $4, claimed_until = null
where id = $1 and state = 'waiting';

-- name: moot_notices
-- Of notices $1, those whose news is over: the request was answered, opened or taken back before the push left.
select outbox.id from outbox
join request on request.id = outbox.event_id
where
    outbox.id = any($1::uuid[])
    and outbox.kind = 'RequestReceived'
    and (request.state <> 'waiting' or request.opened_at is not null);

-- name: sent_notices
-- What was sent to the member of uid $1, newest first, $2 at most.
select outbox.id, outbox.kind, outbox.facts, outbox.settled_at, outbox.expires_at, outbox.created_at
from outbox
join member on member.id = outbox.recipient_id
where member.uid = $1 and outbox.state = 'sent'
order by outbox.settled_at desc, outbox.id desc
limit $2;

-- name: count_notices
-- How many notices are in each state, and how old the oldest waiting one is, in seconds.
select
    state,
    count(*) as notices,
    coalesce(extract(epoch from now() - min(due_at) filter (where state = 'waiting')), 0)::double precision as age
from outbox
group by state;

-- name: purge_notices
-- Settled notices are kept 30 days.
delete from outbox where state <> 'waiting' and settled_at < now() - interval '30 days';
