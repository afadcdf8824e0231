-- migrate:up

-- What is counted of a member's notices; its row is locked while notices are numbered.
create table inbox (
    member_id uuid primary key references member (id) on delete cascade,
    last_sequence bigint not null default 0,
    -- Pushes that could have waited, of one day: at most four.
    pushed_on date,
    pushed integer not null default 0
);

-- What a member chose; who chose nothing has no row.
create table manners (
    member_id uuid primary key references member (id) on delete cascade,
    -- Wall-clock times in Europe/Paris; both null: no quiet hours.
    quiet_from time,
    quiet_until time,
    digest text[] not null default '{}',
    never text[] not null default '{}',
    chosen_at timestamptz not null default now(),
    check ((quiet_from is null) = (quiet_until is null))
);

-- What staff say to the members of their structure.
create table announcement (
    id uuid primary key default uuid_v7(),
    structure_id uuid not null references structure (id),
    staff_id uuid not null references staff (id),
    title_fr text not null,
    title_en text not null,
    body_fr text not null,
    body_en text not null,
    -- Null: to all.
    role text check (role in ('mentee', 'mentor')),
    recipients integer not null,
    announced_at timestamptz not null default now()
);

create index announcement_structure on announcement (structure_id, announced_at desc);
create index announcement_staff on announcement (staff_id);

-- One row per slot of a scheduled job, so that each slot is done once, however many workers there are.
create table job_run (
    job text not null,
    slot timestamptz not null,
    -- Slots that nobody did before this one, and that it stands for as well.
    missed integer not null default 0,
    attempts integer not null default 1,
    began_at timestamptz not null default now(),
    claimed_until timestamptz,
    ended_at timestamptz,
    seconds double precision,
    -- How many things it did; or why it failed.
    done integer,
    failure text,
    primary key (job, slot)
);

-- migrate:down

drop table job_run;
drop table announcement;
drop table manners;
drop table inbox;
