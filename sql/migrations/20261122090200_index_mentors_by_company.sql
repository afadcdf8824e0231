-- migrate:up transaction:false

-- Who else mentors for the same company.
create index concurrently mentor_company_siret on mentor (company_siret) where company_siret is not null;

-- migrate:down transaction:false

drop index concurrently mentor_company_siret;
