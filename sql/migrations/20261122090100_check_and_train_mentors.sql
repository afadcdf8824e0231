-- migrate:up

-- What staff decided on a mentor, oldest first; `decided_by` is null where a clock did.
create table verification (
    id uuid primary key default uuid_v7(),
    member_id uuid not null references mentor (id) on delete cascade,
    decision text not null check (decision in ('verified', 'more-asked', 'refused')),
    -- Why, in our vocabulary, and what the mentor reads beside its words.
    reason text,
    note text,
    decided_by uuid references staff (id),
    decided_at timestamptz not null default clock_timestamp(),
    -- More was asked, and the mentor changed their profile.
    answered_at timestamptz,
    check ((decision = 'verified') = (reason is null))
);

create index verification_of_member on verification (member_id, decided_at desc);
create index verification_decided_by on verification (decided_by) where decided_by is not null;

-- That staff saw the certificate, never what is in it.
create table honesty_check (
    member_id uuid primary key references mentor (id) on delete cascade,
    checked_on date not null,
    expires_on date not null,
    recorded_by uuid references staff (id),
    recorded_at timestamptz not null default now(),
    -- It ran out, and the mentor's verification with it.
    lapsed_at timestamptz,
    check (expires_on > checked_on)
);

create index honesty_check_expiring on honesty_check (expires_on, member_id);
create index honesty_check_recorded_by on honesty_check (recorded_by) where recorded_by is not null;

-- Modules of the training whose quiz a mentor passed.
create table training_pass (
    member_id uuid not null references mentor (id) on delete cascade,
    module text not null,
    passed_at timestamptz not null default now(),
    primary key (member_id, module)
);

-- Mentors who waited before there was a clock.
insert into promise (kind, subject_id, structure_id, due_at)
select 'mentor-called-back', member.id, member.structure_id, now() + interval '2 days'
from mentor
join member on member.id = mentor.id
where mentor.verified_at is null
on conflict (kind, subject_id) where kept_at is null and dropped_at is null do nothing;

-- migrate:down

drop table training_pass;
drop table honesty_check;
drop table verification;
