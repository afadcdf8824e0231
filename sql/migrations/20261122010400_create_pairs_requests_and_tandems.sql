-- migrate:up

-- One row for ever per mentee and mentor: the mutual like is read from it.
create table pair (
    mentee_id uuid not null references mentee (id) on delete cascade,
    mentor_id uuid not null references mentor (id) on delete cascade,
    mentee_verdict text check (mentee_verdict in ('like', 'pass')),
    mentee_swiped_at timestamptz,
    mentor_verdict text check (mentor_verdict in ('like', 'pass')),
    mentor_swiped_at timestamptz,
    primary key (mentee_id, mentor_id)
);

create index pair_mentor on pair (mentor_id, mentee_id);

create table request (
    id uuid primary key default uuid_v7(),
    mentee_id uuid not null references mentee (id) on delete cascade,
    mentor_id uuid not null references mentor (id) on delete cascade,
    message text,
    state text not null default 'waiting'
        check (state in ('waiting', 'accepted', 'refused', 'expired', 'withdrawn', 'released')),
    sent_at timestamptz not null default now(),
    opened_at timestamptz,
    expires_at timestamptz not null default now() + interval '14 days',
    closed_at timestamptz,
    -- An undone request is as if it had never been: the next like revives the same row.
    undone boolean not null default false,
    check ((state = 'waiting') = (closed_at is null))
);

create unique index request_waiting_once on request (mentee_id, mentor_id) where state = 'waiting';
create index request_of_mentee on request (mentee_id, mentor_id, sent_at desc);
create index request_of_mentor on request (mentor_id, sent_at desc);
create index request_expiring on request (expires_at) where state = 'waiting';

-- A past answer counts half after 90 days.
create function weight_left(since timestamptz) returns double precision
language sql stable parallel safe
as $$ select power(0.5, extract(epoch from now() - since)::double precision / (90 * 86400)) $$;

-- Keeps the counters that the deck and the limit of five read, and how mentors answer.
create function count_request() returns trigger
language plpgsql
as $$
declare
    was boolean := tg_op <> 'INSERT' and old.state = 'waiting';
    is_now boolean := tg_op <> 'DELETE' and new.state = 'waiting';
    step integer := is_now::integer - was::integer;
    asked request := case when tg_op = 'DELETE' then old else new end;
    answered boolean := was and tg_op = 'UPDATE' and new.state in ('accepted', 'refused', 'expired');
begin
    if step = 0 then
        return null;
    end if;
    update mentee set requests_waiting = requests_waiting + step where id = asked.mentee_id;
    update mentor set
        requests_waiting = requests_waiting + step,
        yes_weight = case when answered
            then yes_weight * weight_left(answered_at) + (asked.state = 'accepted')::integer
            else yes_weight end,
        answer_weight = case when answered
            then answer_weight * weight_left(answered_at) + 1
            else answer_weight end,
        answered_at = case when answered then now() else answered_at end
    where id = asked.mentor_id;
    return null;
end
$$;

create trigger request_count after insert or delete or update of state on request
for each row execute function count_request();

create table tandem (
    id uuid primary key default uuid_v7(),
    mentee_id uuid not null references mentee (id) on delete cascade,
    mentor_id uuid not null references mentor (id) on delete cascade,
    programme_id uuid not null references programme (id),
    -- The programme's rule when it formed: the mentee holds no other tandem beside it.
    exclusive boolean not null default false,
    state text not null default 'formed' check (state in ('formed', 'introduced', 'active', 'paused', 'closed')),
    formed_at timestamptz not null default now(),
    closed_at timestamptz,
    closed_reason text,
    renews_id uuid references tandem (id) on delete set null,
    check ((state = 'closed') = (closed_at is not null))
);

create unique index tandem_open_once on tandem (mentee_id, mentor_id) where state <> 'closed';
create unique index tandem_exclusive on tandem (mentee_id) where exclusive and state <> 'closed';
create index tandem_of_mentee on tandem (mentee_id, formed_at desc);
create index tandem_of_mentor on tandem (mentor_id, formed_at desc);
create index tandem_programme on tandem (programme_id);
create index tandem_renews on tandem (renews_id) where renews_id is not null;

-- migrate:down

drop table tandem;
drop table request;
drop function count_request();
drop function weight_left(timestamptz);
drop table pair;
