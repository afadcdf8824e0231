-- migrate:up

create table block (
    blocker_id uuid not null references member (id) on delete cascade,
    blocked_id uuid not null references member (id) on delete cascade,
    blocked_at timestamptz not null default now(),
    primary key (blocker_id, blocked_id),
    check (blocker_id <> blocked_id)
);

create index block_blocked on block (blocked_id, blocker_id);

create table device (
    member_id uuid not null references member (id) on delete cascade,
    -- Chosen by the phone, so it is unique only beside its member.
    id text not null,
    kind text not null check (kind in ('fid', 'token')),
    value text not null,
    platform text not null check (platform in ('android', 'ios', 'web')),
    locale text not null check (locale in ('fr', 'en')),
    registered_at timestamptz not null default now(),
    retired_at timestamptz,
    -- FCM called the address invalid once: a second time retires it.
    doubted boolean not null default false,
    primary key (member_id, id),
    -- A phone that changes hands belongs to whoever registered it last.
    unique (kind, value)
);

-- migrate:down

drop table device;
drop table block;
