-- name: lock_announcements
-- One announcement at a time of structure $1.
select pg_advisory_xact_lock(hashtextextended('announcement:' || $1::uuid::text, 0));

-- name: same_announcement
-- The announcement by which structure $1 said the same within a day (titles $2 and $3, bodies $4 and $5, French first, to
-- those of role $6 or to all): a call that was repeated.
select id, recipients, announced_at from announcement
where
    structure_id = $1
    and title_fr = $2
    and title_en = $3
    and body_fr = $4
    and body_en = $5
    and role is not distinct from $6
    and announced_at > now() - interval '1 day'
order by announced_at desc
limit 1;

-- name: announce
-- Staff $1 say something to the members of structure $2 and of all below it: titles $3 and $4, bodies $5 and $6, French first, to those of
-- role $7 or to all (the notice: good for $8, priority $9).
with listeners as (
    select id from member
    where structure_id in (select structures_under($2)) and suspended_at is null and ($7::text is null or role = $7)
),
said as (
    insert into announcement (staff_id, structure_id, title_fr, title_en, body_fr, body_en, role, recipients)
    select $1, $2, $3, $4, $5, $6, $7, count(*) from listeners
    returning id, recipients, announced_at
),
told as (
    insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
    select
        'StaffAnnouncement', said.id, listeners.id, jsonb_build_object('announcementId', said.id), $9,
        now() + $8::interval
    from said, listeners
    order by listeners.id
)
select id, recipients, announced_at from said;
