-- migrate:up transaction:false

-- Whoever swiped a card has a pair with it, so that erasure finds the card's rows by its swipers.
create index concurrently swipe_log_member_card on swipe_log (member_id, card_id);

-- migrate:down transaction:false

drop index concurrently swipe_log_member_card;
