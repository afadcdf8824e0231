-- migrate:up

create table member (
    id uuid primary key default uuid_v7(),
    -- Stands for the id where ranking breaks ties: order of arrival.
    rank bigint generated always as identity,
    uid text not null unique,
    role text not null check (role in ('mentee', 'mentor')),
    phone text,
    first_name text not null,
    last_name text not null,
    birth_date date not null,
    area_code text not null,
    sectors text[] not null check (cardinality(sectors) between 1 and 3),
    goals text[] not null check (cardinality(goals) between 1 and 5),
    modalities text[] not null check (cardinality(modalities) >= 1 and modalities <@ '{in_person,remote}'),
    languages text[] not null check (cardinality(languages) >= 1),
    availability text[] not null default '{}',
    about text,
    structure_id uuid not null references structure (id),
    programme_id uuid not null references programme (id),
    profile_version integer not null default 1,
    paused_at timestamptz,
    suspended_at timestamptz,
    guardian_agreed_at timestamptz,
    last_seen_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    changed_xid xid8 not null default pg_current_xact_id()
);

create index member_changed on member (changed_xid);
create index member_structure on member (structure_id);
create index member_programme on member (programme_id);

create trigger member_mark_change before update on member
for each row execute function mark_change();

-- Of age, or with the guardian's agreement.
create function grown_up(member) returns boolean
language sql stable parallel safe
as $$ select $1.birth_date <= current_date - interval '18 years' or $1.guardian_agreed_at is not null $$;

-- What both sides of every swipe, request and card must be.
create function may_meet(member) returns boolean
language sql stable parallel safe
as $$
    select
        $1.suspended_at is null
        and ($1.birth_date <= current_date - interval '18 years' or $1.guardian_agreed_at is not null)
$$;

create table mentee (
    id uuid primary key references member (id) on delete cascade,
    -- At most five requests wait at once; counted by the triggers of request.
    requests_waiting integer not null default 0 check (requests_waiting between 0 and 5),
    tandems_open integer not null default 0 check (tandems_open >= 0),
    waiting_since timestamptz not null default now(),
    changed_xid xid8 not null default pg_current_xact_id()
);

create index mentee_changed on mentee (changed_xid);

create trigger mentee_mark_change before update on mentee
for each row execute function mark_change();

create table mentor (
    id uuid primary key references member (id) on delete cascade,
    job_title text not null,
    company_name text,
    company_siret text,
    capacity integer not null check (capacity between 0 and 50),
    -- Tandems that are not closed. Staff may lower a capacity below it, so no check ties the two.
    seats_taken integer not null default 0 check (seats_taken >= 0),
    hours_per_month integer not null check (hours_per_month between 1 and 100),
    verified_at timestamptz,
    verified_by uuid references staff (id),
    trained_at timestamptz,
    requests_waiting integer not null default 0 check (requests_waiting >= 0),
    -- Past answers, each counting half after 90 days, as they weighed at answered_at.
    yes_weight double precision not null default 0,
    answer_weight double precision not null default 0,
    answered_at timestamptz not null default now(),
    changed_xid xid8 not null default pg_current_xact_id()
);

create index mentor_changed on mentor (changed_xid);

create trigger mentor_mark_change before update on mentor
for each row execute function mark_change();

-- migrate:down

drop table mentor;
drop table mentee;
drop function may_meet(member);
drop function grown_up(member);
drop table member;
