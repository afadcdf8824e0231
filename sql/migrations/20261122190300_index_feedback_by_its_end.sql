-- migrate:up transaction:false

create index concurrently feedback_open on feedback (open_until) where answered_at is null;

-- migrate:down transaction:false

drop index concurrently feedback_open;
