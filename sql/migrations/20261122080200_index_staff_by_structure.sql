-- migrate:up transaction:false

create index concurrently staff_structure on staff (structure_id);

-- migrate:down transaction:false

drop index concurrently staff_structure;
