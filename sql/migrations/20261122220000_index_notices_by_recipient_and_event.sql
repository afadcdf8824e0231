-- migrate:up transaction:false

create unique index concurrently outbox_once on outbox (recipient_id, event_id, kind, channel);

-- migrate:down transaction:false

drop index concurrently outbox_once;
