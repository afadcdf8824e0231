-- migrate:up transaction:false

create index concurrently meeting_of_officer on meeting (officer_id) where officer_id is not null;

-- migrate:down transaction:false

drop index concurrently meeting_of_officer;
