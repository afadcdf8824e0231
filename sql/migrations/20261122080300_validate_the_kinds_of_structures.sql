-- migrate:up

alter table structure validate constraint structure_kind;

-- migrate:down

-- A constraint once validated stays so.
select 1;
