-- migrate:up

-- What staff did or read: who, when, what act on what kind of thing. Only ever added to. `digest` stands for the
-- detail, so that the chain still holds once a detail was erased with the member whom it concerns.
create table audit_entry (
    id uuid primary key default uuid_v7(),
    at timestamptz not null default clock_timestamp(),
    -- Null: the command line, or erasure.
    staff_id uuid references staff (id),
    act text not null,
    subject_kind text not null,
    digest bytea not null
);

create index audit_entry_at on audit_entry (at, id);
create index audit_entry_staff on audit_entry (staff_id, at, id);

-- On whom or what exactly, why, and what changed. The salt keeps a digest from being guessed back.
create table audit_detail (
    entry_id uuid primary key references audit_entry (id),
    salt uuid not null,
    subject_id uuid,
    -- Members at whose erasure the detail goes.
    about uuid[] not null,
    why text,
    before jsonb,
    after jsonb
);

create index audit_detail_subject on audit_detail (subject_id);
create index audit_detail_about on audit_detail using gin (about);

-- The chain: each hash is over the one before and over its entry.
create table audit_seal (
    sequence bigint primary key,
    entry_id uuid not null unique references audit_entry (id),
    hash bytea not null
);

-- The last link, kept apart, so that a tail cut off is missed.
create table audit_head (
    single boolean primary key default true check (single),
    sequence bigint not null,
    hash bytea not null
);

insert into audit_head (sequence, hash) values (0, sha256(''));

-- The one place that seals. It runs at commit, when the transaction asks for no other lock any more: whoever comes
-- second waits for the head, and sees the first one's link. As its owner: the application may not write the chain.
create function seal_audit() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    head audit_head;
begin
    select audit_head.* into head from audit_head for update;
    head.sequence := head.sequence + 1;
    head.hash := sha256(head.hash || convert_to(
        jsonb_build_array(
            head.sequence, new.id, (extract(epoch from new.at) * 1000000)::bigint, new.staff_id, new.act,
            new.subject_kind, encode(new.digest, 'hex')
        )::text,
        'UTF8'
    ));
    insert into audit_seal (sequence, entry_id, hash) values (head.sequence, new.id, head.hash);
    update audit_head set sequence = head.sequence, hash = head.hash;
    return null;
end
$$;

create constraint trigger audit_entry_seal after insert on audit_entry
deferrable initially deferred
for each row execute function seal_audit();

create function refuse_change() returns trigger
language plpgsql
as $$
begin
    if tg_table_name = 'audit_detail' and tg_op = 'DELETE' and current_setting('tandem.forgetting', true) = 'on' then
        return null;
    end if;
    raise exception 'the audit log is only ever added to' using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_entry_stays before update or delete or truncate on audit_entry
for each statement execute function refuse_change();
create trigger audit_detail_stays before update or delete or truncate on audit_detail
for each statement execute function refuse_change();
create trigger audit_seal_stays before update or delete or truncate on audit_seal
for each statement execute function refuse_change();

-- What staff did stays; on whom, why and what was said goes with the member, and an entry says of which entries.
create function forget_in_audit() returns trigger
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    forgotten uuid[];
    detail audit_detail;
begin
    select array_agg(entry_id order by entry_id) into forgotten from audit_detail where about @> array[old.id];
    if forgotten is null then
        return null;
    end if;
    detail.entry_id := uuid_v7();
    detail.salt := gen_random_uuid();
    detail.about := '{}';
    detail.after := jsonb_build_object('entries', forgotten);
    insert into audit_entry (id, act, subject_kind, digest) values (
        detail.entry_id, 'forget', 'audit', sha256(convert_to(
            jsonb_build_array(
                detail.salt, detail.subject_id, detail.about, detail.why, detail.before, detail.after
            )::text,
            'UTF8'
        ))
    );
    insert into audit_detail select detail.*;
    perform set_config('tandem.forgetting', 'on', true);
    delete from audit_detail where entry_id = any(forgotten);
    perform set_config('tandem.forgetting', 'off', true);
    return null;
end
$$;

create trigger member_forget after delete on member
for each row execute function forget_in_audit();

-- migrate:down

drop trigger member_forget on member;
drop function forget_in_audit();
drop table audit_head;
drop table audit_seal;
drop table audit_detail;
drop table audit_entry;
drop function refuse_change();
drop function seal_audit();
