-- migrate:up transaction:false

create index concurrently outbox_dead on outbox (created_at, id) where state = 'dead';

-- migrate:down transaction:false

drop index concurrently outbox_dead;
