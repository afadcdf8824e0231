-- migrate:up

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

-- migrate:down

drop trigger member_drop_promises on member;
drop function drop_promises();
drop table promise_month;
drop table promise;
