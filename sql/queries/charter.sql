-- name: has_signed
-- Whether the one of role $2 of tandem $1 has signed version $3.
select exists (select from signature where tandem_id = $1 and role = $2 and charter_version = $3);

-- name: sign_charter
-- The one of role $2 of tandem $1 signs version $3.
insert into signature (tandem_id, role, charter_version) values ($1, $2, $3);
