-- migrate:up

-- The secret address at which an officer's introductions are read; only its hash is kept.
create table introduction_calendar (
    staff_id uuid primary key references staff (id),
    secret_hash bytea not null unique,
    locale text not null check (locale in ('fr', 'en')),
    made_at timestamptz not null default now()
);

-- migrate:down

drop table introduction_calendar;
