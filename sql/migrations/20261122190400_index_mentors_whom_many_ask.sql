-- migrate:up transaction:false

create index concurrently mentor_flooded on mentor (id) where requests_waiting >= 10;

-- migrate:down transaction:false

drop index concurrently mentor_flooded;
