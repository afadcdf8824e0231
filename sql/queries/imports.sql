-- name: programme_of_import
-- The structure of code $2 in the scope of structure $1, and its programme of code $3 (its first one when null).
select structure.id as structure_id, programme.id as programme_id
from structure
join programme on programme.structure_id = structure.id
where
    structure.id in (select structures_under($1))
    and ($2::text is null and structure.id = $1 or structure.code = $2)
    and ($3::text is null or programme.code = $3)
order by programme.created_at, programme.id
limit 1;

-- name: add_import
-- Import $1 for structure $2 and its programme $3, by staff $4, of people with role $5: file $6, headings $7, fields $8, state $9.
insert into import (id, structure_id, programme_id, staff_id, role, file_name, headers, fields, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (id) do nothing
returning id;

-- name: imports
-- The imports in the scope of structure $1, newest first, before the cursor ($2 made_at, $3 id), $4 at most; $5: only this one.
select
    import.id,
    import.structure_id,
    import.programme_id,
    import.role,
    import.file_name,
    import.headers,
    import.fields,
    import.state,
    import.made_at,
    import.settled_at,
    count(line.line)::integer as lines,
    count(line.line) filter (where line.state = 'waiting')::integer as waiting,
    count(line.line) filter (where line.state = 'good')::integer as good,
    count(line.line) filter (where line.state = 'bad')::integer as bad,
    count(line.line) filter (where line.state = 'invited')::integer as invited,
    count(line.line) filter (where line.state = 'known')::integer as known
from import
left join import_line as line on line.import_id = import.id
where
    import.structure_id in (select structures_under($1))
    and ($5::uuid is null or import.id = $5)
    and ($2::timestamptz is null or (import.made_at, import.id) < ($2, $3::uuid))
group by import.id
order by import.made_at desc, import.id desc
limit $4;

-- name: lock_import
-- The state of import $2, if it is in the scope of structure $1; nobody else changes it until the transaction ends.
select state from import
where id = $2 and structure_id in (select structures_under($1))
for update;

-- name: change_columns
-- Import $1 is checked anew with fields $2, in state $3.
with renewed as (
    update import_line set state = 'waiting', phone = null, profile = null, problems = null where import_id = $1
)
update import set fields = $2, state = $3, settled_at = null where id = $1;

-- name: start_import
-- The good lines of import $1 become invitations from now on.
update import set state = 'importing', settled_at = null where id = $1;

-- name: forget_import
-- Import $1, its lines and the invitations that nobody answered are gone.
delete from import where id = $1;

-- name: bad_lines
-- The lines of import $1 with something wrong, after line $2, $3 at most.
select line, problems from import_line
where import_id = $1 and state = 'bad' and line > $2
order by line
limit $3;

-- name: lock_import_under_way
-- The oldest import that a worker has something to do for, unless another worker is at it.
select id, fields, state from import
where state in ('checking', 'importing')
order by made_at
for update skip locked
limit 1;

-- name: waiting_lines
-- The first $2 lines of import $1 that nobody has looked at.
select line, cells from import_line
where import_id = $1 and state = 'waiting'
order by line
limit $2;

-- name: note_lines
-- What was read of lines of import $1: JSON $2. The first line of each number counts: of those before, and of this batch.
with read as materialized (
    select
        line, phone, profile, problems,
        case when phone is not null then nullif(min(line) over (partition by phone), line) end as earlier_here
    from jsonb_to_recordset($2::jsonb) as read (line integer, phone text, profile jsonb, problems jsonb)
),
judged as materialized (
    select
        line, phone, profile, problems,
        least(
            earlier_here,
            (
                select min(other.line) from import_line as other
                where other.phone = read.phone and other.import_id = $1 and other.line < read.line
            )
        ) as twin
    from read
)
update import_line set
    phone = judged.phone,
    profile = judged.profile,
    problems = case
        when judged.twin is not null then judged.problems || jsonb_build_array(
            jsonb_build_object('field', 'phone', 'code', 'twice', 'value', judged.twin::text)
        )
        else judged.problems
    end,
    state = case
        when judged.twin is not null or judged.problems <> '[]' then 'bad'
        when exists (select from member where member.phone = judged.phone) then 'known'
        when exists (select from invitation where invitation.phone = judged.phone) then 'known'
        else 'good'
    end
from judged
where import_line.import_id = $1 and import_line.line = judged.line;

-- name: invite_lines
-- The first $2 good lines of import $1 become invitations; of whom is a member or invited already, nothing changes.
with chosen as (
    select import_line.line, import_line.phone, import_line.profile, import.structure_id, import.programme_id, import.role
    from import_line
    join import on import.id = import_line.import_id
    where import_line.import_id = $1 and import_line.state = 'good'
    order by import_line.line
    limit $2
),
invited as (
    insert into invitation (import_id, structure_id, programme_id, role, phone, profile)
    select $1, chosen.structure_id, chosen.programme_id, chosen.role, chosen.phone, chosen.profile
    from chosen
    where not exists (select from member where member.phone = chosen.phone)
    on conflict (phone) do nothing
    returning phone
)
update import_line set
    state = case when import_line.phone in (select phone from invited) then 'invited' else 'known' end,
    profile = null
from chosen
where import_line.import_id = $1 and import_line.line = chosen.line;

-- name: settle_import
-- Import $1 has come to the end of what it was at; its new state.
update import
set state = case state when 'checking' then 'checked' else 'imported' end, settled_at = now()
where id = $1;

-- name: invitation_to
-- What who invited the person with phone $1 said of them, if they are no member yet.
select
    structure.code as structure_code,
    structure.name as structure_name,
    programme.code as programme_code,
    invitation.role,
    invitation.profile,
    invitation.invited_at
from invitation
join structure on structure.id = invitation.structure_id
join programme on programme.id = invitation.programme_id
where invitation.phone = $1;

-- name: decline_invitation
-- Nothing is kept of whoever has phone $1 and does not wish to join.
with lines as (
    delete from import_line where phone = $1
)
delete from invitation where phone = $1;

-- name: purge_imports
-- Lines are kept for a month after the last word on them, invitations that nobody answers for three.
with lines as (
    delete from import_line using import
    where import.id = import_line.import_id and import.made_at < now() - interval '30 days'
    returning 1
),
unanswered as (
    delete from invitation where answered_at is null and invited_at < now() - interval '90 days'
    returning 1
)
select (select count(*) from lines) + (select count(*) from unanswered);
