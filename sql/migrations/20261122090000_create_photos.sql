-- migrate:up

-- Whoever holds both keys may make links to photos. Here, so that all machines share them: nothing to configure.
create table photo_key (
    single boolean primary key default true check (single),
    inner_key bytea not null,
    outer_key bytea not null
);

insert into photo_key (inner_key, outer_key)
values (
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);

-- Links change every twelve hours and are good for twelve more, so that phones and caches may keep them for a while.
create function photo_period() returns bigint
language sql stable parallel safe
as $$ select floor(extract(epoch from now()) / 43200)::bigint $$;

create function photo_signature(photo_id uuid, expires bigint) returns text
language sql stable parallel safe
as $$
    select encode(sha256(outer_key || sha256(inner_key || uuid_send($1) || int8send($2))), 'hex') from photo_key
$$;

-- Where the photo is, in the size of a card, for whoever may see it now; null for no photo.
create function photo_link(photo_id uuid) returns text
language sql stable parallel safe
as $$
    select format('/v1/photos/%s/320?expires=%s&signature=%s', $1, expires, photo_signature($1, expires))
    from (select (photo_period() + 2) * 43200 as expires) as link
    where $1 is not null
$$;

-- What a card that was drawn up must be drawn up again for: another profile, or another link to the photo.
create function face_version(member) returns integer
language sql stable parallel safe
as $$ select $1.profile_version + photo_period()::integer $$;

-- Pictures are files, named after the photo's id. Others see an accepted one only.
create table photo (
    id uuid primary key default uuid_v7(),
    member_id uuid not null references member (id) on delete cascade,
    state text not null default 'pending' check (state in ('pending', 'accepted', 'refused')),
    -- What stands for the photo while it loads: https://evanw.github.io/thumbhash, in base 64.
    thumbhash text not null,
    sent_at timestamptz not null default now(),
    decided_at timestamptz,
    decided_by uuid references staff (id),
    refusal text,
    refusal_text text,
    check ((state = 'pending') = (decided_at is null)),
    check ((state = 'refused') = (refusal is not null))
);

create unique index photo_once on photo (member_id, state);
create index photo_pending on photo (sent_at, id) where state = 'pending';
create index photo_decided_by on photo (decided_by) where decided_by is not null;

-- Files that may be there and belong to no photo any more, or to none yet: deleted when due.
create table photo_leftover (
    photo_id uuid primary key,
    due_at timestamptz not null default now()
);

create index photo_leftover_due on photo_leftover (due_at);

-- However a photo ends, with its member too, its files are remembered until they are gone.
create function leave_photo_files() returns trigger
language plpgsql
as $$
begin
    insert into photo_leftover (photo_id) values (old.id) on conflict (photo_id) do update set due_at = now();
    return null;
end
$$;

create trigger photo_gone after delete on photo
for each row execute function leave_photo_files();
create trigger photo_refused after update of state on photo
for each row when (new.state = 'refused')
execute function leave_photo_files();

-- migrate:down

drop table photo_leftover;
drop table photo;
drop function leave_photo_files();
drop function face_version(member);
drop function photo_link(uuid);
drop function photo_signature(uuid, bigint);
drop function photo_period();
drop table photo_key;
