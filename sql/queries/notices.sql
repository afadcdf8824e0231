-- name: recipients
-- Members $1, who are about to be told something: what they chose, and how many notices they have not read.
select
    member.id,
    member.suspended_at is not null as suspended,
    manners.member_id is not null as chose,
    manners.quiet_from,
    manners.quiet_until,
    coalesce(manners.digest, '{}') as digest,
    coalesce(manners.never, '{}') as never,
    (
        select count(*) from outbox
        where outbox.recipient_id = member.id and outbox.read_at is null and standing(outbox) = 'news'
    ) as unread
from member
left join manners on manners.member_id = member.id
where member.id = any($1::uuid[]);

-- name: open_inboxes
-- Members $1 have an inbox, if they had none.
insert into inbox (member_id)
select member.id from member where member.id = any($1::uuid[])
order by member.id
on conflict do nothing;

-- name: take_turns
-- Members $1 are to get $2 pushes more on day $3, that could have waited: how many each may still get, of $4 a day. They
-- are counted before they are sent, so that no crash and no other worker makes it one too many.
with asked as (
    select member_id, pushes from unnest($1::uuid[], $2::integer[]) as asked (member_id, pushes)
),
used as (
    select member_id, case when pushed_on = $3::date then pushed else 0 end as pushes
    from inbox
    where member_id = any($1::uuid[])
    order by member_id
    for no key update
)
update inbox
set pushed_on = $3::date, pushed = used.pushes + least(asked.pushes, greatest($4::integer - used.pushes, 0))
from used
join asked on asked.member_id = used.member_id
where inbox.member_id = used.member_id
returning inbox.member_id, inbox.pushed - used.pushes as granted;

-- name: lock_inbox
-- The inbox of the member of uid $1, locked while its newest notices are numbered; nothing to number, nothing returned.
insert into inbox (member_id)
select member.id from member
where
    member.uid = $1
    and exists (select from outbox where outbox.recipient_id = member.id and outbox.sequence is null)
on conflict (member_id) do update set last_sequence = inbox.last_sequence
returning member_id;

-- name: number_notices
-- Numbers what member $1 has not been shown yet, behind the lock of the inbox: each number is given to what has been
-- committed, so that none appears later below one that was shown.
with fresh as (
    select id, row_number() over (order by created_at, id) as place
    from outbox
    where recipient_id = $1 and sequence is null
),
counted as (
    update inbox set last_sequence = last_sequence + (select count(*) from fresh)
    where member_id = $1
    returning last_sequence
)
update outbox
set sequence = counted.last_sequence - (select count(*) from fresh) + fresh.place
from fresh, counted
where outbox.id = fresh.id;

-- name: list_notices
-- The inbox of uid $1 in language $2, newest first, before the cursor ($3 created_at, $4 id), $5 at most.
select
    outbox.id,
    outbox.sequence,
    outbox.kind,
    outbox.facts,
    outbox.starts_at,
    outbox.created_at,
    outbox.read_at is not null or seen.standing = 'over' as read,
    case $2 when 'en' then announcement.title_en else announcement.title_fr end as title,
    case $2 when 'en' then announcement.body_en else announcement.body_fr end as body
from member
join outbox on outbox.recipient_id = member.id
cross join lateral (select standing(outbox) as standing) as seen
left join announcement on outbox.kind = 'StaffAnnouncement' and announcement.id = outbox.event_id
where
    member.uid = $1
    and outbox.sequence is not null
    and seen.standing <> 'hidden'
    and ($3::timestamptz is null or (outbox.created_at, outbox.id) < ($3, $4::uuid))
order by outbox.created_at desc, outbox.id desc
limit $5;

-- name: notices_after
-- What came into the inbox of uid $1 (in language $2) after number $3, in order, $4 at most; $5: only these.
select
    outbox.id,
    outbox.sequence,
    outbox.kind,
    outbox.facts,
    outbox.starts_at,
    outbox.created_at,
    outbox.read_at is not null or seen.standing = 'over' as read,
    case $2 when 'en' then announcement.title_en else announcement.title_fr end as title,
    case $2 when 'en' then announcement.body_en else announcement.body_fr end as body
from member
join outbox on outbox.recipient_id = member.id
cross join lateral (select standing(outbox) as standing) as seen
left join announcement on outbox.kind = 'StaffAnnouncement' and announcement.id = outbox.event_id
where
    member.uid = $1
    and outbox.sequence > $3
    and ($5::uuid[] is null or outbox.id = any($5))
    and seen.standing <> 'hidden'
order by outbox.sequence
limit $4;

-- name: counts
-- How many notices the member of uid $1 has not read, and the latest number.
select
    (
        select count(*) from outbox
        where outbox.recipient_id = member.id and outbox.read_at is null and standing(outbox) = 'news'
    ) as unread,
    coalesce(inbox.last_sequence, 0) as latest
from member
left join inbox on inbox.member_id = member.id
where member.uid = $1;

-- name: read_notice
-- The member of uid $1 has read notice $2; the first time is kept.
update outbox set read_at = coalesce(read_at, now())
from member
where member.uid = $1 and outbox.recipient_id = member.id and outbox.id = $2
returning outbox.id;

-- name: read_notices
-- The member of uid $1 has read all up to number $2.
update outbox set read_at = now()
from member
where member.uid = $1 and outbox.recipient_id = member.id and outbox.sequence <= $2 and outbox.read_at is null;

-- name: manners_of
-- What the member of uid $1 chose; nothing for who chose nothing.
select manners.quiet_from, manners.quiet_until, manners.digest, manners.never
from manners
join member on member.id = manners.member_id
where member.uid = $1;

-- name: choose_manners
-- The member of uid $1 chooses quiet hours from $2 to $3 (or none), digests for $4 and nothing for $5.
insert into manners (member_id, quiet_from, quiet_until, digest, never)
select member.id, $2, $3, $4, $5 from member where member.uid = $1
on conflict (member_id) do update set
    quiet_from = excluded.quiet_from,
    quiet_until = excluded.quiet_until,
    digest = excluded.digest,
    never = excluded.never,
    chosen_at = now();
