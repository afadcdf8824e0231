-- migrate:up transaction:false

-- What changed in the few tandems of one member, however much is written in the others.
create index concurrently message_of_tandem_changed on message (tandem_id, changed_xid);

-- migrate:down transaction:false

drop index concurrently message_of_tandem_changed;
