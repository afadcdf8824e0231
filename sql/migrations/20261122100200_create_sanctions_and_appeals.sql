-- migrate:up

-- What staff do about a member; `reason` is what the member reads.
create table sanction (
    -- Made by the client, so that it may be sent again.
    id uuid primary key,
    member_id uuid not null references member (id) on delete cascade,
    report_id uuid references report (id) on delete set null,
    kind text not null check (kind in ('warning', 'hiding', 'suspension', 'ban')),
    reason text not null,
    state text not null check (state in ('proposed', 'active', 'lifted', 'withdrawn')),
    until timestamptz,
    given_by uuid not null references staff (id),
    given_at timestamptz not null default now(),
    confirmed_by uuid references staff (id),
    confirmed_at timestamptz,
    -- Null in a lifted one: it ran out.
    lifted_by uuid references staff (id),
    lifted_at timestamptz,
    check (until is null or kind in ('hiding', 'suspension')),
    check ((confirmed_by is null) = (confirmed_at is null)),
    check ((lifted_at is not null) = (state in ('lifted', 'withdrawn'))),
    -- Four eyes: a ban is nothing before somebody else has confirmed it.
    constraint sanction_four_eyes check (
        case kind
            when 'ban' then (state in ('active', 'lifted')) = (confirmed_by is not null)
            else confirmed_by is null and state in ('active', 'lifted')
        end
    ),
    constraint sanction_by_two check (confirmed_by <> given_by)
);

create index sanction_of_member on sanction (member_id, given_at desc);
create index sanction_of_report on sanction (report_id) where report_id is not null;
create index sanction_proposed on sanction (given_at) where state = 'proposed';
create index sanction_running_out on sanction (until) where state = 'active' and until is not null;

-- What a sanctioned member answers. There is one to each sanction.
create table appeal (
    id uuid primary key default uuid_v7(),
    sanction_id uuid not null unique references sanction (id) on delete cascade,
    text text not null,
    appealed_at timestamptz not null default now(),
    outcome text check (outcome in ('kept', 'lifted')),
    -- What the member reads.
    answer text,
    decided_by uuid references staff (id),
    decided_at timestamptz,
    check ((outcome is null) = (decided_by is null)),
    check ((outcome is null) = (decided_at is null)),
    check ((outcome is null) = (answer is null))
);

create index appeal_open on appeal (appealed_at) where outcome is null;

create trigger appeal_drop_promises after delete on appeal
for each row execute function drop_promises();

-- Nobody decides an appeal against what they gave or confirmed themselves.
create function judge_by_another() returns trigger
language plpgsql
as $$
begin
    if exists (
        select from sanction
        where sanction.id = new.sanction_id and new.decided_by in (sanction.given_by, sanction.confirmed_by)
    ) then
        raise exception 'an appeal is decided by another than who gave the sanction' using errcode = 'check_violation';
    end if;
    return new;
end
$$;

create trigger appeal_by_another before insert or update of decided_by on appeal
for each row when (new.decided_by is not null) execute function judge_by_another();

-- An appeal against what has been lifted awaits no answer any more.
create function drop_appeal() returns trigger
language plpgsql
as $$
begin
    update promise set dropped_at = now()
    where
        subject_id in (select appeal.id from appeal where appeal.sanction_id = new.id)
        and kept_at is null
        and dropped_at is null;
    return null;
end
$$;

create trigger sanction_drop_appeal after update of state on sanction
for each row when (new.state = 'lifted') execute function drop_appeal();

-- Who may not join: keyed hashes of sign-ins and phone numbers, which name nobody and outlive the account.
create table bar (
    mark bytea not null,
    -- No foreign key: the sanction goes with the account, the bar stays.
    sanction_id uuid not null,
    until timestamptz not null,
    primary key (mark, sanction_id)
);

create index bar_of_sanction on bar (sanction_id);
create index bar_until on bar (until);

-- migrate:down

drop table bar;
drop table appeal;
drop function judge_by_another();
drop table sanction;
drop function drop_appeal();
