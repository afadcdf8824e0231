-- name: structures
-- Structure $1 and all below, newest first, before the cursor ($2 created_at, $3 id), $4 at most; if $5 (plain) is given, those
-- of whose names a word begins so.
select id, code, name, kind, parent_id, created_at
from structure
where
    id in (select structures_under($1))
    and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
    and ($5::text is null or exists (select from turns(plain(name)) as words where starts_with(words, $5)))
order by created_at desc, id desc
limit $4;

-- name: structure
-- Structure $2, if it is $1 or below it.
select id, code, name, kind, parent_id, created_at
from structure
where id = $2 and id in (select structures_under($1));

-- name: lock_structure
-- Structure $2, if it is $1 or below it, kept from other changes until the transaction ends.
select id, code, name, kind, parent_id, created_at
from structure
where id = $2 and id in (select structures_under($1))
for no key update;

-- name: structure_by_code
-- The structure of code $1.
select id, code, name, kind, parent_id, created_at from structure where code = $1;

-- name: add_structure
-- A structure of code $1 called $2, of kind $3, below $4; nothing when the code is taken.
insert into structure (code, name, kind, parent_id) values ($1, $2, $3, $4)
on conflict (code) do nothing
returning id, code, name, kind, parent_id, created_at;

-- name: change_structure
-- Structure $1 is called $2, is of kind $3 and belongs to $4.
update structure set name = $2, kind = $3, parent_id = $4
where id = $1
returning id, code, name, kind, parent_id, created_at;

-- name: sign_up_codes
-- Codes of structure $1 and below, newest first, before the cursor ($2 made_at, $3 id), $4 at most.
select id, code, structure_id, programme_id, label, expires_at, revoked_at, made_at
from sign_up_code
where
    structure_id in (select structures_under($1))
    and ($2::timestamptz is null or (made_at, id) < ($2, $3::uuid))
order by made_at desc, id desc
limit $4;

-- name: lock_sign_up_code
-- Code $2, if it is of structure $1 or below, kept from other changes until the transaction ends.
select id, code, structure_id, programme_id, label, expires_at, revoked_at, made_at
from sign_up_code
where code = $2 and structure_id in (select structures_under($1))
for no key update;

-- name: add_sign_up_code
-- Code $1 of structure $2 for programme $3 (the structure's, or that of one above it), labelled $4, until $5, by staff $6;
-- nothing when the code is taken, by a structure's own too, or the programme is not theirs.
insert into sign_up_code (code, structure_id, programme_id, label, expires_at, made_by)
select $1, $2, programme.id, $4, $5, $6
from programme
where
    programme.id = $3
    and $2 in (select structures_under(programme.structure_id))
    and not exists (select from structure where structure.code = $1)
on conflict (code) do nothing
returning id, code, structure_id, programme_id, label, expires_at, revoked_at, made_at;

-- name: change_sign_up_code
-- Code $1 is labelled $2, and good until $3.
update sign_up_code set label = $2, expires_at = $3, revoked_at = null
where code = $1
returning id, code, structure_id, programme_id, label, expires_at, revoked_at, made_at;

-- name: revoke_sign_up_code
-- Nobody signs up with code $1 any more.
update sign_up_code set revoked_at = coalesce(revoked_at, now()) where code = $1;

-- name: serves
-- Whether programme $2 is structure $1's, or that of one above it.
select exists (
    select from programme where id = $2 and $1 in (select structures_under(programme.structure_id))
);

-- name: agreements
-- Agreements of structure $1 and below that end between $2 and $3, soonest first, after the cursor ($4 the day on which it
-- ends, $5 id), $6 at most.
select id, structure_id, partner, siret, starts_on, ends_on, reminded_at, made_at
from agreement
where
    structure_id in (select structures_under($1))
    and ends_on between $2 and $3
    and ($4::date is null or (ends_on, id) > ($4, $5::uuid))
order by ends_on, id
limit $6;

-- name: lock_agreement
-- Agreement $2, if it is of structure $1 or below, kept from other changes until the transaction ends.
select id, structure_id, partner, siret, starts_on, ends_on, reminded_at, made_at
from agreement
where id = $2 and structure_id in (select structures_under($1))
for no key update;

-- name: add_agreement
-- Agreement $1 of structure $2 with $3 (SIRET $4), from $5 to $6, recorded by staff $7; nothing when the id is taken.
insert into agreement (id, structure_id, partner, siret, starts_on, ends_on, made_by)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (id) do nothing
returning id, structure_id, partner, siret, starts_on, ends_on, reminded_at, made_at;

-- name: change_agreement
-- Agreement $1 is structure $2's, with $3 (SIRET $4), from $5 to $6: with another end it will be reminded of anew.
update agreement
set
    structure_id = $2,
    partner = $3,
    siret = $4,
    starts_on = $5,
    ends_on = $6,
    reminded_at = case when ends_on = $6 then reminded_at end
where id = $1
returning id, structure_id, partner, siret, starts_on, ends_on, reminded_at, made_at;

-- name: remind_of_agreements
-- Agreements that end within $1 days and that nobody was reminded of are marked; they are returned.
update agreement set reminded_at = now()
where reminded_at is null and ends_on <= today_in_paris() + $1::integer
returning id, structure_id, partner, siret, starts_on, ends_on, reminded_at, made_at;

-- name: count_ending
-- How many agreements wait to be renewed, and have not ended.
select count(*) from agreement where reminded_at is not null and ends_on >= today_in_paris();
