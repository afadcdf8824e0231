-- name: open_slot
-- Takes the present slot of job $1 (every $2, counted from $3) for $4, if nobody has done it or is at it; nothing
-- otherwise. Slots that nobody did since the last that was done are counted: this one stands for them.
with present as (
    select date_bin($2::interval, now(), $3::timestamptz) as slot
    where pg_try_advisory_xact_lock(hashtextextended('job:' || $1::text, 0))
),
done as (
    select max(slot) as slot from job_run where job = $1::text and ended_at is not null
)
insert into job_run (job, slot, missed, claimed_until)
select
    $1::text,
    present.slot,
    coalesce(extract(epoch from present.slot - done.slot) / extract(epoch from $2::interval) - 1, 0)::integer,
    now() + $4::interval
from present, done
where done.slot is null or done.slot < present.slot
on conflict (job, slot) do update set
    attempts = job_run.attempts + 1,
    claimed_until = excluded.claimed_until,
    began_at = now()
where job_run.ended_at is null and job_run.claimed_until < now()
returning slot;

-- name: end_slot
-- Slot $2 of job $1 is done: so many things ($3).
update job_run
set
    ended_at = clock_timestamp(),
    seconds = extract(epoch from clock_timestamp() - began_at),
    done = $3,
    failure = null,
    claimed_until = null
where job = $1 and slot = $2;

-- name: fail_slot
-- The present slot of job $1 (every $2, counted from $3) failed, because $4; it is tried again after $5.
insert into job_run (job, slot, claimed_until, failure)
values ($1, date_bin($2::interval, now(), $3::timestamptz), now() + $5::interval, $4)
on conflict (job, slot) do update set
    failure = excluded.failure,
    claimed_until = excluded.claimed_until
where job_run.ended_at is null;

-- name: latest_runs
-- Of each job: its latest slot, and the latest that was done.
with recursive known as (
    select min(job) as job from job_run
    union all
    select (select min(job_run.job) from job_run where job_run.job > known.job) from known where known.job is not null
)
select
    latest.job,
    latest.slot,
    latest.missed,
    latest.attempts,
    latest.failure,
    latest.claimed_until is not null and latest.claimed_until > now() and latest.failure is null as running,
    done.ended_at as done_at,
    done.seconds,
    done.done
from known
cross join lateral (
    select job, slot, missed, attempts, failure, claimed_until from job_run
    where job_run.job = known.job
    order by slot desc
    limit 1
) as latest
left join lateral (
    select ended_at, seconds, done from job_run
    where job_run.job = latest.job and job_run.ended_at is not null
    order by slot desc
    limit 1
) as done on true
order by latest.job;

-- name: purge_departures
-- No snapshot is taken over that is older than an hour.
delete from departure where left_at < now() - interval '1 day';

-- name: purge_runs
-- Runs are remembered for a week; of each job, the last that was done for ever.
delete from job_run
where
    slot < now() - interval '7 days'
    and slot < (select max(done.slot) from job_run as done where done.job = job_run.job and done.ended_at is not null);

-- name: remind_of_requests
-- Mentors who can say yes are reminded, once, of each request that ends within $1 (the notice: good for $2, priority $3).
insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
select
    'RequestExpiringSoon', request.id, request.mentor_id, jsonb_build_object('memberId', request.mentee_id), $3,
    least(now() + $2::interval, request.expires_at)
from request
join mentor on mentor.id = request.mentor_id and mentor.seats_taken < mentor.capacity
join member on member.id = mentor.id and member.paused_at is null and may_meet(member)
where request.state = 'waiting' and request.expires_at > now() and request.expires_at <= now() + $1::interval
order by request.mentor_id
on conflict (recipient_id, event_id, kind, channel) do nothing;

-- name: tell_of_new_cards
-- Mentees who stopped looking (dealt nothing for a week, though seen within 90 days), wait for nobody and hold no tandem
-- are told how many mentors of their sectors joined within the week (good for $1, priority $2).
insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
select
    'DeckRefreshed', uuid_v7(), member.id, jsonb_build_object('count', count(*)), $2, now() + $1::interval
from member
join mentee on mentee.id = member.id and mentee.requests_waiting = 0 and mentee.tandems_open = 0
join deal on deal.member_id = member.id and deal.dealt_at < now() - interval '7 days'
join mentor on mentor.verified_at > now() - interval '7 days' and mentor.seats_taken < mentor.capacity
join member as card on card.id = mentor.id and card.paused_at is null and may_meet(card)
where
    may_meet(member)
    and member.paused_at is null
    and member.last_seen_at > now() - interval '90 days'
    and card.sectors && member.sectors
    and not exists (select from pair where pair.mentee_id = member.id and pair.mentor_id = card.id)
    and not exists (
        select from block where (blocker_id, blocked_id) in ((member.id, card.id), (card.id, member.id))
    )
group by member.id
order by member.id;

-- name: warn_unused_accounts
-- Members not seen for $1 less the $2 days of warning are told that their account will be deleted (the notice: good for
-- $3, priority $4). How many.
with unused as (
    update member set expiry_warned_at = now()
    where
        member.last_seen_at < now() - $1::interval + $2 * interval '1 day'
        and member.expiry_warned_at is null
        and not exists (
            select from swipe_log
            where
                swipe_log.member_id = member.id
                and swipe_log.logged_at > now() - $1::interval + $2 * interval '1 day'
        )
    returning member.id
),
told as (
    insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
    select 'AccountExpiring', uuid_v7(), id, jsonb_build_object('count', $2), $4, now() + $3::interval
    from unused
    returning id
)
select count(*)::integer from told;

-- name: unused_accounts
-- Up to $3 members who were warned at least $2 days ago, and have not been seen for $1.
select uid from member
where
    expiry_warned_at < now() - $2 * interval '1 day'
    and last_seen_at < now() - $1::interval
order by expiry_warned_at
limit $3;
