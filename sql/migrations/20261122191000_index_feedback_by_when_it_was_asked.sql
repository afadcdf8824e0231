-- migrate:up transaction:false

create index concurrently feedback_asked on feedback (asked_at, id);

-- migrate:down transaction:false

drop index concurrently feedback_asked;
