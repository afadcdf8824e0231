-- name: own_message
-- What member $2 sent under client id $3 in tandem $1.
select
    id, tandem_id, sequence, change, sender_id, client_id, body, sent_at, edited_at, deleted_at,
    sent_at > now() - interval '15 minutes' as fresh
from message
where tandem_id = $1 and sender_id = $2 and client_id = $3;

-- name: add_message
-- Gives tandem $1 its next number and stores what member $2 wrote ($4) under client id $3. Nothing when the tandem has
-- closed meanwhile, or when the same message came in another call meanwhile: its number must then be given back.
with open as (
    select id from tandem where id = $1 and state <> 'closed' for share
),
numbered as (
    insert into message_counter (tandem_id, last_sequence)
    select open.id, 1 from open
    on conflict (tandem_id) do update set last_sequence = message_counter.last_sequence + 1
    returning tandem_id, last_sequence
)
insert into message (tandem_id, sequence, sender_id, client_id, body)
select numbered.tandem_id, numbered.last_sequence, $2, $3, $4 from numbered
on conflict (tandem_id, sender_id, client_id) do nothing
returning
    id, tandem_id, sequence, change, sender_id, client_id, body, sent_at, edited_at, deleted_at, true as fresh;

-- name: edit_message
-- Message $2 of open tandem $1 reads $3 from now on, within 15 minutes; nothing when something changed meanwhile.
with open as (
    select id from tandem where id = $1 and state <> 'closed' for share
),
numbered as (
    update message_counter set last_change = last_change + 1
    from open
    where message_counter.tandem_id = open.id
    returning last_change
)
update message set body = $3, edited_at = now(), change = numbered.last_change
from numbered
where message.id = $2 and message.deleted_at is null and message.sent_at > now() - interval '15 minutes'
returning
    id, tandem_id, sequence, change, sender_id, client_id, body, sent_at, edited_at, deleted_at, true as fresh;

-- name: delete_message
-- Only the number of message $2 of open tandem $1 stays, within 15 minutes; nothing when something changed meanwhile.
with open as (
    select id from tandem where id = $1 and state <> 'closed' for share
),
numbered as (
    update message_counter set last_change = last_change + 1
    from open
    where message_counter.tandem_id = open.id
    returning last_change
)
update message set body = null, deleted_at = now(), change = numbered.last_change
from numbered
where message.id = $2 and message.deleted_at is null and message.sent_at > now() - interval '15 minutes'
returning id;

-- name: mark_read
-- Member $2 has read tandem $1 up to number $3, or as far as it goes; a mark never goes back.
with counted as (
    select tandem_id, last_sequence from message_counter where tandem_id = $1 for no key update
),
further as (
    select counted.tandem_id, least(counted.last_sequence, $3) as sequence
    from counted
    where
        least(counted.last_sequence, $3) > coalesce(
            (select sequence from message_read where message_read.tandem_id = $1 and member_id = $2), 0
        )
),
numbered as (
    update message_counter set last_change = last_change + 1
    from further
    where message_counter.tandem_id = further.tandem_id
    returning message_counter.tandem_id, message_counter.last_change, further.sequence
)
insert into message_read (tandem_id, member_id, sequence, change)
select numbered.tandem_id, $2, numbered.sequence, numbered.last_change from numbered
on conflict (tandem_id, member_id) do update set
    sequence = greatest(message_read.sequence, excluded.sequence), read_at = now(), change = excluded.change
returning sequence;

-- name: standing_of_talk
-- How far the talk of tandem $1 has come, and how far member $2 and the other have read.
select
    coalesce(counter.last_sequence, 0) as latest,
    coalesce(counter.last_change, 0) as change,
    coalesce(max(message_read.sequence) filter (where message_read.member_id = $2), 0) as read_by_you,
    coalesce(max(message_read.sequence) filter (where message_read.member_id <> $2), 0) as read_by_other
from (values ($1::uuid)) as asked (tandem_id)
left join message_counter as counter on counter.tandem_id = asked.tandem_id
left join message_read on message_read.tandem_id = asked.tandem_id
group by counter.last_sequence, counter.last_change;

-- name: messages_before
-- Messages of tandem $1 before number $2 (null: the newest), newest first, $3 at most.
select id, tandem_id, sequence, change, sender_id, client_id, body, sent_at, edited_at, deleted_at, false as fresh
from message
where tandem_id = $1 and ($2::bigint is null or sequence < $2)
order by sequence desc
limit $3;

-- name: messages_after
-- Messages of tandem $1 after number $2, in order, $3 at most.
select id, tandem_id, sequence, change, sender_id, client_id, body, sent_at, edited_at, deleted_at, false as fresh
from message
where tandem_id = $1 and sequence > $2
order by sequence
limit $3;

-- name: messages_changed
-- Messages of tandem $1 edited or deleted after change $2, in the order of that, $3 at most.
select id, tandem_id, sequence, change, sender_id, client_id, body, sent_at, edited_at, deleted_at, false as fresh
from message
where tandem_id = $1 and change > $2
order by change
limit $3;

-- name: renew_notice
-- The notice to member $1 about tandem $2 that still waits tells of messages up to number $3 too, and is good for $4.
update outbox
set
    facts = facts || jsonb_build_object('sequence', $3::bigint),
    expires_at = greatest(expires_at, now() + $4::interval)
where
    recipient_id = $1
    and kind = 'MessageReceived'
    and state = 'waiting'
    and facts ->> 'tandemId' = $2::uuid::text
    and read_at is null
    -- What a worker is sending at this moment may have been told before this message was there.
    and (claimed_until is null or claimed_until < now())
returning id;

-- name: message_as_evidence
-- Message $2 as member $1 reports it: one of theirs to read, whatever became of the tandem.
select message.id, message.tandem_id, message.sender_id, message.body, message.sent_at, message.edited_at,
    message.deleted_at
from message
join tandem on tandem.id = message.tandem_id
where message.id = $2 and $1 in (tandem.mentee_id, tandem.mentor_id);

-- name: issue_ticket
-- A ticket of digest $2 for the member of uid $1, in language $3, good for $4, whose sign-in ends at $5; nothing while
-- they have $6 that nobody used.
insert into socket_ticket (digest, member_id, language, expires_at, signed_in_until)
select $2, member.id, $3, now() + $4::interval, $5
from member
where
    member.uid = $1
    and (select count(*) from socket_ticket where member_id = member.id and expires_at > now()) < $6
returning expires_at;

-- name: take_ticket
-- Whoever holds the ticket of digest $1 uses it up, in time or not.
with taken as (
    delete from socket_ticket where digest = $1
    returning member_id, language, expires_at, signed_in_until
)
select member.uid, taken.language, taken.signed_in_until
from taken
join member on member.id = taken.member_id
where taken.expires_at > now() and taken.signed_in_until > now();

-- name: purge_tickets
-- Tickets that nobody used in time.
delete from socket_ticket where expires_at < now();

-- name: earshot
-- What the members of uids $1 may hear: whether they may at all, and each tandem of theirs that no block hides, with how
-- far it has come.
select
    member.uid,
    member.id as member_id,
    member.suspended_at is null and grown_up(member) as allowed,
    tandem.id as tandem_id,
    coalesce(message_counter.last_sequence, 0) as sequence,
    coalesce(message_counter.last_change, 0) as change
from member
left join lateral (
    select joined.id from tandem as joined
    where
        (joined.mentee_id = member.id or joined.mentor_id = member.id)
        and not exists (
            select from block
            where
                (blocker_id, blocked_id) in (
                    (joined.mentor_id, joined.mentee_id), (joined.mentee_id, joined.mentor_id)
                )
        )
) as tandem on true
left join message_counter on message_counter.tandem_id = tandem.id
where member.uid = any($1::text[]);

-- name: new_to
-- Messages of tandems $1 after numbers $2, in order, $3 at most of each.
select message.*
from unnest($1::uuid[], $2::bigint[]) as asked (tandem_id, told)
join message_counter on message_counter.tandem_id = asked.tandem_id and message_counter.last_sequence > asked.told
cross join lateral (
    select
        id, tandem_id, sequence, change, sender_id, client_id, body, sent_at, edited_at, deleted_at, false as fresh
    from message
    where message.tandem_id = asked.tandem_id and message.sequence > asked.told
    order by message.sequence
    limit $3
) as message
order by message.tandem_id, message.sequence;

-- name: changed_to
-- What became of tandems $1 after changes $2, in order, $3 at most of each: messages edited or deleted, and read marks,
-- which have no id.
select changed.*
from unnest($1::uuid[], $2::bigint[]) as asked (tandem_id, told)
join message_counter on message_counter.tandem_id = asked.tandem_id and message_counter.last_change > asked.told
cross join lateral (
    select
        id, tandem_id, sequence, change, sender_id, client_id, body, sent_at, edited_at, deleted_at, false as fresh
    from message
    where message.tandem_id = asked.tandem_id and message.change > asked.told
    union all
    select null, tandem_id, sequence, change, member_id, null, null, read_at, null, null, false
    from message_read
    where message_read.tandem_id = asked.tandem_id and message_read.change > asked.told
    order by change
    limit $3
) as changed
order by changed.tandem_id, changed.change;

-- name: minors_among
-- Those of members $1 whose guardian has not agreed yet.
select member.id from member where member.id = any($1::uuid[]) and not grown_up(member);

-- name: messages_among
-- Those of messages $2 that are in a tandem of member $1, and that no block hides.
select
    message.id,
    message.tandem_id,
    message.sequence,
    message.change,
    message.sender_id,
    message.client_id,
    message.body,
    message.sent_at,
    message.edited_at,
    message.deleted_at,
    false as fresh
from message
join tandem on tandem.id = message.tandem_id and $1 in (tandem.mentee_id, tandem.mentor_id)
where
    message.id = any($2::uuid[])
    and not exists (
        select from block
        where
            (blocker_id, blocked_id) in (
                (tandem.mentor_id, tandem.mentee_id), (tandem.mentee_id, tandem.mentor_id)
            )
    );
