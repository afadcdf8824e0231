-- The schema that the migrations add up to, in one piece, for reading and for a new database by hand.
-- Edited with each migration; a test proves the two equal.

-- Version 7 ids sort by the time they were made. Postgres 18 has its own; production may be 15.
create function uuid_v7() returns uuid
language sql volatile parallel safe
as $$
    select encode(
        set_bit(
            set_bit(
                overlay(
                    uuid_send(gen_random_uuid())
                    placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                    from 1 for 6
                ),
                52, 1
            ),
            53, 1
        ),
        'hex'
    )::uuid
$$;

-- Marks a row with the transaction that changed it: a reader that remembers the oldest transaction still
-- running at its last look misses no change, in whatever order transactions commit.
create function mark_change() returns trigger
language plpgsql
as $$
begin
    new.changed_xid := pg_current_xact_id();
    return new;
end
$$;

-- What every swipe writes is checked by domains: Postgres parses a table's checks anew for every statement.
create domain verdict as text check (value in ('like', 'pass'));
create domain logged_verdict as text check (value in ('like', 'pass', 'undo'));
create domain request_state as text
constraint request_states check (value in ('waiting', 'accepted', 'refused', 'expired', 'withdrawn', 'released'));
create domain notice_state as text check (value in ('waiting', 'sent', 'dropped', 'dead'));
create domain notice_hold as text check (value in ('quiet', 'digest'));
create domain tally as integer check (value >= 0);
create domain up_to_five as integer check (value between 0 and 5);
create domain seats as integer check (value between 0 and 50);
create domain monthly_hours as integer check (value between 1 and 100);

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

create table member (
    id uuid primary key default uuid_v7(),
    -- Stands for the id where ranking breaks ties: order of arrival.
    rank bigint generated always as identity,
    uid text not null unique,
    role text not null check (role in ('mentee', 'mentor')),
    phone text,
    first_name text not null,
    last_name text not null,
    birth_date date not null,
    area_code text not null,
    sectors text[] not null check (cardinality(sectors) between 1 and 3),
    goals text[] not null check (cardinality(goals) between 1 and 5),
    modalities text[] not null check (cardinality(modalities) >= 1 and modalities <@ '{in_person,remote}'),
    languages text[] not null check (cardinality(languages) >= 1),
    availability text[] not null default '{}',
    about text,
    structure_id uuid not null references structure (id),
    programme_id uuid not null references programme (id),
    profile_version integer not null default 1,
    paused_at timestamptz,
    suspended_at timestamptz,
    guardian_agreed_at timestamptz,
    last_seen_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    -- Their account will be deleted for want of use, and they were told so.
    expiry_warned_at timestamptz,
    changed_xid xid8 not null default pg_current_xact_id(),
    -- When somebody was last shown the member's card; null is never.
    shown_at timestamptz
);

create index member_changed on member (changed_xid);
create index member_structure on member (structure_id);
create index member_programme on member (programme_id);

create trigger member_mark_change before update on member
for each row execute function mark_change();

-- That somebody was erased, not who: a snapshot that is older still holds their numbers, and is made anew.
create table departure (
    left_in xid8 not null default pg_current_xact_id(),
    left_at timestamptz not null default now()
);

create function note_departure() returns trigger
language plpgsql
as $$
begin
    insert into departure default values;
    return null;
end
$$;

create trigger member_departure after delete on member
for each statement execute function note_departure();

-- Of age, or with the guardian's agreement.
create function grown_up(member) returns boolean
language sql stable parallel safe
as $$ select $1.birth_date <= current_date - interval '18 years' or $1.guardian_agreed_at is not null $$;

-- What both sides of every swipe, request and card must be.
create function may_meet(member) returns boolean
language sql stable parallel safe
as $$
    select
        $1.suspended_at is null
        and ($1.birth_date <= current_date - interval '18 years' or $1.guardian_agreed_at is not null)
$$;

create table mentee (
    id uuid primary key references member (id) on delete cascade,
    -- At most five requests wait at once; counted by the triggers of request.
    requests_waiting up_to_five not null default 0,
    tandems_open tally not null default 0,
    waiting_since timestamptz not null default now(),
    changed_xid xid8 not null default pg_current_xact_id()
);

create index mentee_changed on mentee (changed_xid);

create trigger mentee_mark_change before update on mentee
for each row execute function mark_change();

create table mentor (
    id uuid primary key references member (id) on delete cascade,
    job_title text not null,
    company_name text,
    company_siret text,
    capacity seats not null,
    -- Tandems that are not closed. Staff may lower a capacity below it, so no check ties the two.
    seats_taken tally not null default 0,
    hours_per_month monthly_hours not null,
    verified_at timestamptz,
    verified_by uuid references staff (id),
    trained_at timestamptz,
    requests_waiting tally not null default 0,
    -- Past answers, each counting half after 90 days, as they weighed at answered_at.
    yes_weight double precision not null default 0,
    answer_weight double precision not null default 0,
    answered_at timestamptz not null default now(),
    changed_xid xid8 not null default pg_current_xact_id()
);

create index mentor_changed on mentor (changed_xid);

create trigger mentor_mark_change before update on mentor
for each row execute function mark_change();

-- What ranking reads of each card: read whole by a census, and a few at a time as they change.
create view market_mentor as
select
    member.id,
    member.rank,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    may_meet(member)
    and member.paused_at is null
    and mentor.verified_at is not null
    and (mentor.trained_at is not null or not programme.training_required)
    and mentor.seats_taken < mentor.capacity as eligible,
    coalesce(extract(epoch from member.shown_at), '-infinity')::double precision as shown_at,
    mentor.requests_waiting as waiting,
    greatest(mentor.capacity - mentor.seats_taken, 0) as seats_free,
    mentor.yes_weight,
    mentor.answer_weight,
    extract(epoch from mentor.answered_at)::double precision as answered_at,
    extract(epoch from member.last_seen_at)::double precision as last_seen_at
from mentor
join member on member.id = mentor.id
join programme on programme.id = member.programme_id;

create view market_mentee as
select
    member.id,
    member.rank,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    may_meet(member)
    and member.paused_at is null
    and not (programme.one_tandem_at_a_time and mentee.tandems_open > 0) as eligible,
    coalesce(extract(epoch from member.shown_at), '-infinity')::double precision as shown_at,
    mentee.requests_waiting as waiting,
    mentee.tandems_open as tandems,
    extract(epoch from mentee.waiting_since)::double precision as waiting_since
from mentee
join member on member.id = mentee.id
join programme on programme.id = member.programme_id;

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

-- One row for ever per mentee and mentor: the mutual like is read from it.
create table pair (
    mentee_id uuid not null references mentee (id) on delete cascade,
    mentor_id uuid not null references mentor (id) on delete cascade,
    mentee_verdict verdict,
    mentee_swiped_at timestamptz,
    mentor_verdict verdict,
    mentor_swiped_at timestamptz,
    primary key (mentee_id, mentor_id)
);

create index pair_mentor on pair (mentor_id, mentee_id);

create table request (
    id uuid primary key default uuid_v7(),
    mentee_id uuid not null,
    mentor_id uuid not null,
    message text,
    state request_state not null default 'waiting',
    sent_at timestamptz not null default now(),
    opened_at timestamptz,
    expires_at timestamptz not null default now() + interval '14 days',
    closed_at timestamptz,
    -- An undone request is as if it had never been: the next like revives the same row.
    undone boolean not null default false,
    check ((state = 'waiting') = (closed_at is null)),
    -- One key to the pair says more than one to each of the two, and costs a swipe one check less.
    constraint request_pair foreign key (mentee_id, mentor_id) references pair (mentee_id, mentor_id)
    on delete cascade
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
    mentee_id uuid not null,
    mentor_id uuid not null,
    programme_id uuid not null references programme (id),
    -- The programme's rule when it formed: the mentee holds no other tandem beside it.
    exclusive boolean not null default false,
    state text not null default 'formed' check (state in ('formed', 'introduced', 'active', 'paused', 'closed')),
    formed_at timestamptz not null default now(),
    closed_at timestamptz,
    closed_reason text,
    renews_id uuid references tandem (id) on delete set null,
    check ((state = 'closed') = (closed_at is not null)),
    constraint tandem_pair foreign key (mentee_id, mentor_id) references pair (mentee_id, mentor_id)
    on delete cascade
);

create unique index tandem_open_once on tandem (mentee_id, mentor_id) where state <> 'closed';
create unique index tandem_exclusive on tandem (mentee_id) where exclusive and state <> 'closed';
create index tandem_of_mentee on tandem (mentee_id, formed_at desc);
create index tandem_of_mentor on tandem (mentor_id, formed_at desc);
create index tandem_programme on tandem (programme_id);
create index tandem_renews on tandem (renews_id) where renews_id is not null;

-- What a member was last dealt, best first, with the terms shown: the swipe log takes positions from it.
create table deal (
    member_id uuid primary key references member (id) on delete cascade,
    dealt_at timestamptz not null default now(),
    cards uuid[] not null,
    -- Four a card: sector, goals, place, time.
    terms real[] not null,
    -- Whether chance gave each card its place.
    randomised boolean[] not null default '{}'
);

-- Append-only. No foreign keys: a row outlives the people in it, whom erasure takes out of it.
create table swipe_log (
    id bigint generated always as identity primary key,
    member_id uuid,
    card_id uuid,
    verdict logged_verdict not null,
    position integer,
    terms real[],
    randomised boolean not null default false,
    -- The phone's own clock: kept for study, never trusted.
    swiped_at timestamptz,
    logged_at timestamptz not null default now()
);

-- Whoever swiped a card has a pair with it, so that erasure finds the card's rows by its swipers.
create index swipe_log_member_card on swipe_log (member_id, card_id);

create table outbox (
    id uuid primary key default uuid_v7(),
    kind text not null,
    -- What happened: a request's or a tandem's id. One notice per event, recipient and channel.
    event_id uuid not null,
    recipient_id uuid not null references member (id) on delete cascade,
    channel text not null default 'push',
    facts jsonb not null default '{}',
    state notice_state not null default 'waiting',
    attempts integer not null default 0,
    due_at timestamptz not null default now(),
    expires_at timestamptz not null,
    claimed_until timestamptz,
    -- Devices that are finished with, when others are to be tried again.
    told text[] not null default '{}',
    settled_at timestamptz,
    reason text,
    created_at timestamptz not null default now(),
    -- 0 before 1 before 2: what somebody waits for goes before news.
    priority integer not null default 0,
    -- When what is announced begins: nobody needs the notice after that.
    starts_at timestamptz,
    -- Given the first time its member's inbox is read; a client asks for what came after.
    sequence bigint,
    read_at timestamptz,
    -- Why it waits, if not for FCM.
    held_for notice_hold,
    -- The notice on the phone that stands for this one: its own id, or that of the bundle it went with.
    pushed_as uuid,
    -- Only for this phone of the member's.
    device_id text,
    unique (event_id, recipient_id, channel, kind)
) with (fillfactor = 80);

create index outbox_waiting on outbox (priority, due_at) where state = 'waiting';
create index outbox_of_recipient on outbox (recipient_id, created_at desc);
create index outbox_settled on outbox (settled_at) where state <> 'waiting';

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

-- Whether these two members may still hear of each other.
create function on_speaking_terms(uuid, uuid) returns boolean
language sql stable parallel safe
as $$
    select
        exists (select from member where id = $2 and suspended_at is null)
        and not exists (select from block where (blocker_id, blocked_id) in (($1, $2), ($2, $1)))
$$;

-- news: to be told · over: done with, kept in the inbox as read · hidden: of somebody or something that is no more.
create function standing(notice outbox) returns text
language plpgsql stable parallel safe
as $$
declare
    found text;
begin
    case
        when notice.kind in ('RequestReceived', 'RequestExpiringSoon') then
            select
                case
                    when request.undone or not on_speaking_terms(request.mentor_id, request.mentee_id) then 'hidden'
                    when request.state <> 'waiting' then 'over'
                    when notice.kind = 'RequestReceived' and request.opened_at is not null then 'over'
                    else 'news'
                end
            into found
            from request where request.id = notice.event_id;
            return coalesce(found, 'hidden');
        when notice.facts ->> 'tandemId' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
            select
                case
                    when not on_speaking_terms(tandem.mentor_id, tandem.mentee_id)
                        or not on_speaking_terms(tandem.mentee_id, tandem.mentor_id) then 'hidden'
                    when tandem.state = 'closed' then 'over'
                    else 'news'
                end
            into found
            from tandem where tandem.id = (notice.facts ->> 'tandemId')::uuid;
            return coalesce(found, 'hidden');
        when notice.kind = 'CapacityFreed' then
            return case
                when exists (
                    select from mentor
                    where id = notice.recipient_id and requests_waiting > 0 and seats_taken < capacity
                ) then 'news' else 'over'
            end;
        when notice.kind = 'AccountExpiring' then
            return case
                when exists (
                    select from member where id = notice.recipient_id and last_seen_at < notice.created_at
                ) then 'news' else 'over'
            end;
        when notice.device_id is not null then
            return 'hidden';
        else
            return 'news';
    end case;
end
$$;

-- Whatever gives a full mentor a seat again, the mentor is told who waits. Good for a day, as push.kinds says.
create function tell_of_free_seat() returns trigger
language plpgsql
as $$
begin
    insert into outbox (kind, event_id, recipient_id, facts, priority, expires_at)
    values (
        'CapacityFreed', uuid_v7(), new.id, jsonb_build_object('count', new.requests_waiting), 1,
        now() + interval '24 hours'
    );
    return null;
end
$$;

create trigger mentor_free_seat after update of seats_taken, capacity on mentor
for each row
when (old.seats_taken >= old.capacity and new.seats_taken < new.capacity and new.requests_waiting > 0)
execute function tell_of_free_seat();

create table schema_migrations (version varchar primary key);
