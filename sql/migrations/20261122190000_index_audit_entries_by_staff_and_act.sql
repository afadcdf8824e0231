-- migrate:up transaction:false

create index concurrently audit_entry_act on audit_entry (staff_id, act, at, id);

-- migrate:down transaction:false

drop index concurrently audit_entry_act;
