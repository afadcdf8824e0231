-- migrate:up

create table structure (
    id uuid primary key default uuid_v7(),
    code text not null unique check (code ~ '^[a-z0-9-]{2,40}$'),
    name text not null,
    parent_id uuid references structure (id),
    created_at timestamptz not null default now()
);

create table programme (
    id uuid primary key default uuid_v7(),
    structure_id uuid not null references structure (id),
    code text not null unique check (code ~ '^[a-z0-9-]{2,40}$'),
    name text not null,
    min_age integer not null default 15 check (min_age >= 15),
    max_age integer check (max_age >= min_age),
    training_required boolean not null default false,
    introduction_required boolean not null default false,
    one_tandem_at_a_time boolean not null default false,
    created_at timestamptz not null default now()
);

create index programme_structure on programme (structure_id);

create table staff (
    id uuid primary key default uuid_v7(),
    uid text not null unique,
    display_name text not null,
    role text not null check (role in ('reader', 'officer', 'moderator', 'administrator')),
    structure_id uuid not null references structure (id),
    created_at timestamptz not null default now()
);

-- Where a member lands without a structure's code: one structure, one open programme.
insert into structure (code, name) values ('cci-amp', 'CCI Aix-Marseille-Provence');
insert into programme (structure_id, code, name)
select id, 'tandem', 'Tandem' from structure where code = 'cci-amp';

-- migrate:down

drop table staff;
drop table programme;
drop table structure;
