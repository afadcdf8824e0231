-- migrate:up

alter table outbox validate constraint outbox_held_for;

-- migrate:down

-- A constraint once validated stays so.
select 1;
