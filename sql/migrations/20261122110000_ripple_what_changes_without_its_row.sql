-- migrate:up

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

-- migrate:down

drop trigger member_forget_ripples on member;
drop function forget_ripples();
drop trigger tandem_ripple_renewal on tandem;
drop function ripple_renewal();
drop trigger tandem_ripple_departure on tandem;
drop trigger request_ripple_departure on request;
drop function ripple_departure();
drop trigger request_ripple_undoing on request;
drop function ripple_undoing();
drop function ripple_notices(uuid, uuid[]);
drop trigger mentor_ripple_parked on mentor;
drop trigger member_ripple_parked on member;
drop function ripple_parked();
drop trigger member_ripple_face on member;
drop function ripple_face();
drop trigger member_ripple_suspension on member;
drop function ripple_suspension();
drop trigger block_ripple on block;
drop function ripple_block();
drop function ripple_between(uuid, uuid);
drop function tells_of(outbox, uuid);
drop table ripple;
