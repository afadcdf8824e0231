-- migrate:up transaction:false

create index concurrently pulse_low on pulse (answered_at) where mood <= 2;

-- migrate:down transaction:false

drop index concurrently pulse_low;
