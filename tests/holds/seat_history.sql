-- Writes down every committed state of a mentor's seats, in the order of the commits: the triggers run at the end
-- of each transaction, and whoever comes second waits at the lock until the first has committed.

create table seat_history (
    id bigint generated always as identity primary key,
    mentor_id uuid not null,
    xid xid8 not null default pg_current_xact_id(),
    at timestamptz not null default clock_timestamp(),
    taken integer not null,
    capacity integer not null,
    open integer not null
);

create function write_seat_history() returns trigger
language plpgsql
as $$
declare
    changed jsonb := case tg_op when 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
    subject uuid := changed ->> tg_argv[0];
begin
    perform pg_advisory_xact_lock(hashtextextended(subject::text, 0));
    insert into seat_history (mentor_id, taken, capacity, open)
    select
        mentor.id,
        mentor.seats_taken,
        mentor.capacity,
        (select count(*) from tandem where tandem.mentor_id = mentor.id and tandem.state <> 'closed')
    from mentor where mentor.id = subject;
    return null;
end
$$;

create constraint trigger mentor_history after insert or update of seats_taken, capacity on mentor
deferrable initially deferred for each row execute function write_seat_history('id');

create constraint trigger tandem_history after insert or delete or update of state on tandem
deferrable initially deferred for each row execute function write_seat_history('mentor_id');
