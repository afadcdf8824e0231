-- migrate:up

alter table meeting validate constraint meeting_officer_id_fkey;
alter table meeting validate constraint meeting_proposed_by_check;
alter table meeting validate constraint meeting_cancelled_by_check;

-- migrate:down

-- A constraint once validated stays so.
select 1;
