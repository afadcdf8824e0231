-- migrate:up transaction:false

create index concurrently tandem_closed on tandem (closed_at) where state = 'closed';

-- migrate:down transaction:false

drop index concurrently tandem_closed;
