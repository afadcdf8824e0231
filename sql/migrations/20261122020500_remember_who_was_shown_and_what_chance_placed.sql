-- migrate:up

-- When somebody was last shown the member's card; null is never.
alter table member add column shown_at timestamptz;

-- Whether chance gave each card of the deal its place.
alter table deal add column randomised boolean[] not null default '{}';

-- migrate:down

alter table deal drop column randomised;
alter table member drop column shown_at;
