-- migrate:up transaction:false

create index concurrently meeting_starting on meeting (starts_at) where state = 'confirmed';

-- migrate:down transaction:false

drop index concurrently meeting_starting;
