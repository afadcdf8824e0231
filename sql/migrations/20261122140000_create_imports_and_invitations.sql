-- migrate:up

-- A file of people that a structure sent. `fields` says what each of its columns is; '' for one that is left out.
create table import (
    id uuid primary key,
    structure_id uuid not null references structure (id),
    programme_id uuid not null references programme (id),
    staff_id uuid not null references staff (id),
    role text not null check (role in ('mentee', 'mentor')),
    file_name text not null,
    headers text[] not null,
    fields text[] not null check (cardinality(fields) = cardinality(headers)),
    state text not null default 'checking'
        check (state in ('mapping', 'checking', 'checked', 'importing', 'imported')),
    made_at timestamptz not null default now(),
    settled_at timestamptz
);

create index import_structure on import (structure_id, made_at desc, id desc);
create index import_programme on import (programme_id);
create index import_staff on import (staff_id);
create index import_under_way on import (made_at) where state in ('checking', 'importing');

-- Kept for a month, so that what was wrong can be put right.
create table import_line (
    import_id uuid not null references import (id) on delete cascade,
    line integer not null,
    cells text[] not null,
    state text not null default 'waiting' check (state in ('waiting', 'good', 'bad', 'invited', 'known')),
    phone text,
    -- What an invitation would say; what is wrong: field, problem, value.
    profile jsonb,
    problems jsonb,
    primary key (import_id, line)
);

create index import_line_state on import_line (import_id, state, line);
create index import_line_phone on import_line (phone) where phone is not null;

-- Somebody whom a structure would like to see join. Nobody sees them, and they are no member, until they make their
-- profile themselves: from then on it says no more than that they did.
create table invitation (
    id uuid primary key default uuid_v7(),
    import_id uuid references import (id) on delete cascade,
    structure_id uuid not null references structure (id),
    programme_id uuid not null references programme (id),
    role text not null check (role in ('mentee', 'mentor')),
    phone text unique,
    profile jsonb not null default '{}',
    invited_at timestamptz not null default now(),
    answered_at timestamptz,
    member_id uuid references member (id) on delete cascade,
    check ((answered_at is null) = (phone is not null))
);

create index invitation_import on invitation (import_id);
create index invitation_structure on invitation (structure_id);
create index invitation_programme on invitation (programme_id);
create index invitation_member on invitation (member_id);

create function answer_invitation() returns trigger
language plpgsql
as $$
begin
    update invitation set member_id = new.id, answered_at = now(), phone = null, profile = '{}'
    where phone = new.phone;
    return null;
end
$$;

create trigger member_answers_invitation after insert on member
for each row when (new.phone is not null) execute function answer_invitation();

-- Whoever is erased is in no file either.
create function leave_imports() returns trigger
language plpgsql
as $$
begin
    delete from import_line where phone = old.phone;
    return null;
end
$$;

create trigger member_leaves_imports after delete on member
for each row when (old.phone is not null) execute function leave_imports();

-- migrate:down

drop trigger member_leaves_imports on member;
drop function leave_imports();
drop trigger member_answers_invitation on member;
drop function answer_invitation();
drop table invitation;
drop table import_line;
drop table import;
