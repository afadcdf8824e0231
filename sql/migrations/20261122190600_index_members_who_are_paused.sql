-- migrate:up transaction:false

create index concurrently member_paused on member (id) where paused_at is not null;

-- migrate:down transaction:false

drop index concurrently member_paused;
