-- migrate:up

-- What is counted of a tandem's messages, apart from the tandem's own row: its lock gives each message its number, so
-- that numbers have no gap and appear in their order.
create table message_counter (
    tandem_id uuid primary key references tandem (id) on delete cascade,
    last_sequence bigint not null default 0,
    -- Edits, deletions and read marks are numbered too, apart from messages.
    last_change bigint not null default 0
) with (fillfactor = 50);

create table message (
    id uuid primary key default uuid_v7(),
    tandem_id uuid not null references tandem (id) on delete cascade,
    sequence bigint not null,
    sender_id uuid not null references member (id) on delete cascade,
    -- Made by the phone before it sends, so that sending again sends nothing twice.
    client_id uuid not null,
    -- Null: its sender deleted it, and its number stays.
    body text check (char_length(body) <= 4000),
    sent_at timestamptz not null default now(),
    edited_at timestamptz,
    deleted_at timestamptz,
    -- The number of its latest edit or deletion.
    change bigint,
    changed_xid xid8 not null default pg_current_xact_id(),
    unique (tandem_id, sequence),
    unique (tandem_id, sender_id, client_id),
    check ((body is null) = (deleted_at is not null)),
    check ((change is null) = (edited_at is null and deleted_at is null))
);

create index message_of_change on message (tandem_id, change) where change is not null;
create index message_of_sender on message (sender_id);
create index message_changed on message (changed_xid);

create trigger message_mark_change before update on message
for each row execute function mark_change();

-- How far each of the two has read.
create table message_read (
    tandem_id uuid not null references tandem (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    sequence bigint not null,
    read_at timestamptz not null default now(),
    change bigint not null,
    primary key (tandem_id, member_id)
) with (fillfactor = 50);

create index message_read_of_member on message_read (member_id);

-- Lets one socket in, once, within seconds: whoever deletes the row has it.
create table socket_ticket (
    digest bytea primary key,
    member_id uuid not null references member (id) on delete cascade,
    language text not null check (language in ('fr', 'en')),
    expires_at timestamptz not null,
    -- When the sign-in ends that it was given for, and with it the socket.
    signed_in_until timestamptz not null
);

create index socket_ticket_of_member on socket_ticket (member_id);
create index socket_ticket_expiry on socket_ticket (expires_at);

-- migrate:down

drop table socket_ticket;
drop table message_read;
drop table message;
drop table message_counter;
