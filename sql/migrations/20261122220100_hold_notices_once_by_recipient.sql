-- migrate:up

-- The same key by the recipient first: an inbox is looked up by it, and an index less is written with each notice.
alter table outbox add constraint outbox_once unique using index outbox_once;
-- squawk-ignore ban-drop-constraint
alter table outbox drop constraint outbox_event_id_recipient_id_channel_kind_key;

-- migrate:down

-- The old key must be there before the new one goes; the index of the next step down waits for it.
alter table outbox add constraint outbox_event_id_recipient_id_channel_kind_key
unique (event_id, recipient_id, channel, kind);
alter table outbox drop constraint outbox_once;
create unique index outbox_once on outbox (recipient_id, event_id, kind, channel);
