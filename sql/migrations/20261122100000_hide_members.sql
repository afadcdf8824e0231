-- migrate:up

-- Hidden by a sanction: nobody new meets them until it is lifted. What they already have goes on.
alter table member add column hidden_at timestamptz;

-- What both sides of every swipe, request and card must be.
create or replace function may_meet(member) returns boolean
language sql stable parallel safe
as $$
    select
        $1.suspended_at is null
        and $1.hidden_at is null
        and ($1.birth_date <= current_date - interval '18 years' or $1.guardian_agreed_at is not null)
$$;

-- migrate:down

create or replace function may_meet(member) returns boolean
language sql stable parallel safe
as $$
    select
        $1.suspended_at is null
        and ($1.birth_date <= current_date - interval '18 years' or $1.guardian_agreed_at is not null)
$$;
alter table member drop column hidden_at;
