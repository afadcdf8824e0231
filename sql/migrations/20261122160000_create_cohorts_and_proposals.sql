-- migrate:up

-- Mentees for whom staff have mentors found all at once: who would go to whom is a preview until it is sent.
create table cohort (
    -- Made by the client, so that it may be sent again.
    id uuid primary key,
    -- Whose it is, and whose mentors may be given.
    structure_id uuid not null references structure (id),
    staff_id uuid not null references staff (id),
    name text not null,
    note text,
    -- Which mentees: of this structure and below, and as far as these say; or those who were named.
    mentees_of uuid not null references structure (id),
    programme_id uuid references programme (id),
    sectors text[] not null default '{}',
    territories text[] not null default '{}',
    most integer not null,
    named boolean not null default false,
    state text not null default 'composing' check (state in ('composing', 'composed', 'sending', 'sent')),
    made_at timestamptz not null default now(),
    composed_at timestamptz,
    sent_by uuid references staff (id),
    sent_at timestamptz,
    -- The certificate: mentors with a seat to give, what all that is given is worth, and what no other assignment exceeds.
    mentors integer,
    total double precision,
    bound double precision,
    check ((state = 'composing') = (composed_at is null)),
    check ((state in ('sending', 'sent')) = (sent_by is not null)),
    check ((state = 'sent') = (sent_at is not null))
);

create index cohort_structure on cohort (structure_id, made_at desc, id desc);
create index cohort_staff on cohort (staff_id);
create index cohort_mentees_of on cohort (mentees_of);
create index cohort_programme on cohort (programme_id);
create index cohort_sent_by on cohort (sent_by);
create index cohort_under_way on cohort (made_at) where state in ('composing', 'sending');

-- Each mentee of a cohort, and the mentor whom they would be given; or why there is none.
create table cohort_mentee (
    cohort_id uuid not null references cohort (id) on delete cascade,
    mentee_id uuid not null references mentee (id) on delete cascade,
    mentor_id uuid references mentor (id) on delete set null,
    -- From the most worthy pair on; those who are left come after.
    place integer not null default 0,
    state text not null default 'chosen' check (state in ('chosen', 'paired', 'left', 'removed', 'sent', 'fallen')),
    -- Of who is left or has fallen.
    why text,
    worth double precision,
    -- Sector, goals, place, time.
    terms double precision[],
    primary key (cohort_id, mentee_id),
    check ((state in ('left', 'fallen')) = (why is not null))
);

create index cohort_mentee_mentee on cohort_mentee (mentee_id);
create index cohort_mentee_mentor on cohort_mentee (mentor_id);
create index cohort_mentee_place on cohort_mentee (cohort_id, place);
create index cohort_mentee_paired on cohort_mentee (cohort_id, mentee_id) where state = 'paired';

-- A mentor of whom a cohort would take more seats than there are.
create table cohort_mentor (
    cohort_id uuid not null references cohort (id) on delete cascade,
    mentor_id uuid not null references mentor (id) on delete cascade,
    seats integer not null,
    -- Mentees for whom nobody would be better.
    wanted integer not null,
    -- What one seat more would add to the worth of the whole, at most.
    price double precision not null,
    primary key (cohort_id, mentor_id)
);

create index cohort_mentor_mentor on cohort_mentor (mentor_id);

-- A tandem that staff suggest to the two. It holds no seat; both answer by a swipe like any other.
create table proposal (
    id uuid primary key default uuid_v7(),
    mentee_id uuid not null,
    mentor_id uuid not null,
    -- Who proposes: the two read its name.
    structure_id uuid not null references structure (id),
    staff_id uuid not null references staff (id),
    cohort_id uuid references cohort (id) on delete set null,
    -- For both to read.
    note text,
    state text not null default 'open' check (state in ('open', 'formed', 'declined', 'expired', 'withdrawn')),
    sent_at timestamptz not null default now(),
    expires_at timestamptz not null default now() + interval '14 days',
    closed_at timestamptz,
    check ((state = 'open') = (closed_at is null)),
    -- With a pair there, no swipe is a first one: whoever answers holds the mentee's lock.
    constraint proposal_pair foreign key (mentee_id, mentor_id) references pair (mentee_id, mentor_id)
    on delete cascade
);

create unique index proposal_open_once on proposal (mentee_id, mentor_id) where state = 'open';
create index proposal_of_mentee on proposal (mentee_id, mentor_id, sent_at desc);
create index proposal_of_mentor on proposal (mentor_id, sent_at desc);
create index proposal_sent on proposal (sent_at desc, id desc);
create index proposal_expiring on proposal (expires_at) where state = 'open';
create index proposal_structure on proposal (structure_id);
create index proposal_staff on proposal (staff_id);
create index proposal_cohort on proposal (cohort_id);

-- Whether a request or a proposal that ended so, and then, is too young for another: after a no it takes half a year.
create function closed_lately(state text, closed_at timestamptz) returns boolean
language sql stable parallel safe
as $$
    select $2 > now() - case when $1 in ('refused', 'declined') then interval '180 days' else interval '30 days' end
$$;

-- What these members were dealt is of the past: their next deck is dealt anew.
create function deal_anew(uuid[]) returns void
language sql
as $$
    insert into deal (member_id, cards, terms)
    select id, '{}', '{}' from member where id = any($1)
    order by id
    on conflict (member_id) do update set dealt_at = clock_timestamp()
$$;

create function decline_proposal() returns trigger
language plpgsql
as $$
begin
    update proposal set state = 'declined', closed_at = now()
    where mentee_id = new.mentee_id and mentor_id = new.mentor_id and state = 'open';
    return null;
end
$$;

create trigger pair_decline_proposal after update of mentee_verdict, mentor_verdict on pair
for each row
when (
    (new.mentee_verdict = 'pass' and old.mentee_verdict is distinct from 'pass')
    or (new.mentor_verdict = 'pass' and old.mentor_verdict is distinct from 'pass')
)
execute function decline_proposal();

create function fulfil_proposal() returns trigger
language plpgsql
as $$
begin
    update proposal set state = 'formed', closed_at = now()
    where mentee_id = new.mentee_id and mentor_id = new.mentor_id and state = 'open';
    return null;
end
$$;

create trigger tandem_fulfil_proposal after insert on tandem
for each row execute function fulfil_proposal();

create function part_proposal() returns trigger
language plpgsql
as $$
begin
    update proposal set state = 'declined', closed_at = now()
    where
        (mentee_id, mentor_id) in ((new.blocker_id, new.blocked_id), (new.blocked_id, new.blocker_id))
        and state = 'open';
    return null;
end
$$;

create trigger block_part_proposal after insert on block
for each row execute function part_proposal();

-- Whatever ends a proposal, a mentor who had said yes is told so; a mentee's yes is a request, which tells by itself.
-- Good for a day, as push.kinds says.
create function end_proposal() returns trigger
language plpgsql
as $$
begin
    perform ripple_notices(new.id, array[new.mentee_id, new.mentor_id]);
    if new.state <> 'formed' then
        insert into outbox (kind, event_id, recipient_id, priority, expires_at)
        select 'ProposalClosed', new.id, new.mentor_id, 1, now() + interval '24 hours'
        from pair
        where
            pair.mentee_id = new.mentee_id
            and pair.mentor_id = new.mentor_id
            and pair.mentor_verdict = 'like'
        on conflict do nothing;
        perform deal_anew(array[new.mentee_id, new.mentor_id]);
    end if;
    return null;
end
$$;

create trigger proposal_end after update of state on proposal
for each row when (old.state = 'open' and new.state <> 'open')
execute function end_proposal();

create function ripple_proposal() returns trigger
language plpgsql
as $$
begin
    perform ripple_notices(old.id, array[old.mentee_id, old.mentor_id]);
    return null;
end
$$;

create trigger proposal_ripple_departure after delete on proposal
for each row execute function ripple_proposal();

-- migrate:down

drop trigger block_part_proposal on block;
drop trigger tandem_fulfil_proposal on tandem;
drop trigger pair_decline_proposal on pair;
drop table proposal;
drop table cohort_mentor;
drop table cohort_mentee;
drop table cohort;
drop function ripple_proposal();
drop function end_proposal();
drop function part_proposal();
drop function fulfil_proposal();
drop function decline_proposal();
drop function deal_anew(uuid[]);
drop function closed_lately(text, timestamptz);
