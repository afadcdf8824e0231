-- migrate:up transaction:false

drop index concurrently outbox_due;

-- migrate:down transaction:false

create index concurrently outbox_due on outbox (due_at) where state = 'waiting';
