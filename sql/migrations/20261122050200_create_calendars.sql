-- migrate:up

-- The secret address at which a member's calendar is read; only its hash is kept.
create table calendar (
    member_id uuid primary key references member (id) on delete cascade,
    secret_hash bytea not null unique,
    locale text not null check (locale in ('fr', 'en')),
    made_at timestamptz not null default now()
);

-- migrate:down

drop table calendar;
