-- migrate:up

create table outbox (
    id uuid primary key default uuid_v7(),
    kind text not null,
    -- What happened: a request's or a tandem's id. One notice per event, recipient and channel.
    event_id uuid not null,
    recipient_id uuid not null references member (id) on delete cascade,
    channel text not null default 'push',
    facts jsonb not null default '{}',
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'dropped', 'dead')),
    attempts integer not null default 0,
    due_at timestamptz not null default now(),
    expires_at timestamptz not null,
    claimed_until timestamptz,
    -- Devices that are finished with, when others are to be tried again.
    told text[] not null default '{}',
    settled_at timestamptz,
    reason text,
    created_at timestamptz not null default now(),
    unique (event_id, recipient_id, channel, kind)
);

create index outbox_due on outbox (due_at) where state = 'waiting';
create index outbox_of_recipient on outbox (recipient_id, created_at desc);
create index outbox_settled on outbox (settled_at) where state <> 'waiting';

-- migrate:down

drop table outbox;
