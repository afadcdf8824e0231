-- migrate:up

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

-- migrate:down

drop trigger member_departure on member;
drop function note_departure();
drop table departure;
