-- migrate:up transaction:false

drop index concurrently outbox_of_recipient;

-- migrate:down transaction:false

create index concurrently outbox_of_recipient on outbox (recipient_id, created_at desc);
