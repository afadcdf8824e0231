-- migrate:up

-- What a member was last dealt, best first, with the terms shown: the swipe log takes positions from it.
create table deal (
    member_id uuid primary key references member (id) on delete cascade,
    dealt_at timestamptz not null default now(),
    cards uuid[] not null,
    -- Four a card: sector, goals, place, time.
    terms real[] not null
);

-- Append-only. No foreign keys: a row outlives the people in it, whom erasure takes out of it.
create table swipe_log (
    id bigint generated always as identity primary key,
    member_id uuid,
    card_id uuid,
    verdict text not null check (verdict in ('like', 'pass', 'undo')),
    position integer,
    terms real[],
    randomised boolean not null default false,
    -- The phone's own clock: kept for study, never trusted.
    swiped_at timestamptz,
    logged_at timestamptz not null default now()
);

create index swipe_log_member on swipe_log (member_id);
create index swipe_log_card on swipe_log (card_id);

-- migrate:down

drop table swipe_log;
drop table deal;
