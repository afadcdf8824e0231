-- migrate:up transaction:false

-- Each message looks whether its recipient has a notice waiting already.
create index concurrently outbox_of_messages on outbox (recipient_id)
where kind = 'MessageReceived' and state = 'waiting';

-- migrate:down transaction:false

drop index concurrently outbox_of_messages;
