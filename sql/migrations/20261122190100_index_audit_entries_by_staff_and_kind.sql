-- migrate:up transaction:false

create index concurrently audit_entry_kind on audit_entry (staff_id, subject_kind, at, id);

-- migrate:down transaction:false

drop index concurrently audit_entry_kind;
