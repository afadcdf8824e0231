-- name: add_first_staff
-- The CCI's administrator of the demo, uid $1, called $2; nothing when the demo's people are already here. Whoever asks
-- meanwhile waits for the answer.
insert into staff (uid, display_name, role, structure_id)
select $1, $2, 'administrator', id from structure where code = 'cci-amp'
on conflict (uid) do nothing
returning id;

-- name: add_partner
-- An invented structure of code $1, called $2, beside the CCI.
insert into structure (code, name, parent_id)
select $1, $2, id from structure where code = 'cci-amp';

-- name: add_programme
-- A programme of structure $1: code $2, name $3, ages $4 to $5, $6 whether a mentee holds one tandem at a time.
insert into programme (structure_id, code, name, min_age, max_age, one_tandem_at_a_time)
select id, $2, $3, $4, $5, $6 from structure where code = $1;

-- name: list_programmes
-- Every programme, and the structure it belongs to.
select programme.code, programme.id, programme.structure_id from programme;
