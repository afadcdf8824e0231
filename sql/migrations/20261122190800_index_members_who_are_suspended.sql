-- migrate:up transaction:false

create index concurrently member_suspended on member (id) where suspended_at is not null;

-- migrate:down transaction:false

drop index concurrently member_suspended;
