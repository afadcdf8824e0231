-- migrate:up transaction:false

create index concurrently structure_parent on structure (parent_id);

-- migrate:down transaction:false

drop index concurrently structure_parent;
