-- migrate:up transaction:false

drop index concurrently swipe_log_member;

-- migrate:down transaction:false

create index concurrently swipe_log_member on swipe_log (member_id);
