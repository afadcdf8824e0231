-- migrate:up

-- Whose moderators may lift it once the account is erased. No foreign key: a structure that is gone has none left.
alter table bar add column structure_id uuid;

-- migrate:down

alter table bar drop column structure_id;
