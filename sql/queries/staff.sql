-- name: staff_of
-- The member of staff of uid $1.
select id, role, display_name, structure_id from staff where uid = $1 and left_at is null;

-- name: accounts
-- Staff of structure $1 and below, newest first, before the cursor ($2 created_at, $3 id), $4 at most.
select id, uid, display_name, role, structure_id, created_at, left_at
from staff
where
    structure_id in (select structures_under($1))
    and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
order by created_at desc, id desc
limit $4;

-- name: lock_account
-- The account of staff $2, if it is of structure $1 or below, kept from other changes until the transaction ends.
select id, uid, display_name, role, structure_id, created_at, left_at
from staff
where id = $2 and structure_id in (select structures_under($1))
for no key update;

-- name: lock_account_of
-- The account of uid $1, kept from other changes until the transaction ends.
select id, uid, display_name, role, structure_id, created_at, left_at from staff where uid = $1 for no key update;

-- name: add_account
-- Staff of uid $1, named $2, with role $3, of structure $4; nothing when the uid has an account.
insert into staff (uid, display_name, role, structure_id) values ($1, $2, $3, $4)
on conflict (uid) do nothing
returning id, uid, display_name, role, structure_id, created_at, left_at;

-- name: change_account
-- Staff $1 are named $2, with role $3, of structure $4, and at work.
update staff set display_name = $2, role = $3, structure_id = $4, left_at = null
where id = $1
returning id, uid, display_name, role, structure_id, created_at, left_at;

-- name: leave
-- Staff $1 are no more.
update staff set left_at = coalesce(left_at, now()) where id = $1;

-- name: lock_administrators
-- No administrator changes until the transaction ends.
select pg_advisory_xact_lock(hashtextextended('administrators', 0));

-- name: administered
-- Whether an administrator looks after structure $1.
select exists (
    select from staff
    where role = 'administrator' and left_at is null and $1 in (select structures_under(staff.structure_id))
);
