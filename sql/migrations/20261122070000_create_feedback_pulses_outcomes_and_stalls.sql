-- migrate:up

-- What the mentor reports to the mentee's structure, apart from messages. Asked on a day of the tandem's life
-- (`day-30` …) or at its close; answered, and changed, until it is asked no longer.
create table feedback (
    id uuid primary key default uuid_v7(),
    tandem_id uuid not null references tandem (id) on delete cascade,
    occasion text not null check (occasion ~ '^(day-[0-9]+|close)$'),
    asked_at timestamptz not null default now(),
    open_until timestamptz not null,
    reminded_at timestamptz,
    answered_at timestamptz,
    rhythm text,
    -- On the goals, from 1 to 5.
    progress integer check (progress between 1 and 5),
    helped text[] not null default '{}',
    -- Whether the structure is asked to help.
    needs_help boolean,
    -- For the structure alone: the mentee never reads it.
    note text,
    changed_xid xid8 not null default pg_current_xact_id(),
    unique (tandem_id, occasion),
    check ((answered_at is null) = (rhythm is null or progress is null or needs_help is null))
);

create index feedback_answered on feedback (answered_at desc, id) where answered_at is not null;
create index feedback_awaited on feedback (asked_at) where answered_at is null;

create trigger feedback_mark_change before update on feedback
for each row execute function mark_change();

-- One question to each of the two; the other never reads the answer.
create table pulse (
    id uuid primary key default uuid_v7(),
    tandem_id uuid not null references tandem (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    occasion text not null check (occasion ~ '^day-[0-9]+$'),
    asked_at timestamptz not null default now(),
    open_until timestamptz not null,
    answered_at timestamptz,
    -- From 1, bad, to 5, very good.
    mood integer check (mood between 1 and 5),
    comment text,
    changed_xid xid8 not null default pg_current_xact_id(),
    unique (tandem_id, member_id, occasion),
    check ((answered_at is null) = (mood is null))
);

create index pulse_of_member on pulse (member_id);

create trigger pulse_mark_change before update on pulse
for each row execute function mark_change();

-- What became of the mentee, and what each of the two gained: asked at the close, 3 and 6 months later.
create table outcome (
    id uuid primary key default uuid_v7(),
    tandem_id uuid not null references tandem (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    milestone text not null check (milestone in ('close', 'm3', 'm6')),
    asked_at timestamptz not null default now(),
    open_until timestamptz not null,
    answered_at timestamptz,
    -- The mentee's.
    situation text,
    satisfaction integer check (satisfaction between 1 and 5),
    -- The mentee's.
    skills text[] not null default '{}',
    -- The mentor's.
    gains text[] not null default '{}',
    changed_xid xid8 not null default pg_current_xact_id(),
    unique (tandem_id, member_id, milestone),
    check ((answered_at is null) = (situation is null and satisfaction is null))
);

create index outcome_of_member on outcome (member_id);

create trigger outcome_mark_change before update on outcome
for each row execute function mark_change();

-- A tandem that seems to fall silent: both are nudged when it opens, staff learn of it 14 days later if nothing changed.
create table stall (
    id uuid primary key default uuid_v7(),
    tandem_id uuid not null references tandem (id) on delete cascade,
    reasons text[] not null
    check (cardinality(reasons) >= 1 and reasons <@ '{no-meeting,no-message,low-pulse,no-shows}'),
    nudged_at timestamptz not null default now(),
    escalated_at timestamptz,
    resolved_at timestamptz
);

create unique index stall_open_once on stall (tandem_id) where resolved_at is null;
create index stall_of_tandem on stall (tandem_id, nudged_at desc);
create index stall_escalated on stall (escalated_at) where resolved_at is null and escalated_at is not null;

-- migrate:down

drop table stall;
drop table outcome;
drop table pulse;
drop table feedback;
