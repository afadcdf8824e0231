-- migrate:up

-- A programme's rules from a day on, in Paris; programme's own columns repeat those in force, for decks and swipes.
create table programme_version (
    programme_id uuid not null references programme (id),
    effective_on date not null,
    min_age integer not null default 15 check (min_age >= 15),
    max_age integer check (max_age >= min_age),
    -- How long a tandem lasts.
    months integer not null default 6 check (months between 1 and 60),
    introduction_required boolean not null default false,
    training_required boolean not null default false,
    one_tandem_at_a_time boolean not null default false,
    -- Minors join, with their guardian's agreement; otherwise they do not join at all.
    minors_admitted boolean not null default true,
    -- Départements and communes whose people it is for; empty: everywhere.
    territories text[] not null default '{}',
    -- The name of the experiment that it is part of.
    experiment text,
    -- When people may sign up; null: no bound.
    opens_on date,
    closes_on date check (closes_on >= opens_on),
    staff_id uuid references staff (id),
    decided_at timestamptz not null default now(),
    primary key (programme_id, effective_on)
);

create index programme_version_staff on programme_version (staff_id);

create function today_in_paris() returns date
language sql stable parallel safe
as $$ select (now() at time zone 'Europe/Paris')::date $$;

insert into programme_version (
    programme_id, effective_on, min_age, max_age, introduction_required, training_required, one_tandem_at_a_time
)
select
    id, (created_at at time zone 'Europe/Paris')::date, min_age, max_age, introduction_required, training_required,
    one_tandem_at_a_time
from programme;

-- Whoever adds a programme by its columns alone gives it its first rules.
create function begin_programme() returns trigger
language plpgsql
as $$
begin
    insert into programme_version (
        programme_id, effective_on, min_age, max_age, introduction_required, training_required, one_tandem_at_a_time
    )
    values (
        new.id, today_in_paris(), new.min_age, new.max_age, new.introduction_required, new.training_required,
        new.one_tandem_at_a_time
    );
    return null;
end
$$;

create trigger programme_begin after insert on programme
for each row execute function begin_programme();

create view programme_rules as
select distinct on (programme_id)
    programme_id,
    effective_on,
    min_age,
    max_age,
    months,
    introduction_required,
    training_required,
    one_tandem_at_a_time,
    minors_admitted,
    territories,
    experiment,
    opens_on,
    closes_on
from programme_version
where effective_on <= today_in_paris()
order by programme_id, effective_on desc;

-- migrate:down

drop view programme_rules;
drop trigger programme_begin on programme;
drop function begin_programme();
drop table programme_version;
drop function today_in_paris();
