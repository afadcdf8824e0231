-- migrate:up

-- Who of a tandem signed which version of the charter.
create table signature (
    tandem_id uuid not null references tandem (id) on delete cascade,
    role text not null check (role in ('mentee', 'mentor')),
    charter_version integer not null,
    signed_at timestamptz not null default now(),
    primary key (tandem_id, role, charter_version)
);

-- Whether the two of a tandem signed one same version.
create function both_signed(uuid) returns boolean
language sql stable parallel safe
as $$
    select exists (
        select from signature as ours
        join signature as theirs using (tandem_id, charter_version)
        where ours.tandem_id = $1 and ours.role = 'mentee' and theirs.role = 'mentor'
    )
$$;

-- What the one who ended a tandem said of it: a reason from the list, and a word for the structure.
create table closure (
    tandem_id uuid primary key references tandem (id) on delete cascade,
    role text not null check (role in ('mentee', 'mentor')),
    reason text not null,
    note text,
    closed_at timestamptz not null default now()
);

-- Who of a tandem would like another one with the same person.
create table renewal (
    tandem_id uuid not null references tandem (id) on delete cascade,
    role text not null check (role in ('mentee', 'mentor')),
    asked_at timestamptz not null default now(),
    primary key (tandem_id, role)
);

-- What a tandem works towards; the phone chooses the id, so it is unique only within the tandem.
create table tandem_goal (
    tandem_id uuid not null references tandem (id) on delete cascade,
    id uuid not null,
    -- From the vocabulary, or in their own words.
    goal text,
    words text,
    expected_on date,
    set_by text not null check (set_by in ('mentee', 'mentor')),
    set_at timestamptz not null default now(),
    reached_at timestamptz,
    reached_by text check (reached_by in ('mentee', 'mentor')),
    primary key (tandem_id, id),
    check ((goal is null) <> (words is null)),
    check ((reached_at is null) = (reached_by is null))
);

create table tandem_step (
    tandem_id uuid not null,
    goal_id uuid not null,
    id uuid not null,
    place integer not null,
    words text not null,
    done_at timestamptz,
    done_by text check (done_by in ('mentee', 'mentor')),
    primary key (tandem_id, goal_id, id),
    foreign key (tandem_id, goal_id) references tandem_goal (tandem_id, id) on delete cascade,
    check ((done_at is null) = (done_by is null))
);

-- What a mentee says of themselves, and whom they let read it.
create table answer (
    mentee_id uuid not null references mentee (id) on delete cascade,
    topic text not null check (topic in ('expectations', 'motivations', 'weaknesses')),
    words text not null,
    audience text not null check (audience in ('private', 'mentor', 'structure')),
    written_at timestamptz not null default now(),
    primary key (mentee_id, topic)
);

-- migrate:down

drop table answer;
drop table tandem_step;
drop table tandem_goal;
drop table renewal;
drop table closure;
drop function both_signed(uuid);
drop table signature;
