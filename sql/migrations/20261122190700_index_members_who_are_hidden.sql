-- migrate:up transaction:false

create index concurrently member_hidden on member (id) where hidden_at is not null;

-- migrate:down transaction:false

drop index concurrently member_hidden;
