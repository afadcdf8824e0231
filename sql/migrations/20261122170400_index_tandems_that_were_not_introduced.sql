-- migrate:up transaction:false

create index concurrently tandem_to_introduce on tandem (formed_at, id) where state = 'formed';

-- migrate:down transaction:false

drop index concurrently tandem_to_introduce;
