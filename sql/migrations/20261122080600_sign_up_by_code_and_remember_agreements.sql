-- migrate:up

-- What a structure hands out: whoever signs up with it belongs there, in that programme.
create table sign_up_code (
    code text primary key check (code ~ '^[a-z0-9-]{4,40}$'),
    id uuid not null unique default uuid_v7(),
    structure_id uuid not null references structure (id),
    programme_id uuid not null references programme (id),
    label text,
    expires_at timestamptz,
    revoked_at timestamptz,
    made_by uuid references staff (id),
    made_at timestamptz not null default now()
);

create index sign_up_code_structure on sign_up_code (structure_id, made_at, id);
create index sign_up_code_programme on sign_up_code (programme_id);
create index sign_up_code_made_by on sign_up_code (made_by);

-- A company's or a partner's agreement with a structure.
create table agreement (
    id uuid primary key,
    structure_id uuid not null references structure (id),
    partner text not null,
    siret text,
    starts_on date not null,
    ends_on date not null check (ends_on >= starts_on),
    -- Staff were reminded to renew it; anew once it has another end.
    reminded_at timestamptz,
    made_by uuid references staff (id),
    made_at timestamptz not null default now()
);

create index agreement_structure on agreement (structure_id, ends_on, id);
create index agreement_ending on agreement (ends_on);
create index agreement_made_by on agreement (made_by);

-- migrate:down

drop table agreement;
drop table sign_up_code;
