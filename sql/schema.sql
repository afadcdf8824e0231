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
    created_at timestamptz not null default now(),
    kind text not null default 'structure'
        constraint structure_kind check (kind in ('national', 'club', 'structure', 'antenna'))
);

create index structure_parent on structure (parent_id);

-- The structure, and everything below it: what its staff may see. `union` ends even on a tree that is none.
create function structures_under(uuid) returns setof uuid
language sql stable parallel safe rows 20
as $$
    with recursive below as (
        select id from structure where id = $1
        union
        select structure.id from structure join below on structure.parent_id = below.id
    )
    select id from below
$$;

-- One move at a time, so that two that cross cannot close a ring; and nothing hangs below what it is greater than.
create function keep_tree() returns trigger
language plpgsql
as $$
declare
    greatness constant text[] := '{national,club,structure,antenna}';
begin
    perform pg_advisory_xact_lock(hashtextextended('structure-tree', 0));
    if new.parent_id in (select structures_under(new.id)) then
        raise exception 'a structure cannot be below itself'
            using errcode = 'check_violation', constraint = 'structure_no_ring';
    end if;
    if exists (
        select from structure
        where
            (id = new.parent_id and array_position(greatness, kind) > array_position(greatness, new.kind))
            or (parent_id = new.id and array_position(greatness, kind) < array_position(greatness, new.kind))
    ) then
        raise exception 'a structure cannot be below a lesser one'
            using errcode = 'check_violation', constraint = 'structure_order';
    end if;
    return null;
end
$$;

create trigger structure_keep_tree after insert or update of parent_id, kind on structure
for each row execute function keep_tree();

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
    created_at timestamptz not null default now(),
    left_at timestamptz
);

create index staff_structure on staff (structure_id);

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
    shown_at timestamptz,
    -- Hidden by a sanction: nobody new meets them until it is lifted. What they already have goes on.
    hidden_at timestamptz
);

create index member_changed on member (changed_xid);
create index member_structure on member (structure_id);
create index member_programme on member (programme_id);
create index member_phone on member (phone) where phone is not null;

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
        and $1.hidden_at is null
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
create index mentor_company_siret on mentor (company_siret) where company_siret is not null;

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
    changed_xid xid8 not null default pg_current_xact_id(),
    check ((state = 'waiting') = (closed_at is null)),
    -- One key to the pair says more than one to each of the two, and costs a swipe one check less.
    constraint request_pair foreign key (mentee_id, mentor_id) references pair (mentee_id, mentor_id)
    on delete cascade
);

create unique index request_waiting_once on request (mentee_id, mentor_id) where state = 'waiting';
create index request_of_mentee on request (mentee_id, mentor_id, sent_at desc);
create index request_of_mentor on request (mentor_id, sent_at desc);
create index request_expiring on request (expires_at) where state = 'waiting';

create trigger request_mark_change before update on request
for each row execute function mark_change();

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
    -- Why a move is made and by whom: said with the change of state, and taken to the log.
    moved_for text,
    moved_by text,
    moved_by_staff uuid,
    activated_at timestamptz,
    changed_xid xid8 not null default pg_current_xact_id(),
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
create index tandem_active on tandem (id) where state = 'active';
create index tandem_closed on tandem (closed_at) where state = 'closed';
create index tandem_to_introduce on tandem (formed_at, id) where state = 'formed';

-- Every move that a tandem may make: from, to, why, and who. Nothing else changes its state.
create table tandem_transition (
    from_state text not null,
    to_state text not null,
    cause text not null,
    moved_by text not null,
    primary key (from_state, to_state, cause, moved_by)
);

insert into tandem_transition (from_state, to_state, cause, moved_by) values
('none', 'formed', 'liked', 'both'),
('none', 'formed', 'renewed', 'both'),
('formed', 'introduced', 'introduced', 'staff'),
('formed', 'active', 'signed', 'mentee'),
('formed', 'active', 'signed', 'mentor'),
('introduced', 'active', 'signed', 'mentee'),
('introduced', 'active', 'signed', 'mentor'),
-- Both signed before they were introduced.
('introduced', 'active', 'signed', 'both'),
('active', 'paused', 'paused', 'mentee'),
('active', 'paused', 'paused', 'mentor'),
('paused', 'active', 'resumed', 'mentee'),
('paused', 'active', 'resumed', 'mentor'),
('active', 'closed', 'renewed', 'both'),
('paused', 'closed', 'renewed', 'both');

insert into tandem_transition (from_state, to_state, cause, moved_by)
select state, 'closed', cause, moved_by
from unnest('{formed,introduced,active,paused}'::text[]) as state
cross join (
    values
    ('ended', 'mentee'),
    ('ended', 'mentor'),
    ('ended', 'staff'),
    ('suspended', 'staff'),
    ('blocked', 'nobody'),
    ('erased', 'nobody')
) as ending (cause, moved_by);

-- What each tandem went through, in order: its state is the last one's.
create table tandem_event (
    tandem_id uuid not null references tandem (id) on delete cascade,
    sequence integer not null,
    from_state text not null,
    to_state text not null,
    cause text not null,
    moved_by text not null check (moved_by in ('mentee', 'mentor', 'both', 'staff', 'nobody')),
    staff_id uuid references staff (id),
    moved_at timestamptz not null default now(),
    primary key (tandem_id, sequence)
);

create index tandem_event_staff on tandem_event (staff_id) where staff_id is not null;

create trigger tandem_mark_change before update on tandem
for each row execute function mark_change();

create function begin_tandem() returns trigger
language plpgsql
as $$
begin
    if new.state <> 'formed' then
        raise exception 'a tandem begins formed, not %', new.state
            using errcode = 'check_violation', constraint = 'tandem_moves';
    end if;
    insert into tandem_event (tandem_id, sequence, from_state, to_state, cause, moved_by, moved_at)
    values (
        new.id, 1, 'none', 'formed', case when new.renews_id is null then 'liked' else 'renewed' end, 'both',
        new.formed_at
    );
    return null;
end
$$;

create trigger tandem_begin after insert on tandem
for each row execute function begin_tandem();

create function move_tandem() returns trigger
language plpgsql
as $$
declare
    -- Code from before the log closes with a reason only.
    move tandem_transition := (
        old.state, new.state, coalesce(new.moved_for, new.closed_reason), coalesce(new.moved_by, 'nobody')
    );
begin
    if move.from_state <> move.to_state then
        if move not in (select allowed from tandem_transition as allowed) then
            raise exception
                'no tandem goes from % to % for % by %', move.from_state, move.to_state, move.cause, move.moved_by
                using errcode = 'check_violation', constraint = 'tandem_moves';
        end if;
        insert into tandem_event (tandem_id, sequence, from_state, to_state, cause, moved_by, staff_id)
        select new.id, max(sequence) + 1, move.from_state, move.to_state, move.cause, move.moved_by, new.moved_by_staff
        from tandem_event where tandem_id = new.id;
        new.activated_at := coalesce(old.activated_at, case when new.state = 'active' then now() end);
        new.closed_at := case when new.state = 'closed' then now() end;
    end if;
    new.moved_for := null;
    new.moved_by := null;
    new.moved_by_staff := null;
    return new;
end
$$;

create trigger tandem_move before update of state, moved_for, moved_by, moved_by_staff on tandem
for each row execute function move_tandem();

create function keep_tandem_log() returns trigger
language plpgsql
as $$
begin
    if tg_op = 'INSERT' and pg_trigger_depth() > 1 then
        return new;
    end if;
    if tg_op = 'DELETE' and not exists (select from tandem where id = old.tandem_id) then
        return old;
    end if;
    raise exception 'the log of a tandem is written by its moves alone'
        using errcode = 'check_violation', constraint = 'tandem_event_kept';
end
$$;

create trigger tandem_event_keep before insert or update or delete on tandem_event
for each row execute function keep_tandem_log();

-- Who of a tandem signed which version of the charter.
create table signature (
    tandem_id uuid not null references tandem (id) on delete cascade,
    role text not null check (role in ('mentee', 'mentor')),
    charter_version integer not null,
    signed_at timestamptz not null default now(),
    primary key (tandem_id, role, charter_version)
);

-- Whether the two of a tandem signed one same version.
create function both_signed(uuid) returns boolean
language sql stable parallel safe
as $$
    select exists (
        select from signature as ours
        join signature as theirs using (tandem_id, charter_version)
        where ours.tandem_id = $1 and ours.role = 'mentee' and theirs.role = 'mentor'
    )
$$;

-- What the one who ended a tandem said of it: a reason from the list, and a word for the structure.
create table closure (
    tandem_id uuid primary key references tandem (id) on delete cascade,
    role text not null check (role in ('mentee', 'mentor')),
    reason text not null,
    note text,
    closed_at timestamptz not null default now()
);

-- Who of a tandem would like another one with the same person.
create table renewal (
    tandem_id uuid not null references tandem (id) on delete cascade,
    role text not null check (role in ('mentee', 'mentor')),
    asked_at timestamptz not null default now(),
    primary key (tandem_id, role)
);

-- What a tandem works towards; the phone chooses the id, so it is unique only within the tandem.
create table tandem_goal (
    tandem_id uuid not null references tandem (id) on delete cascade,
    id uuid not null,
    -- From the vocabulary, or in their own words.
    goal text,
    words text,
    expected_on date,
    set_by text not null check (set_by in ('mentee', 'mentor')),
    set_at timestamptz not null default now(),
    reached_at timestamptz,
    reached_by text check (reached_by in ('mentee', 'mentor')),
    primary key (tandem_id, id),
    check ((goal is null) <> (words is null)),
    check ((reached_at is null) = (reached_by is null))
);

create table tandem_step (
    tandem_id uuid not null,
    goal_id uuid not null,
    id uuid not null,
    place integer not null,
    words text not null,
    done_at timestamptz,
    done_by text check (done_by in ('mentee', 'mentor')),
    primary key (tandem_id, goal_id, id),
    foreign key (tandem_id, goal_id) references tandem_goal (tandem_id, id) on delete cascade,
    check ((done_at is null) = (done_by is null))
);

-- What a mentee says of themselves, and whom they let read it.
create table answer (
    mentee_id uuid not null references mentee (id) on delete cascade,
    topic text not null check (topic in ('expectations', 'motivations', 'weaknesses')),
    words text not null,
    audience text not null check (audience in ('private', 'mentor', 'structure')),
    written_at timestamptz not null default now(),
    primary key (mentee_id, topic)
);

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
    -- What happened: a request's or a tandem's id.
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
    -- One notice per event, recipient and channel; by the recipient first, for their inbox is looked up by it.
    constraint outbox_once unique (recipient_id, event_id, kind, channel)
) with (fillfactor = 80);

create index outbox_waiting on outbox (priority, due_at) where state = 'waiting';
create index outbox_settled on outbox (settled_at) where state <> 'waiting';
create index outbox_of_messages on outbox (recipient_id)
where kind = 'MessageReceived' and state = 'waiting';

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

-- A notice of a tandem is news while the tandem is as the notice tells it.
create function standing_of_tandem(notice outbox) returns text
language sql stable parallel safe
as $$
    select coalesce(
        (
            select
                case
                    when not on_speaking_terms(tandem.mentor_id, tandem.mentee_id)
                        or not on_speaking_terms(tandem.mentee_id, tandem.mentor_id) then 'hidden'
                    when notice.kind = 'TandemClosed' then 'news'
                    when notice.kind = 'RenewalAsked' then case
                        when exists (select from tandem as next where next.renews_id = tandem.id) then 'over'
                        when exists (select from renewal where renewal.tandem_id = tandem.id) then 'news'
                        else 'over'
                    end
                    when tandem.state = 'closed' then 'over'
                    when notice.kind = 'TandemPaused' and tandem.state <> 'paused' then 'over'
                    when notice.kind = 'TandemResumed' and tandem.state <> 'active' then 'over'
                    when notice.kind = 'CharterToSign' and tandem.activated_at is not null then 'over'
                    else 'news'
                end
            from tandem
            where tandem.id = (notice.facts ->> 'tandemId')::uuid
        ),
        'hidden'
    )
$$;

-- news: to be told · over: done with, kept in the inbox as read · hidden: of somebody or something that is no more.
create function standing(notice outbox) returns text
language plpgsql stable parallel safe
as $$
declare
    found text;
begin
    case
        when notice.facts ? 'followUpId' then
            return standing_of_follow_up(notice);
        when notice.facts ? 'meetingId' then
            return standing_of_meeting(notice);
        when notice.kind in ('TandemProposed', 'ProposalClosed') then
            return standing_of_proposal(notice);
        when notice.kind = 'MessageReceived' and notice.facts ? 'sequence' then
            return standing_of_message(notice);
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
            return standing_of_tandem(notice);
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

-- What staff did or read: who, when, what act on what kind of thing. Only ever added to. `digest` stands for the
-- detail, so that the chain still holds once a detail was erased with the member whom it concerns.
create table audit_entry (
    id uuid primary key default uuid_v7(),
    at timestamptz not null default clock_timestamp(),
    -- Null: the command line, or erasure.
    staff_id uuid references staff (id),
    act text not null,
    subject_kind text not null,
    digest bytea not null
);

create index audit_entry_at on audit_entry (at, id);
create index audit_entry_staff on audit_entry (staff_id, at, id);

-- On whom or what exactly, why, and what changed. The salt keeps a digest from being guessed back.
create table audit_detail (
    entry_id uuid primary key references audit_entry (id),
    salt uuid not null,
    subject_id uuid,
    -- Members at whose erasure the detail goes.
    about uuid[] not null,
    why text,
    before jsonb,
    after jsonb
);

create index audit_detail_subject on audit_detail (subject_id);
create index audit_detail_about on audit_detail using gin (about);

-- The chain: each hash is over the one before and over its entry.
create table audit_seal (
    sequence bigint primary key,
    entry_id uuid not null unique references audit_entry (id),
    hash bytea not null
);

-- The last link, kept apart, so that a tail cut off is missed.
create table audit_head (
    single boolean primary key default true check (single),
    sequence bigint not null,
    hash bytea not null
);

insert into audit_head (sequence, hash) values (0, sha256(''));

-- The one place that seals. It runs at commit, when the transaction asks for no other lock any more: whoever comes
-- second waits for the head, and sees the first one's link. As its owner: the application may not write the chain.
create function seal_audit() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    head audit_head;
begin
    select audit_head.* into head from audit_head for update;
    head.sequence := head.sequence + 1;
    head.hash := sha256(head.hash || convert_to(
        jsonb_build_array(
            head.sequence, new.id, (extract(epoch from new.at) * 1000000)::bigint, new.staff_id, new.act,
            new.subject_kind, encode(new.digest, 'hex')
        )::text,
        'UTF8'
    ));
    insert into audit_seal (sequence, entry_id, hash) values (head.sequence, new.id, head.hash);
    update audit_head set sequence = head.sequence, hash = head.hash;
    return null;
end
$$;

create constraint trigger audit_entry_seal after insert on audit_entry
deferrable initially deferred
for each row execute function seal_audit();

create function refuse_change() returns trigger
language plpgsql
as $$
begin
    if tg_table_name = 'audit_detail' and tg_op = 'DELETE' and current_setting('tandem.forgetting', true) = 'on' then
        return null;
    end if;
    raise exception 'the audit log is only ever added to' using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_entry_stays before update or delete or truncate on audit_entry
for each statement execute function refuse_change();
create trigger audit_detail_stays before update or delete or truncate on audit_detail
for each statement execute function refuse_change();
create trigger audit_seal_stays before update or delete or truncate on audit_seal
for each statement execute function refuse_change();

-- What staff did stays; on whom, why and what was said goes with the member, and an entry says of which entries.
create function forget_in_audit() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    forgotten uuid[];
    detail audit_detail;
begin
    select array_agg(entry_id order by entry_id) into forgotten from audit_detail where about @> array[old.id];
    if forgotten is null then
        return null;
    end if;
    detail.entry_id := uuid_v7();
    detail.salt := gen_random_uuid();
    detail.about := '{}';
    detail.after := jsonb_build_object('entries', forgotten);
    insert into audit_entry (id, act, subject_kind, digest) values (
        detail.entry_id, 'forget', 'audit', sha256(convert_to(
            jsonb_build_array(
                detail.salt, detail.subject_id, detail.about, detail.why, detail.before, detail.after
            )::text,
            'UTF8'
        ))
    );
    insert into audit_detail select detail.*;
    perform set_config('tandem.forgetting', 'on', true);
    delete from audit_detail where entry_id = any(forgotten);
    perform set_config('tandem.forgetting', 'off', true);
    return null;
end
$$;

create trigger member_forget after delete on member
for each row execute function forget_in_audit();

-- Lets a constraint compare a person by equality and a time by overlap.
create extension if not exists btree_gist;

create table meeting (
    -- Made by the phone, so that a write may be repeated.
    id uuid primary key,
    tandem_id uuid not null references tandem (id) on delete cascade,
    -- Counts the plans, confirmations and cancellations; a calendar calls it SEQUENCE.
    revision integer not null default 1,
    state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'cancelled')),
    proposed_by text not null check (proposed_by in ('mentee', 'mentor', 'staff')),
    proposed_at timestamptz not null default now(),
    kind text not null check (kind in ('in_person', 'phone', 'video', 'message')),
    place_kind text,
    place text,
    link text,
    -- The time zone in which the times were chosen.
    zone text not null,
    -- The slots to choose from: when each starts, in order, and how long it takes.
    starts timestamptz[] not null check (cardinality(starts) between 1 and 3),
    minutes integer[] not null check (cardinality(minutes) = cardinality(starts)),
    -- The slot that the other one chose; kept when the meeting is cancelled, given up when it is moved.
    starts_at timestamptz,
    ends_at timestamptz,
    confirmed_at timestamptz,
    cancelled_at timestamptz,
    cancelled_by text check (cancelled_by in ('mentee', 'mentor', 'closing', 'staff')),
    cancel_reason text,
    cancel_words text,
    mentee_said text check (mentee_said in ('came', 'other_absent', 'other_late', 'self_absent')),
    mentee_said_at timestamptz,
    mentor_said text check (mentor_said in ('came', 'other_absent', 'other_late', 'self_absent')),
    mentor_said_at timestamptz,
    changed_at timestamptz not null default now(),
    changed_xid xid8 not null default pg_current_xact_id(),
    -- Of the staff, the third of a first meeting.
    officer_id uuid references staff (id),
    check ((kind = 'in_person') = (place is not null and place_kind is not null)),
    check ((kind = 'video') = (link is not null)),
    check ((starts_at is null) = (ends_at is null) and (starts_at is null) = (confirmed_at is null)),
    check (state <> 'confirmed' or starts_at is not null),
    check (ends_at > starts_at),
    check ((state = 'cancelled') = (cancelled_at is not null and cancelled_by is not null))
);

create index meeting_of_tandem on meeting (tandem_id, changed_xid);
create index meeting_of_officer on meeting (officer_id) where officer_id is not null;

create trigger meeting_mark_change before update on meeting
for each row execute function mark_change();

-- One row per person and confirmed meeting. Nobody is in two at once.
create table booking (
    meeting_id uuid not null references meeting (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    during tstzrange not null,
    primary key (meeting_id, member_id),
    constraint booking_overlap exclude using gist (member_id with =, during with &&)
);

-- The bookings follow the meeting: there while it is confirmed, gone when it is moved or cancelled.
create function book_meeting() returns trigger
language plpgsql
as $$
begin
    delete from booking where meeting_id = new.id;
    if new.state = 'confirmed' then
        insert into booking (meeting_id, member_id, during)
        select new.id, person, tstzrange(new.starts_at, new.ends_at)
        from tandem, unnest(array[mentee_id, mentor_id]) as person
        where tandem.id = new.tandem_id
        order by person;
    end if;
    return null;
end
$$;

create trigger meeting_book after insert or update of state, starts_at, ends_at on meeting
for each row execute function book_meeting();

-- What a closed tandem had planned does not take place.
create function cancel_meetings_of_closed() returns trigger
language plpgsql
as $$
begin
    update meeting set
        state = 'cancelled',
        cancelled_at = now(),
        cancelled_by = 'closing',
        revision = revision + 1,
        changed_at = now()
    where
        tandem_id = new.id
        and (state = 'proposed' or (state = 'confirmed' and starts_at > now()));
    return null;
end
$$;

create trigger tandem_cancel_meetings after update of state on tandem
for each row
when (new.state = 'closed' and old.state <> 'closed')
execute function cancel_meetings_of_closed();

-- What is to be held of one side (mentee or mentor) of a meeting: honoured, late (called off within three hours of the
-- start), missed, or contested when the other says so and they say otherwise; null while nothing can be said. What
-- the other says stands alone once it has not been answered for three days.
create function mark_of(meeting meeting, side text) returns text
language plpgsql stable parallel safe
as $$
declare
    own text := case side when 'mentee' then meeting.mentee_said else meeting.mentor_said end;
    others text := case side when 'mentee' then meeting.mentor_said else meeting.mentee_said end;
    others_at timestamptz := case side when 'mentee' then meeting.mentor_said_at else meeting.mentee_said_at end;
begin
    if meeting.state = 'cancelled' then
        return case
            when meeting.cancelled_by = side and meeting.cancelled_at >= meeting.starts_at - interval '3 hours' then 'late'
        end;
    end if;
    return case
        when own = 'self_absent' then 'missed'
        when others in ('other_absent', 'other_late') and own is not null then 'contested'
        when others in ('other_absent', 'other_late') and others_at > now() - interval '3 days' then null
        when others = 'other_absent' then 'missed'
        when others = 'other_late' then 'late'
        when own is not null or others is not null then 'honoured'
    end;
end
$$;

-- A member's mark that is in question: the two disagree, or the member appeals. Staff settle it.
create table dispute (
    id uuid primary key default uuid_v7(),
    meeting_id uuid not null references meeting (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    cause text not null check (cause in ('disagreement', 'appeal')),
    -- What the member says of it.
    words text,
    opened_at timestamptz not null default now(),
    verdict text check (verdict in ('honoured', 'late', 'missed', 'annulled')),
    why text,
    settled_by uuid references staff (id),
    settled_at timestamptz,
    unique (meeting_id, member_id, cause),
    check ((verdict is null) = (settled_at is null))
);

create index dispute_of_member on dispute (member_id);
create index dispute_open on dispute (opened_at) where settled_at is null;
create index dispute_settled_by on dispute (settled_by) where settled_by is not null;

-- The secret address at which a member's calendar is read; only its hash is kept.
create table calendar (
    member_id uuid primary key references member (id) on delete cascade,
    secret_hash bytea not null unique,
    locale text not null check (locale in ('fr', 'en')),
    made_at timestamptz not null default now()
);

-- A notice of a meeting is news while the meeting stands as the notice tells it.
create function standing_of_meeting(notice outbox) returns text
language sql stable parallel safe
as $$
    select coalesce(
        (
            select
                case
                    when not on_speaking_terms(tandem.mentor_id, tandem.mentee_id)
                        or not on_speaking_terms(tandem.mentee_id, tandem.mentor_id) then 'hidden'
                    when meeting.revision <> (notice.facts ->> 'revision')::integer then 'over'
                    when notice.kind = 'MeetingProposed'
                        and meeting.starts[cardinality(meeting.starts)] <= now() then 'over'
                    when notice.kind = 'MeetingSoon' and meeting.starts_at <= now() then 'over'
                    when notice.kind in ('AttendanceAsked', 'AttendanceDoubted') then case
                        when case notice.recipient_id
                            when tandem.mentee_id then meeting.mentee_said
                            else meeting.mentor_said
                        end is null then 'news' else 'over'
                    end
                    when tandem.state = 'closed' then 'over'
                    else 'news'
                end
            from meeting
            join tandem on tandem.id = meeting.tandem_id
            where meeting.id = (notice.facts ->> 'meetingId')::uuid
        ),
        'hidden'
    )
$$;

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
create index message_of_tandem_changed on message (tandem_id, changed_xid);

create trigger message_mark_change before update on message
for each row execute function mark_change();

-- How far each of the two has read.
create table message_read (
    tandem_id uuid not null references tandem (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    sequence bigint not null,
    read_at timestamptz not null default now(),
    change bigint not null,
    changed_xid xid8 not null default pg_current_xact_id(),
    primary key (tandem_id, member_id)
) with (fillfactor = 50);

create index message_read_of_member on message_read (member_id);

create trigger message_read_mark_change before update on message_read
for each row execute function mark_change();

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

-- A notice of messages is news while its member has one of them to read; its `sequence` is that of the last of them.
create function standing_of_message(notice outbox) returns text
language sql stable parallel safe
as $$
    select coalesce(
        (
            select
                case
                    when not on_speaking_terms(tandem.mentor_id, tandem.mentee_id)
                        or not on_speaking_terms(tandem.mentee_id, tandem.mentor_id) then 'hidden'
                    when exists (
                        select from message
                        where
                            message.tandem_id = tandem.id
                            and message.sender_id <> notice.recipient_id
                            and message.deleted_at is null
                            and message.sequence <= (notice.facts ->> 'sequence')::bigint
                            and message.sequence > coalesce(
                                (
                                    select message_read.sequence from message_read
                                    where
                                        message_read.tandem_id = tandem.id
                                        and message_read.member_id = notice.recipient_id
                                ),
                                0
                            )
                    ) then 'news'
                    else 'over'
                end
            from tandem
            where tandem.id = (notice.facts ->> 'tandemId')::uuid
        ),
        'hidden'
    )
$$;

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

-- What is asked is news until it is answered or asked no longer, also of a closed tandem; a nudge, until it has helped.
create function standing_of_follow_up(notice outbox) returns text
language sql stable parallel safe
as $$
    select coalesce(
        (
            select
                case
                    when not on_speaking_terms(tandem.mentor_id, tandem.mentee_id)
                        or not on_speaking_terms(tandem.mentee_id, tandem.mentor_id) then 'hidden'
                    when asked.settled then 'over'
                    else 'news'
                end
            from (
                select feedback.tandem_id, feedback.answered_at is not null or feedback.open_until <= now() as settled
                from feedback where feedback.id = (notice.facts ->> 'followUpId')::uuid
                union all
                select pulse.tandem_id, pulse.answered_at is not null or pulse.open_until <= now()
                from pulse where pulse.id = (notice.facts ->> 'followUpId')::uuid
                union all
                select outcome.tandem_id, outcome.answered_at is not null or outcome.open_until <= now()
                from outcome where outcome.id = (notice.facts ->> 'followUpId')::uuid
                union all
                select stall.tandem_id, stall.resolved_at is not null
                from stall where stall.id = (notice.facts ->> 'followUpId')::uuid
            ) as asked
            join tandem on tandem.id = asked.tandem_id
        ),
        'hidden'
    )
$$;

-- What a structure owes somebody, and until when. A request's clock is its own row's.
create table promise (
    id uuid primary key default uuid_v7(),
    kind text not null,
    -- The member, report … that it is owed to; null once that member was erased.
    subject_id uuid,
    structure_id uuid not null references structure (id),
    made_at timestamptz not null default now(),
    due_at timestamptz not null,
    kept_at timestamptz,
    -- Nobody waits for it any more.
    dropped_at timestamptz,
    -- Overdue for too long, so that the structure above was told to look.
    escalated_at timestamptz,
    escalated_to uuid references structure (id)
);

create unique index promise_owed_once on promise (kind, subject_id) where kept_at is null and dropped_at is null;
create index promise_owed on promise (due_at, id) where kept_at is null and dropped_at is null;
create index promise_subject on promise (subject_id);
create index promise_structure on promise (structure_id, made_at);
create index promise_escalated_to on promise (escalated_to) where escalated_to is not null;

-- How promises made in a month were kept: counted every day while they may still change, then left as they are.
create table promise_month (
    kind text not null,
    structure_id uuid not null references structure (id),
    -- Its first day.
    month date not null,
    made integer not null,
    kept_in_time integer not null,
    kept_late integer not null,
    -- Overdue, and not kept.
    broken integer not null,
    counted_at timestamptz not null default now(),
    primary key (kind, structure_id, month)
);

create index promise_month_structure on promise_month (structure_id, month);

create function drop_promises() returns trigger
language plpgsql
as $$
begin
    update promise set subject_id = null, dropped_at = case when kept_at is null then now() end
    where subject_id = old.id;
    return null;
end
$$;

create trigger member_drop_promises after delete on member
for each row execute function drop_promises();

-- Whoever holds both keys may make links to photos. Here, so that all machines share them: nothing to configure.
create table photo_key (
    single boolean primary key default true check (single),
    inner_key bytea not null,
    outer_key bytea not null
);

insert into photo_key (inner_key, outer_key)
values (
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);

-- Links change every twelve hours and are good for twelve more, so that phones and caches may keep them for a while.
create function photo_period() returns bigint
language sql stable parallel safe
as $$ select floor(extract(epoch from now()) / 43200)::bigint $$;

create function photo_signature(photo_id uuid, expires bigint) returns text
language sql stable parallel safe
as $$
    select encode(sha256(outer_key || sha256(inner_key || uuid_send($1) || int8send($2))), 'hex') from photo_key
$$;

-- Where the photo is, in the size of a card, for whoever may see it now; null for no photo.
create function photo_link(photo_id uuid) returns text
language sql stable parallel safe
as $$
    select format('/v1/photos/%s/320?expires=%s&signature=%s', $1, expires, photo_signature($1, expires))
    from (select (photo_period() + 2) * 43200 as expires) as link
    where $1 is not null
$$;

-- What a card that was drawn up must be drawn up again for: another profile, or another link to the photo.
create function face_version(member) returns integer
language sql stable parallel safe
as $$ select $1.profile_version + photo_period()::integer $$;

-- Pictures are files, named after the photo's id. Others see an accepted one only.
create table photo (
    id uuid primary key default uuid_v7(),
    member_id uuid not null references member (id) on delete cascade,
    state text not null default 'pending' check (state in ('pending', 'accepted', 'refused')),
    -- What stands for the photo while it loads: https://evanw.github.io/thumbhash, in base 64.
    thumbhash text not null,
    sent_at timestamptz not null default now(),
    decided_at timestamptz,
    decided_by uuid references staff (id),
    refusal text,
    refusal_text text,
    check ((state = 'pending') = (decided_at is null)),
    check ((state = 'refused') = (refusal is not null))
);

create unique index photo_once on photo (member_id, state);
create index photo_pending on photo (sent_at, id) where state = 'pending';
create index photo_decided_by on photo (decided_by) where decided_by is not null;

-- Files that may be there and belong to no photo any more, or to none yet: deleted when due.
create table photo_leftover (
    photo_id uuid primary key,
    due_at timestamptz not null default now()
);

create index photo_leftover_due on photo_leftover (due_at);

-- However a photo ends, with its member too, its files are remembered until they are gone.
create function leave_photo_files() returns trigger
language plpgsql
as $$
begin
    insert into photo_leftover (photo_id) values (old.id) on conflict (photo_id) do update set due_at = now();
    return null;
end
$$;

create trigger photo_gone after delete on photo
for each row execute function leave_photo_files();
create trigger photo_refused after update of state on photo
for each row when (new.state = 'refused')
execute function leave_photo_files();

-- What staff decided on a mentor, oldest first; `decided_by` is null where a clock did.
create table verification (
    id uuid primary key default uuid_v7(),
    member_id uuid not null references mentor (id) on delete cascade,
    decision text not null check (decision in ('verified', 'more-asked', 'refused')),
    -- Why, in our vocabulary, and what the mentor reads beside its words.
    reason text,
    note text,
    decided_by uuid references staff (id),
    decided_at timestamptz not null default clock_timestamp(),
    -- More was asked, and the mentor changed their profile.
    answered_at timestamptz,
    check ((decision = 'verified') = (reason is null))
);

create index verification_of_member on verification (member_id, decided_at desc);
create index verification_decided_by on verification (decided_by) where decided_by is not null;

-- That staff saw the certificate, never what is in it.
create table honesty_check (
    member_id uuid primary key references mentor (id) on delete cascade,
    checked_on date not null,
    expires_on date not null,
    recorded_by uuid references staff (id),
    recorded_at timestamptz not null default now(),
    -- It ran out, and the mentor's verification with it.
    lapsed_at timestamptz,
    check (expires_on > checked_on)
);

create index honesty_check_expiring on honesty_check (expires_on, member_id);
create index honesty_check_recorded_by on honesty_check (recorded_by) where recorded_by is not null;

-- Modules of the training whose quiz a mentor passed.
create table training_pass (
    member_id uuid not null references mentor (id) on delete cascade,
    module text not null,
    passed_at timestamptz not null default now(),
    primary key (member_id, module)
);

-- What a member says of another. It outlives both, and then names neither.
create table report (
    -- Made by the phone, so that it may be sent again.
    id uuid primary key,
    reporter_id uuid references member (id) on delete set null,
    reported_id uuid references member (id) on delete set null,
    subject text not null check (subject in ('card', 'message', 'behaviour')),
    -- No foreign key: a reported message may be deleted by its author.
    message_id uuid,
    reason text not null,
    text text,
    -- How much it counts: the gravity of its reason and the reporter's standing, when it was made.
    weight double precision not null,
    state text not null default 'open' check (state in ('open', 'upheld', 'dismissed', 'moot')),
    reported_at timestamptz not null default now(),
    taken_by uuid references staff (id),
    taken_at timestamptz,
    decided_by uuid references staff (id),
    decided_at timestamptz,
    decided_why text,
    check (message_id is null or subject = 'message'),
    check ((taken_by is null) = (taken_at is null)),
    check ((state = 'open') = (decided_at is null)),
    -- Nobody decides what is moot: somebody in it has left.
    check ((state in ('upheld', 'dismissed')) = (decided_by is not null))
);

create index report_of_reporter on report (reporter_id, reported_at desc);
create index report_of_reported on report (reported_id, reported_at desc);
create index report_open on report (reported_at) where state = 'open';
create index report_decided on report (decided_at, id) where state <> 'open';

-- What was there to be seen when the report was made, whatever became of it since.
create table evidence (
    report_id uuid not null references report (id) on delete cascade,
    place integer not null,
    kind text not null check (kind in ('card', 'message')),
    -- Whose words they are: they go when their author is erased.
    author_id uuid not null references member (id) on delete cascade,
    content jsonb not null,
    written_at timestamptz not null,
    primary key (report_id, place)
);

create index evidence_author on evidence (author_id);

-- When one of the two is erased, what is kept says that there was a report, and how it ended: no word, no name.
create function anonymise_report() returns trigger
language plpgsql
as $$
begin
    if new.reported_id is null and old.reported_id is not null then
        new.message_id := null;
        delete from evidence where report_id = new.id;
        if new.state = 'open' then
            new.state := 'moot';
            new.decided_at := now();
            update promise set dropped_at = now()
            where subject_id = new.id and kept_at is null and dropped_at is null;
        end if;
    end if;
    if new.reporter_id is null or new.reported_id is null then
        new.text := null;
        new.decided_why := null;
    end if;
    return new;
end
$$;

create trigger report_anonymise before update of reporter_id, reported_id on report
for each row execute function anonymise_report();

-- What is said of a member in reports that nobody has decided: each reporter counts once, by their weightiest.
create function said_of(uuid, out weight double precision, out reporters bigint)
language sql stable parallel safe
as $$
    select coalesce(sum(weightiest), 0)::double precision, count(*)
    from (
        select max(report.weight) as weightiest from report
        where report.reported_id = $1 and report.state = 'open'
        group by coalesce(report.reporter_id, report.id)
    ) as each_reporter
$$;

-- Whether staff $2 is themselves one of the two members of the report: they may not handle it.
create function is_part_of(report, uuid) returns boolean
language sql stable parallel safe
as $$
    select exists (
        select from staff
        join member on member.uid = staff.uid
        where staff.id = $2 and member.id in ($1.reporter_id, $1.reported_id)
    )
$$;

-- What staff do about a member; `reason` is what the member reads.
create table sanction (
    -- Made by the client, so that it may be sent again.
    id uuid primary key,
    member_id uuid not null references member (id) on delete cascade,
    report_id uuid references report (id) on delete set null,
    kind text not null check (kind in ('warning', 'hiding', 'suspension', 'ban')),
    reason text not null,
    state text not null check (state in ('proposed', 'active', 'lifted', 'withdrawn')),
    until timestamptz,
    given_by uuid not null references staff (id),
    given_at timestamptz not null default now(),
    confirmed_by uuid references staff (id),
    confirmed_at timestamptz,
    -- Null in a lifted one: it ran out.
    lifted_by uuid references staff (id),
    lifted_at timestamptz,
    check (until is null or kind in ('hiding', 'suspension')),
    check ((confirmed_by is null) = (confirmed_at is null)),
    check ((lifted_at is not null) = (state in ('lifted', 'withdrawn'))),
    -- Four eyes: a ban is nothing before somebody else has confirmed it.
    constraint sanction_four_eyes check (
        case kind
            when 'ban' then (state in ('active', 'lifted')) = (confirmed_by is not null)
            else confirmed_by is null and state in ('active', 'lifted')
        end
    ),
    constraint sanction_by_two check (confirmed_by <> given_by)
);

create index sanction_of_member on sanction (member_id, given_at desc);
create index sanction_of_report on sanction (report_id) where report_id is not null;
create index sanction_proposed on sanction (given_at) where state = 'proposed';
create index sanction_running_out on sanction (until) where state = 'active' and until is not null;

-- What a sanctioned member answers. There is one to each sanction.
create table appeal (
    id uuid primary key default uuid_v7(),
    sanction_id uuid not null unique references sanction (id) on delete cascade,
    text text not null,
    appealed_at timestamptz not null default now(),
    outcome text check (outcome in ('kept', 'lifted')),
    -- What the member reads.
    answer text,
    decided_by uuid references staff (id),
    decided_at timestamptz,
    check ((outcome is null) = (decided_by is null)),
    check ((outcome is null) = (decided_at is null)),
    check ((outcome is null) = (answer is null))
);

create index appeal_open on appeal (appealed_at) where outcome is null;

create trigger appeal_drop_promises after delete on appeal
for each row execute function drop_promises();

-- Nobody decides an appeal against what they gave or confirmed themselves.
create function judge_by_another() returns trigger
language plpgsql
as $$
begin
    if exists (
        select from sanction
        where sanction.id = new.sanction_id and new.decided_by in (sanction.given_by, sanction.confirmed_by)
    ) then
        raise exception 'an appeal is decided by another than who gave the sanction' using errcode = 'check_violation';
    end if;
    return new;
end
$$;

create trigger appeal_by_another before insert or update of decided_by on appeal
for each row when (new.decided_by is not null) execute function judge_by_another();

-- An appeal against what has been lifted awaits no answer any more.
create function drop_appeal() returns trigger
language plpgsql
as $$
begin
    update promise set dropped_at = now()
    where
        subject_id in (select appeal.id from appeal where appeal.sanction_id = new.id)
        and kept_at is null
        and dropped_at is null;
    return null;
end
$$;

create trigger sanction_drop_appeal after update of state on sanction
for each row when (new.state = 'lifted') execute function drop_appeal();

-- Who may not join: keyed hashes of sign-ins and phone numbers, which name nobody and outlive the account.
create table bar (
    mark bytea not null,
    -- No foreign key: the sanction goes with the account, the bar stays.
    sanction_id uuid not null,
    until timestamptz not null,
    -- Whose moderators may lift it once the account is erased. No foreign key: a structure that is gone has none left.
    structure_id uuid,
    primary key (mark, sanction_id)
);

create index bar_of_sanction on bar (sanction_id);
create index bar_until on bar (until);

-- What a member sees of a thing changed although the thing's own row did not, or went with somebody's account. Each
-- change is a row of its own: no lock is taken for it, and none waited for. Kept for 60 days.
create table ripple (
    id bigint generated always as identity primary key,
    -- No foreign key, whose check would lock the member; a trigger forgets them instead.
    member_id uuid not null,
    kind text not null check (kind in ('tandem', 'request', 'meeting', 'message', 'reading', 'notice')),
    thing_id uuid not null,
    changed_xid xid8 not null default pg_current_xact_id(),
    rippled_at timestamptz not null default now()
);

create index ripple_of_member on ripple (member_id, changed_xid);
create index ripple_age on ripple (rippled_at);

-- Whether a notice is about this request or tandem.
create function tells_of(notice outbox, thing_id uuid) returns boolean
language sql immutable parallel safe
as $$
    select
        notice.event_id = thing_id
        or exists (select from jsonb_each_text(notice.facts) as fact where fact.value = thing_id::text)
$$;

-- All that these two have of each other looks different now: requests, tandems and the notices of them.
create function ripple_between(uuid, uuid) returns void
language sql
as $$
    with thing as (
        select 'request' as kind, id, mentee_id, mentor_id from request
        where (mentee_id, mentor_id) in (($1, $2), ($2, $1))
        union all
        select 'tandem', id, mentee_id, mentor_id from tandem
        where (mentee_id, mentor_id) in (($1, $2), ($2, $1))
    ),
    things as (
        insert into ripple (member_id, kind, thing_id)
        select member.id, thing.kind, thing.id
        from thing
        join member on member.id in (thing.mentee_id, thing.mentor_id)
    )
    insert into ripple (member_id, kind, thing_id)
    select outbox.recipient_id, 'notice', outbox.id
    from thing
    join outbox on outbox.recipient_id in (thing.mentee_id, thing.mentor_id) and tells_of(outbox, thing.id)
$$;

create function ripple_block() returns trigger
language plpgsql
as $$
begin
    perform ripple_between(coalesce(new.blocker_id, old.blocker_id), coalesce(new.blocked_id, old.blocked_id));
    return null;
end
$$;

create trigger block_ripple after insert or delete on block
for each row execute function ripple_block();

create function ripple_suspension() returns trigger
language plpgsql
as $$
begin
    perform ripple_between(new.id, case new.id when mentee_id then mentor_id else mentee_id end)
    from pair
    where new.id in (mentee_id, mentor_id);
    return null;
end
$$;

create trigger member_ripple_suspension after update of suspended_at on member
for each row when (old.suspended_at is distinct from new.suspended_at)
execute function ripple_suspension();

-- A new face: those who have it before them read it again; a tandem shows both.
create function ripple_face() returns trigger
language plpgsql
as $$
begin
    insert into ripple (member_id, kind, thing_id)
    select case new.id when mentee_id then mentor_id else mentee_id end, 'request', id from request
    where new.id in (mentee_id, mentor_id) and state <> 'accepted' and not undone
    union all
    select reader, 'tandem', id from tandem, unnest(array[mentee_id, mentor_id]) as reader
    where new.id in (mentee_id, mentor_id);
    return null;
end
$$;

create trigger member_ripple_face after update of profile_version on member
for each row when (old.profile_version <> new.profile_version)
execute function ripple_face();

-- The requests that wait for a mentor are parked now, or are no longer.
create function ripple_parked() returns trigger
language plpgsql
as $$
begin
    insert into ripple (member_id, kind, thing_id)
    select reader, 'request', request.id
    from request, unnest(array[mentee_id, mentor_id]) as reader
    where mentor_id = new.id and state = 'waiting';
    return null;
end
$$;

create trigger member_ripple_parked after update of paused_at on member
for each row when (new.role = 'mentor' and (old.paused_at is null) <> (new.paused_at is null))
execute function ripple_parked();
create trigger mentor_ripple_parked after update of seats_taken, capacity on mentor
for each row when ((old.seats_taken >= old.capacity) <> (new.seats_taken >= new.capacity))
execute function ripple_parked();

-- The notices of this request or tandem appear, or appear no longer.
create function ripple_notices(thing_id uuid, readers uuid[]) returns void
language sql
as $$
    insert into ripple (member_id, kind, thing_id)
    select outbox.recipient_id, 'notice', outbox.id from outbox
    where outbox.recipient_id = any($2) and tells_of(outbox, $1)
$$;

create function ripple_undoing() returns trigger
language plpgsql
as $$
begin
    perform ripple_notices(new.id, array[new.mentee_id, new.mentor_id]);
    return null;
end
$$;

create trigger request_ripple_undoing after update of undone on request
for each row when (old.undone <> new.undone)
execute function ripple_undoing();

-- The account of one of the two is gone, and the thing with it: the one who stays is told.
create function ripple_departure() returns trigger
language plpgsql
as $$
begin
    insert into ripple (member_id, kind, thing_id)
    select id, tg_table_name, old.id from member where id in (old.mentee_id, old.mentor_id);
    perform ripple_notices(old.id, array[old.mentee_id, old.mentor_id]);
    return null;
end
$$;

create trigger request_ripple_departure after delete on request
for each row execute function ripple_departure();
create trigger tandem_ripple_departure after delete on tandem
for each row execute function ripple_departure();

-- The tandem that is renewed says by which.
create function ripple_renewal() returns trigger
language plpgsql
as $$
begin
    insert into ripple (member_id, kind, thing_id)
    select reader, 'tandem', new.renews_id from unnest(array[new.mentee_id, new.mentor_id]) as reader;
    return null;
end
$$;

create trigger tandem_ripple_renewal after insert on tandem
for each row when (new.renews_id is not null)
execute function ripple_renewal();

create function forget_ripples() returns trigger
language plpgsql
as $$
begin
    delete from ripple where member_id = old.id;
    return null;
end
$$;

create trigger member_forget_ripples after delete on member
for each row execute function forget_ripples();

-- What a structure hands out: whoever signs up with it belongs there, in that programme.
create table sign_up_code (
    code text primary key check (code ~ '^[a-z0-9-]{4,40}$'),
    id uuid not null unique default uuid_v7(),
    structure_id uuid not null references structure (id),
    programme_id uuid not null references programme (id),
    label text,
    expires_at timestamptz,
    revoked_at timestamptz,
    made_by uuid references staff (id),
    made_at timestamptz not null default now()
);

create index sign_up_code_structure on sign_up_code (structure_id, made_at, id);
create index sign_up_code_programme on sign_up_code (programme_id);
create index sign_up_code_made_by on sign_up_code (made_by);

-- A company's or a partner's agreement with a structure.
create table agreement (
    id uuid primary key,
    structure_id uuid not null references structure (id),
    partner text not null,
    siret text,
    starts_on date not null,
    ends_on date not null check (ends_on >= starts_on),
    -- Staff were reminded to renew it; anew once it has another end.
    reminded_at timestamptz,
    made_by uuid references staff (id),
    made_at timestamptz not null default now()
);

create index agreement_structure on agreement (structure_id, ends_on, id);
create index agreement_ending on agreement (ends_on);
create index agreement_made_by on agreement (made_by);

-- A programme's rules from a day on, in Paris; programme's own columns repeat those in force, for decks and swipes.
create table programme_version (
    programme_id uuid not null references programme (id),
    effective_on date not null,
    min_age integer not null default 15 check (min_age >= 15),
    max_age integer check (max_age >= min_age),
    -- How long a tandem lasts.
    months integer not null default 6 check (months between 1 and 60),
    introduction_required boolean not null default false,
    training_required boolean not null default false,
    one_tandem_at_a_time boolean not null default false,
    -- Minors join, with their guardian's agreement; otherwise they do not join at all.
    minors_admitted boolean not null default true,
    -- Départements and communes whose people it is for; empty: everywhere.
    territories text[] not null default '{}',
    -- The name of the experiment that it is part of.
    experiment text,
    -- When people may sign up; null: no bound.
    opens_on date,
    closes_on date check (closes_on >= opens_on),
    staff_id uuid references staff (id),
    decided_at timestamptz not null default now(),
    primary key (programme_id, effective_on)
);

create index programme_version_staff on programme_version (staff_id);

create function today_in_paris() returns date
language sql stable parallel safe
as $$ select (now() at time zone 'Europe/Paris')::date $$;

insert into programme_version (
    programme_id, effective_on, min_age, max_age, introduction_required, training_required, one_tandem_at_a_time
)
select
    id, (created_at at time zone 'Europe/Paris')::date, min_age, max_age, introduction_required, training_required,
    one_tandem_at_a_time
from programme;

-- Whoever adds a programme by its columns alone gives it its first rules.
create function begin_programme() returns trigger
language plpgsql
as $$
begin
    insert into programme_version (
        programme_id, effective_on, min_age, max_age, introduction_required, training_required, one_tandem_at_a_time
    )
    values (
        new.id, today_in_paris(), new.min_age, new.max_age, new.introduction_required, new.training_required,
        new.one_tandem_at_a_time
    );
    return null;
end
$$;

create trigger programme_begin after insert on programme
for each row execute function begin_programme();

create view programme_rules as
select distinct on (programme_id)
    programme_id,
    effective_on,
    min_age,
    max_age,
    months,
    introduction_required,
    training_required,
    one_tandem_at_a_time,
    minors_admitted,
    territories,
    experiment,
    opens_on,
    closes_on
from programme_version
where effective_on <= today_in_paris()
order by programme_id, effective_on desc;

-- As app.spelling: lower case, no accents, and a space for all that is neither letter nor digit.
-- Marks go before capitals do: under a locale that knows ASCII alone, É is no capital, and E is.
create function plain(text) returns text
language sql immutable parallel safe
as $$
    select btrim(regexp_replace(
        lower(regexp_replace(
            normalize(
                replace(replace(replace(replace(replace(replace(
                    $1, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'), 'ẞ', 'ss'),
                nfkd
            ),
            '[\u0300-\u036f]', '', 'g'
        )),
        '[^a-z0-9]+', ' ', 'g'
    ))
$$;

-- The plain text, and what follows each of its spaces before it: whoever types any word's beginning finds it.
create function turns(text) returns setof text
language sql immutable parallel safe
as $$
    select distinct array_to_string(words[place:] || words[:place - 1], ' ')
    from string_to_array(nullif($1, ''), ' ') as words, generate_subscripts(words, 1) as place
$$;

-- By what staff find members. Apart from them, so that swipes and decks, which write to them, do not pay for it.
create table search_key (
    member_id uuid not null references member (id) on delete cascade,
    structure_id uuid not null references structure (id),
    kind text not null check (kind in ('name', 'phone', 'company', 'siret')),
    key text collate "C" not null,
    primary key (member_id, kind, key)
);

create index search_key_of_structure on search_key (structure_id, kind, key, member_id);

create function find_member_by() returns trigger
language plpgsql
as $$
begin
    update search_key set structure_id = new.structure_id
    where member_id = new.id and structure_id <> new.structure_id;
    delete from search_key where member_id = new.id and kind in ('name', 'phone');
    insert into search_key (member_id, structure_id, kind, key)
    select new.id, new.structure_id, 'name', key from turns(plain(new.first_name || ' ' || new.last_name)) as key
    union all
    select new.id, new.structure_id, 'phone', new.phone where new.phone is not null;
    return null;
end
$$;

create function find_mentor_by() returns trigger
language plpgsql
as $$
begin
    delete from search_key where member_id = new.id and kind in ('company', 'siret');
    insert into search_key (member_id, structure_id, kind, key)
    select member.id, member.structure_id, found.kind, found.key
    from member,
    (
        select 'company' as kind, key from turns(plain(new.company_name)) as key
        union all
        select 'siret', new.company_siret where new.company_siret is not null
    ) as found
    where member.id = new.id;
    return null;
end
$$;

create trigger member_found_by after insert or update of first_name, last_name, phone, structure_id on member
for each row execute function find_member_by();

create trigger mentor_found_by after insert or update of company_name, company_siret on mentor
for each row execute function find_mentor_by();

-- A file of people that a structure sent. `fields` says what each of its columns is; '' for one that is left out.
create table import (
    id uuid primary key,
    structure_id uuid not null references structure (id),
    programme_id uuid not null references programme (id),
    staff_id uuid not null references staff (id),
    role text not null check (role in ('mentee', 'mentor')),
    file_name text not null,
    headers text[] not null,
    fields text[] not null check (cardinality(fields) = cardinality(headers)),
    state text not null default 'checking'
        check (state in ('mapping', 'checking', 'checked', 'importing', 'imported')),
    made_at timestamptz not null default now(),
    settled_at timestamptz
);

create index import_structure on import (structure_id, made_at desc, id desc);
create index import_programme on import (programme_id);
create index import_staff on import (staff_id);
create index import_under_way on import (made_at) where state in ('checking', 'importing');

-- Kept for a month, so that what was wrong can be put right.
create table import_line (
    import_id uuid not null references import (id) on delete cascade,
    line integer not null,
    cells text[] not null,
    state text not null default 'waiting' check (state in ('waiting', 'good', 'bad', 'invited', 'known')),
    phone text,
    -- What an invitation would say; what is wrong: field, problem, value.
    profile jsonb,
    problems jsonb,
    primary key (import_id, line)
);

create index import_line_state on import_line (import_id, state, line);
create index import_line_phone on import_line (phone) where phone is not null;

-- Somebody whom a structure would like to see join. Nobody sees them, and they are no member, until they make their
-- profile themselves: from then on it says no more than that they did.
create table invitation (
    id uuid primary key default uuid_v7(),
    import_id uuid references import (id) on delete cascade,
    structure_id uuid not null references structure (id),
    programme_id uuid not null references programme (id),
    role text not null check (role in ('mentee', 'mentor')),
    phone text unique,
    profile jsonb not null default '{}',
    invited_at timestamptz not null default now(),
    answered_at timestamptz,
    member_id uuid references member (id) on delete cascade,
    check ((answered_at is null) = (phone is not null))
);

create index invitation_import on invitation (import_id);
create index invitation_structure on invitation (structure_id);
create index invitation_programme on invitation (programme_id);
create index invitation_member on invitation (member_id);

create function answer_invitation() returns trigger
language plpgsql
as $$
begin
    update invitation set member_id = new.id, answered_at = now(), phone = null, profile = '{}'
    where phone = new.phone;
    return null;
end
$$;

create trigger member_answers_invitation after insert on member
for each row when (new.phone is not null) execute function answer_invitation();

-- Whoever is erased is in no file either.
create function leave_imports() returns trigger
language plpgsql
as $$
begin
    delete from import_line where phone = old.phone;
    return null;
end
$$;

create trigger member_leaves_imports after delete on member
for each row when (old.phone is not null) execute function leave_imports();

-- What a member of staff has taken on themselves of the board, and what they did about it. The sign stays off the board
-- until it shows anew.
create table care (
    kind text not null,
    -- A tandem's, a request's or a mentor's id.
    subject_id uuid not null,
    structure_id uuid not null references structure (id),
    picked_up_by uuid references staff (id),
    picked_up_at timestamptz,
    closed_by uuid references staff (id),
    closed_at timestamptz,
    done text,
    primary key (kind, subject_id),
    check ((closed_at is null) = (done is null))
);

create index care_structure on care (structure_id);
create index care_picked_up_by on care (picked_up_by);
create index care_closed_by on care (closed_by);

create function missed_meetings(since timestamptz)
returns table (tandem_id uuid, last_at timestamptz)
language sql stable parallel safe
as $$
    select meeting.tandem_id, max(meeting.starts_at)
    from meeting
    where
        meeting.starts_at between $1 and now()
        -- Few: those of the index on absences.
        and (
            meeting.mentee_said in ('other_absent', 'self_absent')
            or meeting.mentor_said in ('other_absent', 'self_absent')
        )
        and ('missed' in (mark_of(meeting, 'mentee'), mark_of(meeting, 'mentor')))
    group by meeting.tandem_id
    having count(*) >= 2
$$;

-- Everything that may go wrong soon, of whose structure it is, and since when. A tandem is its mentee's structure's.
create view at_risk as
with tandems as (
    select 'stalled' as kind, stall.tandem_id, stall.escalated_at as since, stall.reasons as signs
    from stall
    where stall.resolved_at is null and stall.escalated_at is not null
    union all
    select 'feedback-overdue', feedback.tandem_id, min(feedback.asked_at) + interval '14 days', '{}'
    from feedback
    where feedback.answered_at is null and feedback.asked_at < now() - interval '14 days' and feedback.open_until > now()
    group by feedback.tandem_id
    union all
    select 'no-shows', missed.tandem_id, missed.last_at, '{}' from missed_meetings(now() - interval '60 days') as missed
    union all
    select 'low-pulse', pulse.tandem_id, max(pulse.answered_at), '{}'
    from pulse
    where pulse.mood <= 2 and pulse.answered_at > now() - interval '30 days'
    group by pulse.tandem_id
),
mentors as (
    select 'mentor-flooded' as kind, request.mentor_id, min(request.sent_at) as since
    from mentor
    join request on request.mentor_id = mentor.id and request.state = 'waiting'
    -- Ten wait, and three for each seat: more than anybody answers in a week.
    where mentor.requests_waiting >= 10 and mentor.requests_waiting >= 3 * mentor.capacity
    group by request.mentor_id
    union all
    -- Nothing opened for a week, though somebody waits.
    select 'mentor-silent', request.mentor_id, min(request.sent_at) + interval '7 days'
    from request
    where
        request.state = 'waiting'
        and request.expires_at < now() + interval '7 days'
        and request.opened_at is null
        and not exists (
            select from request as answered
            where
                answered.mentor_id = request.mentor_id
                and (answered.opened_at > now() - interval '7 days' or answered.closed_at > now() - interval '7 days')
        )
    group by request.mentor_id
)
select
    tandems.kind, tandems.tandem_id as subject_id, tandem.mentee_id, tandem.mentor_id, tandem.structure_id,
    tandems.since, tandems.signs::text[] as signs
from tandems
-- Few of many: `offset 0` keeps each to one look into an index.
cross join lateral (
    select tandem.mentee_id, tandem.mentor_id, member.structure_id
    from tandem
    join member on member.id = tandem.mentee_id
    where tandem.id = tandems.tandem_id and tandem.state <> 'closed'
    offset 0
) as tandem
union all
select
    'request-expiring', request.id, request.mentee_id, request.mentor_id, member.structure_id,
    request.expires_at - interval '3 days', '{}'
from request
cross join lateral (select structure_id from member where member.id = request.mentee_id offset 0) as member
where request.state = 'waiting' and request.expires_at < now() + interval '3 days'
union all
select mentors.kind, mentors.mentor_id, null, mentors.mentor_id, member.structure_id, mentors.since, '{}'
from mentors
cross join lateral (select structure_id from member where member.id = mentors.mentor_id offset 0) as member;

create index meeting_starting on meeting (starts_at) where state = 'confirmed';
create index pulse_low on pulse (answered_at) where mood <= 2;

-- When an officer can introduce two to each other: published by them, booked by the two or by staff.
create table introduction_slot (
    -- Made of the id of a series, which the client made, and of the time: a write may be repeated.
    id uuid primary key,
    staff_id uuid not null references staff (id),
    -- It serves the tandems of this structure and of all below it; of one programme only, if that is said.
    structure_id uuid not null references structure (id),
    programme_id uuid references programme (id),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    kind text not null check (kind in ('in_person', 'phone', 'video')),
    place_kind text,
    place text,
    link text,
    -- held, missed: so said staff. lapsed: booked, and nobody said what came of it.
    state text not null default 'free' check (state in ('free', 'booked', 'held', 'missed', 'lapsed', 'cancelled')),
    tandem_id uuid references tandem (id) on delete set null,
    meeting_id uuid references meeting (id) on delete set null,
    published_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    check (ends_at > starts_at),
    check ((kind = 'in_person') = (place is not null and place_kind is not null)),
    check ((kind = 'video') = (link is not null)),
    check (state <> 'booked' or (tandem_id is not null and meeting_id is not null)),
    check (state not in ('free', 'cancelled') or (tandem_id is null and meeting_id is null)),
    -- An officer is in one place at a time.
    constraint introduction_slot_overlap exclude using gist (
        staff_id with =, tstzrange(starts_at, ends_at) with &&
    ) where (state <> 'cancelled')
);

-- One introduction at a time for a tandem.
create unique index introduction_slot_booked_once on introduction_slot (tandem_id) where state = 'booked';
create index introduction_slot_of_tandem on introduction_slot (tandem_id) where tandem_id is not null;
create index introduction_slot_of_meeting on introduction_slot (meeting_id) where meeting_id is not null;
create index introduction_slot_of_structure on introduction_slot (structure_id, starts_at, id);
create index introduction_slot_of_programme on introduction_slot (programme_id) where programme_id is not null;

-- A booked slot that loses its meeting, or its tandem as one of the two is erased, is free again, or has lapsed.
create function release_slot() returns trigger
language plpgsql
as $$
begin
    new.state := case when new.starts_at > now() then 'free' else 'lapsed' end;
    new.tandem_id := null;
    new.meeting_id := null;
    new.changed_at := now();
    return new;
end
$$;

create trigger introduction_slot_release before update of tandem_id, meeting_id on introduction_slot
for each row
when (new.state = 'booked' and (new.tandem_id is null or new.meeting_id is null))
execute function release_slot();

-- A booked slot is given to no other tandem before it is free again.
create function give_slot_once() returns trigger
language plpgsql
as $$
begin
    raise exception 'slot % is booked', new.id
        using errcode = 'check_violation', constraint = 'introduction_slot_given_once';
end
$$;

create trigger introduction_slot_given_once before update of tandem_id on introduction_slot
for each row
when (old.state = 'booked' and new.state = 'booked' and new.tandem_id <> old.tandem_id)
execute function give_slot_once();

-- Whoever cancels a first meeting, by whatever way, the end of the tandem included, frees the officer.
create function free_slot_of_meeting() returns trigger
language plpgsql
as $$
begin
    update introduction_slot set meeting_id = null where meeting_id = new.id and state = 'booked';
    return null;
end
$$;

create trigger meeting_free_slot after update of state on meeting
for each row
when (new.officer_id is not null and old.state = 'confirmed' and new.state <> 'confirmed')
execute function free_slot_of_meeting();

-- The secret address at which an officer's introductions are read; only its hash is kept.
create table introduction_calendar (
    staff_id uuid primary key references staff (id),
    secret_hash bytea not null unique,
    locale text not null check (locale in ('fr', 'en')),
    made_at timestamptz not null default now()
);

-- Mentees for whom staff have mentors found all at once: who would go to whom is a preview until it is sent.
create table cohort (
    -- Made by the client, so that it may be sent again.
    id uuid primary key,
    -- Whose it is, and whose mentors may be given.
    structure_id uuid not null references structure (id),
    staff_id uuid not null references staff (id),
    name text not null,
    note text,
    -- Which mentees: of this structure and below, and as far as these say; or those who were named.
    mentees_of uuid not null references structure (id),
    programme_id uuid references programme (id),
    sectors text[] not null default '{}',
    territories text[] not null default '{}',
    most integer not null,
    named boolean not null default false,
    state text not null default 'composing' check (state in ('composing', 'composed', 'sending', 'sent')),
    made_at timestamptz not null default now(),
    composed_at timestamptz,
    sent_by uuid references staff (id),
    sent_at timestamptz,
    -- The certificate: mentors with a seat to give, what all that is given is worth, and what no other assignment exceeds.
    mentors integer,
    total double precision,
    bound double precision,
    check ((state = 'composing') = (composed_at is null)),
    check ((state in ('sending', 'sent')) = (sent_by is not null)),
    check ((state = 'sent') = (sent_at is not null))
);

create index cohort_structure on cohort (structure_id, made_at desc, id desc);
create index cohort_staff on cohort (staff_id);
create index cohort_mentees_of on cohort (mentees_of);
create index cohort_programme on cohort (programme_id);
create index cohort_sent_by on cohort (sent_by);
create index cohort_under_way on cohort (made_at) where state in ('composing', 'sending');

-- Each mentee of a cohort, and the mentor whom they would be given; or why there is none.
create table cohort_mentee (
    cohort_id uuid not null references cohort (id) on delete cascade,
    mentee_id uuid not null references mentee (id) on delete cascade,
    mentor_id uuid references mentor (id) on delete set null,
    -- From the most worthy pair on; those who are left come after.
    place integer not null default 0,
    state text not null default 'chosen' check (state in ('chosen', 'paired', 'left', 'removed', 'sent', 'fallen')),
    -- Of who is left or has fallen.
    why text,
    worth double precision,
    -- Sector, goals, place, time.
    terms double precision[],
    primary key (cohort_id, mentee_id),
    check ((state in ('left', 'fallen')) = (why is not null))
);

create index cohort_mentee_mentee on cohort_mentee (mentee_id);
create index cohort_mentee_mentor on cohort_mentee (mentor_id);
create index cohort_mentee_place on cohort_mentee (cohort_id, place);
create index cohort_mentee_paired on cohort_mentee (cohort_id, mentee_id) where state = 'paired';

-- A mentor of whom a cohort would take more seats than there are.
create table cohort_mentor (
    cohort_id uuid not null references cohort (id) on delete cascade,
    mentor_id uuid not null references mentor (id) on delete cascade,
    seats integer not null,
    -- Mentees for whom nobody would be better.
    wanted integer not null,
    -- What one seat more would add to the worth of the whole, at most.
    price double precision not null,
    primary key (cohort_id, mentor_id)
);

create index cohort_mentor_mentor on cohort_mentor (mentor_id);

-- A tandem that staff suggest to the two. It holds no seat; both answer by a swipe like any other.
create table proposal (
    id uuid primary key default uuid_v7(),
    mentee_id uuid not null,
    mentor_id uuid not null,
    -- Who proposes: the two read its name.
    structure_id uuid not null references structure (id),
    staff_id uuid not null references staff (id),
    cohort_id uuid references cohort (id) on delete set null,
    -- For both to read.
    note text,
    state text not null default 'open' check (state in ('open', 'formed', 'declined', 'expired', 'withdrawn')),
    sent_at timestamptz not null default now(),
    expires_at timestamptz not null default now() + interval '14 days',
    closed_at timestamptz,
    check ((state = 'open') = (closed_at is null)),
    -- With a pair there, no swipe is a first one: whoever answers holds the mentee's lock.
    constraint proposal_pair foreign key (mentee_id, mentor_id) references pair (mentee_id, mentor_id)
    on delete cascade
);

create unique index proposal_open_once on proposal (mentee_id, mentor_id) where state = 'open';
create index proposal_of_mentee on proposal (mentee_id, mentor_id, sent_at desc);
create index proposal_of_mentor on proposal (mentor_id, sent_at desc);
create index proposal_sent on proposal (sent_at desc, id desc);
create index proposal_expiring on proposal (expires_at) where state = 'open';
create index proposal_structure on proposal (structure_id);
create index proposal_staff on proposal (staff_id);
create index proposal_cohort on proposal (cohort_id);

-- Whether a request or a proposal that ended so, and then, is too young for another: after a no it takes half a year.
create function closed_lately(state text, closed_at timestamptz) returns boolean
language sql stable parallel safe
as $$
    select $2 > now() - case when $1 in ('refused', 'declined') then interval '180 days' else interval '30 days' end
$$;

-- What these members were dealt is of the past: their next deck is dealt anew.
create function deal_anew(uuid[]) returns void
language sql
as $$
    insert into deal (member_id, cards, terms)
    select id, '{}', '{}' from member where id = any($1)
    order by id
    on conflict (member_id) do update set dealt_at = clock_timestamp()
$$;

create function decline_proposal() returns trigger
language plpgsql
as $$
begin
    update proposal set state = 'declined', closed_at = now()
    where mentee_id = new.mentee_id and mentor_id = new.mentor_id and state = 'open';
    return null;
end
$$;

create trigger pair_decline_proposal after update of mentee_verdict, mentor_verdict on pair
for each row
when (
    (new.mentee_verdict = 'pass' and old.mentee_verdict is distinct from 'pass')
    or (new.mentor_verdict = 'pass' and old.mentor_verdict is distinct from 'pass')
)
execute function decline_proposal();

create function fulfil_proposal() returns trigger
language plpgsql
as $$
begin
    update proposal set state = 'formed', closed_at = now()
    where mentee_id = new.mentee_id and mentor_id = new.mentor_id and state = 'open';
    return null;
end
$$;

create trigger tandem_fulfil_proposal after insert on tandem
for each row execute function fulfil_proposal();

create function part_proposal() returns trigger
language plpgsql
as $$
begin
    update proposal set state = 'declined', closed_at = now()
    where
        (mentee_id, mentor_id) in ((new.blocker_id, new.blocked_id), (new.blocked_id, new.blocker_id))
        and state = 'open';
    return null;
end
$$;

create trigger block_part_proposal after insert on block
for each row execute function part_proposal();

-- Whatever ends a proposal, a mentor who had said yes is told so; a mentee's yes is a request, which tells by itself.
-- Good for a day, as push.kinds says.
create function end_proposal() returns trigger
language plpgsql
as $$
begin
    perform ripple_notices(new.id, array[new.mentee_id, new.mentor_id]);
    if new.state <> 'formed' then
        insert into outbox (kind, event_id, recipient_id, priority, expires_at)
        select 'ProposalClosed', new.id, new.mentor_id, 1, now() + interval '24 hours'
        from pair
        where
            pair.mentee_id = new.mentee_id
            and pair.mentor_id = new.mentor_id
            and pair.mentor_verdict = 'like'
        on conflict do nothing;
        perform deal_anew(array[new.mentee_id, new.mentor_id]);
    end if;
    return null;
end
$$;

create trigger proposal_end after update of state on proposal
for each row when (old.state = 'open' and new.state <> 'open')
execute function end_proposal();

create function ripple_proposal() returns trigger
language plpgsql
as $$
begin
    perform ripple_notices(old.id, array[old.mentee_id, old.mentor_id]);
    return null;
end
$$;

create trigger proposal_ripple_departure after delete on proposal
for each row execute function ripple_proposal();

-- A proposal is news to each of the two until they answer it, or it ends; that it ended, to who had said yes.
create function standing_of_proposal(notice outbox) returns text
language sql stable parallel safe
as $$
    select coalesce(
        (
            select
                case
                    when not on_speaking_terms(proposal.mentor_id, proposal.mentee_id)
                        or not on_speaking_terms(proposal.mentee_id, proposal.mentor_id) then 'hidden'
                    when notice.kind = 'ProposalClosed' then 'news'
                    when proposal.state <> 'open' then 'over'
                    when case notice.recipient_id when pair.mentee_id then pair.mentee_verdict else pair.mentor_verdict end
                        is not null then 'over'
                    else 'news'
                end
            from proposal
            join pair on pair.mentee_id = proposal.mentee_id and pair.mentor_id = proposal.mentor_id
            where proposal.id = notice.event_id
        ),
        'hidden'
    )
$$;

-- Figures as they stood at the end of a month: counted once, and never again, whoever is erased meanwhile.
create table figure_run (
    id uuid primary key default uuid_v7(),
    -- The last month that is counted, by its first day.
    month date not null unique check (month = date_trunc('month', month)),
    computed_at timestamptz not null default now()
);

-- People in fives: nothing that is published is counted more finely, and nothing finer is kept.
create table figure_count (
    run_id uuid not null references figure_run (id) on delete cascade,
    topic text not null,
    -- With all that is below it, as the tree stood.
    structure_id uuid not null references structure (id),
    -- mentee or mentor in the funnel; otherwise empty.
    role text not null,
    -- What they are told apart by, and which of them these are; `all` and empty: by nothing.
    dimension text not null,
    value text not null,
    -- How many fives reached each stage, in order.
    fives integer[] not null,
    primary key (run_id, topic, dimension, structure_id, role, value)
);

create index figure_count_structure on figure_count (structure_id);

-- What is no count: of all that is counted at a structure and below it.
create table figure_measure (
    run_id uuid not null references figure_run (id) on delete cascade,
    topic text not null,
    structure_id uuid not null references structure (id),
    name text not null,
    value double precision not null,
    primary key (run_id, topic, structure_id, name)
);

create index figure_measure_structure on figure_measure (structure_id);

-- For the pages of staff: each of these is written to where nobody waits for it, or holds few rows.
create index audit_entry_act on audit_entry (staff_id, act, at, id);
create index audit_entry_kind on audit_entry (staff_id, subject_kind, at, id);
create index meeting_absence on meeting (starts_at)
where mentee_said in ('other_absent', 'self_absent') or mentor_said in ('other_absent', 'self_absent');
create index feedback_open on feedback (open_until) where answered_at is null;
create index mentor_flooded on mentor (id) where requests_waiting >= 10;
create index mentor_unverified on mentor (id) where verified_at is null;
create index member_paused on member (id) where paused_at is not null;
create index member_hidden on member (id) where hidden_at is not null;
create index member_suspended on member (id) where suspended_at is not null;
create index tandem_latest on tandem (formed_at, id) include (state, mentee_id, mentor_id);
create index feedback_asked on feedback (asked_at, id);
create index outbox_dead on outbox (created_at, id) where state = 'dead';

create table schema_migrations (version varchar primary key);
