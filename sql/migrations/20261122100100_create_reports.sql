-- migrate:up

-- What a member says of another. It outlives both, and then names neither.
create table report (
    -- Made by the phone, so that it may be sent again.
    id uuid primary key,
    reporter_id uuid references member (id) on delete set null,
    reported_id uuid references member (id) on delete set null,
    subject text not null check (subject in ('card', 'message', 'behaviour')),
    -- No foreign key: a reported message may be deleted by its author.
    message_id uuid,
    reason text not null,
    text text,
    -- How much it counts: the gravity of its reason and the reporter's standing, when it was made.
    weight double precision not null,
    state text not null default 'open' check (state in ('open', 'upheld', 'dismissed', 'moot')),
    reported_at timestamptz not null default now(),
    taken_by uuid references staff (id),
    taken_at timestamptz,
    decided_by uuid references staff (id),
    decided_at timestamptz,
    decided_why text,
    check (message_id is null or subject = 'message'),
    check ((taken_by is null) = (taken_at is null)),
    check ((state = 'open') = (decided_at is null)),
    -- Nobody decides what is moot: somebody in it has left.
    check ((state in ('upheld', 'dismissed')) = (decided_by is not null))
);

create index report_of_reporter on report (reporter_id, reported_at desc);
create index report_of_reported on report (reported_id, reported_at desc);
create index report_open on report (reported_at) where state = 'open';
create index report_decided on report (decided_at, id) where state <> 'open';

-- What was there to be seen when the report was made, whatever became of it since.
create table evidence (
    report_id uuid not null references report (id) on delete cascade,
    place integer not null,
    kind text not null check (kind in ('card', 'message')),
    -- Whose words they are: they go when their author is erased.
    author_id uuid not null references member (id) on delete cascade,
    content jsonb not null,
    written_at timestamptz not null,
    primary key (report_id, place)
);

create index evidence_author on evidence (author_id);

-- When one of the two is erased, what is kept says that there was a report, and how it ended: no word, no name.
create function anonymise_report() returns trigger
language plpgsql
as $$
begin
    if new.reported_id is null and old.reported_id is not null then
        new.message_id := null;
        delete from evidence where report_id = new.id;
        if new.state = 'open' then
            new.state := 'moot';
            new.decided_at := now();
            update promise set dropped_at = now()
            where subject_id = new.id and kept_at is null and dropped_at is null;
        end if;
    end if;
    if new.reporter_id is null or new.reported_id is null then
        new.text := null;
        new.decided_why := null;
    end if;
    return new;
end
$$;

create trigger report_anonymise before update of reporter_id, reported_id on report
for each row execute function anonymise_report();

-- What is said of a member in reports that nobody has decided: each reporter counts once, by their weightiest.
create function said_of(uuid, out weight double precision, out reporters bigint)
language sql stable parallel safe
as $$
    select coalesce(sum(weightiest), 0)::double precision, count(*)
    from (
        select max(report.weight) as weightiest from report
        where report.reported_id = $1 and report.state = 'open'
        group by coalesce(report.reporter_id, report.id)
    ) as each_reporter
$$;

-- Whether staff $2 is themselves one of the two members of the report: they may not handle it.
create function is_part_of(report, uuid) returns boolean
language sql stable parallel safe
as $$
    select exists (
        select from staff
        join member on member.uid = staff.uid
        where staff.id = $2 and member.id in ($1.reporter_id, $1.reported_id)
    )
$$;

-- migrate:down

drop function is_part_of(report, uuid);
drop function said_of(uuid);
drop table evidence;
drop table report;
drop function anonymise_report();
