-- migrate:up

-- Lets a constraint compare a person by equality and a time by overlap.
create extension if not exists btree_gist;

create table meeting (
    -- Made by the phone, so that a write may be repeated.
    id uuid primary key,
    tandem_id uuid not null references tandem (id) on delete cascade,
    -- Counts the plans, confirmations and cancellations; a calendar calls it SEQUENCE.
    revision integer not null default 1,
    state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'cancelled')),
    proposed_by text not null check (proposed_by in ('mentee', 'mentor')),
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
    cancelled_by text check (cancelled_by in ('mentee', 'mentor', 'closing')),
    cancel_reason text,
    cancel_words text,
    mentee_said text check (mentee_said in ('came', 'other_absent', 'other_late', 'self_absent')),
    mentee_said_at timestamptz,
    mentor_said text check (mentor_said in ('came', 'other_absent', 'other_late', 'self_absent')),
    mentor_said_at timestamptz,
    changed_at timestamptz not null default now(),
    changed_xid xid8 not null default pg_current_xact_id(),
    check ((kind = 'in_person') = (place is not null and place_kind is not null)),
    check ((kind = 'video') = (link is not null)),
    check ((starts_at is null) = (ends_at is null) and (starts_at is null) = (confirmed_at is null)),
    check (state <> 'confirmed' or starts_at is not null),
    check (ends_at > starts_at),
    check ((state = 'cancelled') = (cancelled_at is not null and cancelled_by is not null))
);

create index meeting_of_tandem on meeting (tandem_id, changed_xid);

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

-- migrate:down

drop trigger tandem_cancel_meetings on tandem;
drop function cancel_meetings_of_closed();
drop table booking;
drop table meeting;
drop function book_meeting();
drop extension btree_gist;
