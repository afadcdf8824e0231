-- migrate:up

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

-- migrate:down

drop function mark_change();
drop function uuid_v7();
