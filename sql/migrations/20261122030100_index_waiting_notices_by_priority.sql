-- migrate:up transaction:false

create index concurrently outbox_waiting on outbox (priority, due_at) where state = 'waiting';

-- migrate:down transaction:false

drop index concurrently outbox_waiting;
