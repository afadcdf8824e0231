-- name: staff_of
-- The member of staff of uid $1.
select id, role, display_name, structure_id from staff where uid = $1;

-- name: add_staff
-- Staff of uid $1, named $2, with role $3, for structure $4 (its code).
insert into staff (uid, display_name, role, structure_id)
select $1, $2, $3, structure.id from structure where structure.code = $4
on conflict (uid) do nothing;
