-- migrate:up

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

-- migrate:down

drop trigger meeting_free_slot on meeting;
drop function free_slot_of_meeting();
drop table introduction_slot;
drop function give_slot_once();
drop function release_slot();
