-- migrate:up transaction:false

drop index concurrently swipe_log_card;

-- migrate:down transaction:false

create index concurrently swipe_log_card on swipe_log (card_id);
