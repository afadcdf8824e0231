-- migrate:up transaction:false

create index concurrently mentor_unverified on mentor (id) where verified_at is null;

-- migrate:down transaction:false

drop index concurrently mentor_unverified;
