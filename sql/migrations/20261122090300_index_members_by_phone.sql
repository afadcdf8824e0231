-- migrate:up transaction:false

-- Who else has the same phone number.
create index concurrently member_phone on member (phone) where phone is not null;

-- migrate:down transaction:false

drop index concurrently member_phone;
