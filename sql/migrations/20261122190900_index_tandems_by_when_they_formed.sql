-- migrate:up transaction:false

create index concurrently tandem_latest on tandem (formed_at, id) include (state, mentee_id, mentor_id);

-- migrate:down transaction:false

drop index concurrently tandem_latest;
