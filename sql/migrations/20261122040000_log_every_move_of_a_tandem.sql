-- migrate:up

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

insert into tandem_event (tandem_id, sequence, from_state, to_state, cause, moved_by, moved_at)
select id, 1, 'none', 'formed', 'liked', 'both', formed_at from tandem
union all
select id, 2, 'formed', state, closed_reason, 'nobody', closed_at from tandem where state = 'closed';

alter table tandem
-- Why a move is made and by whom: said with the change of state, and taken to the log.
add column moved_for text,
add column moved_by text,
add column moved_by_staff uuid,
add column activated_at timestamptz,
-- A constant first: a default that differs from row to row would rewrite the table.
add column changed_xid xid8 not null default '0';

alter table tandem alter column changed_xid set default pg_current_xact_id();

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

alter table request add column changed_xid xid8 not null default '0';
alter table request alter column changed_xid set default pg_current_xact_id();

create trigger request_mark_change before update on request
for each row execute function mark_change();

-- migrate:down

drop trigger request_mark_change on request;
alter table request drop column changed_xid;
drop trigger tandem_event_keep on tandem_event;
drop function keep_tandem_log();
drop trigger tandem_move on tandem;
drop function move_tandem();
drop trigger tandem_begin on tandem;
drop function begin_tandem();
drop trigger tandem_mark_change on tandem;
alter table tandem
drop column changed_xid,
drop column activated_at,
drop column moved_by_staff,
drop column moved_by,
drop column moved_for;
drop table tandem_event;
drop table tandem_transition;
