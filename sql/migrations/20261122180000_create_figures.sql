-- migrate:up

-- Figures as they stood at the end of a month: counted once, and never again, whoever is erased meanwhile.
create table figure_run (
    id uuid primary key default uuid_v7(),
    -- The last month that is counted, by its first day.
    month date not null unique check (month = date_trunc('month', month)),
    computed_at timestamptz not null default now()
);

-- People in fives: nothing that is published is counted more finely, and nothing finer is kept.
create table figure_count (
    run_id uuid not null references figure_run (id) on delete cascade,
    topic text not null,
    -- With all that is below it, as the tree stood.
    structure_id uuid not null references structure (id),
    -- mentee or mentor in the funnel; otherwise empty.
    role text not null,
    -- What they are told apart by, and which of them these are; `all` and empty: by nothing.
    dimension text not null,
    value text not null,
    -- How many fives reached each stage, in order.
    fives integer[] not null,
    primary key (run_id, topic, dimension, structure_id, role, value)
);

create index figure_count_structure on figure_count (structure_id);

-- What is no count: of all that is counted at a structure and below it.
create table figure_measure (
    run_id uuid not null references figure_run (id) on delete cascade,
    topic text not null,
    structure_id uuid not null references structure (id),
    name text not null,
    value double precision not null,
    primary key (run_id, topic, structure_id, name)
);

create index figure_measure_structure on figure_measure (structure_id);

-- migrate:down

drop table figure_measure;
drop table figure_count;
drop table figure_run;
