-- name: look
-- What is committed at this moment, and when it is.
select pg_current_snapshot() as snapshot, now() as at;

-- name: changes
-- What member $1 sees that changed after look $2 (null: ever) and by look $3, in order, after the place ($4 rank of the
-- kind, $5 transaction, $6 id), $7 at most. A transaction that was under way at a look comes after it, whenever it began.
select
    rank,
    thing_id,
    max(changed_xid) as changed_xid
from (
    select
        rank,
        thing_id,
        -- Rows that were brought from another server bear its numbers: they were there before any look.
        case when changed_xid >= pg_snapshot_xmax(pg_current_snapshot()) then '0'::xid8 else changed_xid end as changed_xid
    from (
        select
            1 as rank,
            tandem.id as thing_id,
            tandem.changed_xid
        from tandem
        where $1 in (tandem.mentee_id, tandem.mentor_id)
        union all
        select
            2,
            request.id,
            request.changed_xid
        from request
        where $1 in (request.mentee_id, request.mentor_id)
        union all
        select
            3,
            meeting.id,
            meeting.changed_xid
        from tandem
        join meeting on meeting.tandem_id = tandem.id
        where $1 in (tandem.mentee_id, tandem.mentor_id)
        union all
        select
            4,
            message.id,
            message.changed_xid
        from tandem
        join message on message.tandem_id = tandem.id
        where $1 in (tandem.mentee_id, tandem.mentor_id)
        union all
        select
            5,
            message_read.tandem_id,
            message_read.changed_xid
        from tandem
        join message_read on message_read.tandem_id = tandem.id
        where $1 in (tandem.mentee_id, tandem.mentor_id)
        union all
        select
            array_position('{tandem,request,meeting,message,reading,notice}', ripple.kind),
            ripple.thing_id,
            ripple.changed_xid
        from ripple
        where ripple.member_id = $1 and $2::pg_snapshot is not null
    ) as seen
    where changed_xid >= coalesce(pg_snapshot_xmin($2::pg_snapshot), '0'::xid8)
) as changed
where
    ($2::pg_snapshot is null or not pg_visible_in_snapshot(changed_xid, $2::pg_snapshot))
    and pg_visible_in_snapshot(changed_xid, $3::pg_snapshot)
group by rank, thing_id
having (rank, max(changed_xid), thing_id) > ($4::integer, $5::xid8, $6::uuid)
order by rank, max(changed_xid), thing_id
limit $7;

-- name: unread_notices
-- The numbers of the notices that member $1 has not read.
select outbox.sequence from outbox
where
    outbox.recipient_id = $1
    and outbox.sequence is not null
    and outbox.read_at is null
    and standing(outbox) = 'news'
order by outbox.sequence;

-- name: forget_ripples
-- Whoever has not looked for $1 begins anew, so that what rippled before then is of no use to anybody.
delete from ripple where rippled_at < now() - $1::interval;

-- name: readings
-- How far member $1 and the other have read in those of tandems $2 that no block hides.
select
    tandem.id as tandem_id,
    coalesce(mine.sequence, 0) as read_by_you,
    coalesce(theirs.sequence, 0) as read_by_other
from tandem
left join message_read as mine on mine.tandem_id = tandem.id and mine.member_id = $1
left join message_read as theirs on theirs.tandem_id = tandem.id and theirs.member_id <> $1
where
    tandem.id = any($2::uuid[])
    and $1 in (tandem.mentee_id, tandem.mentor_id)
    and not exists (
        select from block
        where
            (blocker_id, blocked_id) in (
                (tandem.mentor_id, tandem.mentee_id), (tandem.mentee_id, tandem.mentor_id)
            )
    );
