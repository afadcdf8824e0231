-- migrate:up transaction:false

create index concurrently tandem_active on tandem (id) where state = 'active';

-- migrate:down transaction:false

drop index concurrently tandem_active;
