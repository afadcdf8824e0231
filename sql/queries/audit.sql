-- name: record
-- Staff $1 did act $2 to a thing of kind $3, id $4, which concerns the members $5: why ($6), what was before ($7) and
-- after ($8). The digest, over the salted detail, is what the chain seals.
with detail as materialized (
    select
        gen_random_uuid() as salt,
        $4::uuid as subject_id,
        $5::uuid[] as about,
        $6::text as why,
        $7::jsonb as before,
        $8::jsonb as after
),
entry as (
    insert into audit_entry (staff_id, act, subject_kind, digest)
    select
        $1, $2, $3,
        sha256(convert_to(jsonb_build_array(salt, subject_id, about, why, before, after)::text, 'UTF8'))
    from detail
    returning id
)
insert into audit_detail (entry_id, salt, subject_id, about, why, before, after)
select entry.id, salt, subject_id, about, why, before, after from entry, detail;

-- name: entries
-- What the staff of structure $1 and below did and read, newest first: by staff $2, act $3, kind of thing $4, thing $5,
-- from $6 to before $7, each if given; before the cursor ($8 at, $9 id), $10 at most. What no staff did, only the top sees.
-- Each of the staff has their own newest entries looked up: those of a few are soon found among those of all.
with scope as materialized (
    select id from staff where structure_id in (select structures_under($1)) and ($2::uuid is null or id = $2)
),
top as materialized (
    select from structure where id = $1 and parent_id is null and $2::uuid is null
),
bounds as materialized (
    select
        coalesce($6::timestamptz, '-infinity') as since,
        coalesce($7::timestamptz, 'infinity') as until,
        coalesce($8::timestamptz, 'infinity') as before_at,
        coalesce($9::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') as before_id
),
found as (
    select newest.id, newest.at
    from bounds
    cross join scope
    cross join lateral (
        (
            select id, at from audit_entry
            where
                $3::text is null and $4::text is null and $5::uuid is null
                and staff_id = scope.id
                and (at, id) < (bounds.before_at, bounds.before_id) and at >= bounds.since and at < bounds.until
            order by at desc, id desc
            limit $10
        )
        union all
        (
            select id, at from audit_entry
            where
                $5 is null
                and staff_id = scope.id
                and act = $3
                and ($4 is null or subject_kind = $4)
                and (at, id) < (bounds.before_at, bounds.before_id) and at >= bounds.since and at < bounds.until
            order by at desc, id desc
            limit $10
        )
        union all
        (
            select id, at from audit_entry
            where
                $3 is null and $5 is null
                and staff_id = scope.id
                and subject_kind = $4
                and (at, id) < (bounds.before_at, bounds.before_id) and at >= bounds.since and at < bounds.until
            order by at desc, id desc
            limit $10
        )
    ) as newest
    union all
    select nobodys.id, nobodys.at
    from bounds
    cross join top
    cross join lateral (
        select id, at from audit_entry
        where
            $5 is null
            and staff_id is null
            and ($3 is null or act = $3)
            and ($4 is null or subject_kind = $4)
            and (at, id) < (bounds.before_at, bounds.before_id) and at >= bounds.since and at < bounds.until
        order by at desc, id desc
        limit $10
    ) as nobodys
    union all
    (
        select audit_entry.id, audit_entry.at
        from bounds
        cross join audit_detail
        join audit_entry on audit_entry.id = audit_detail.entry_id
        where
            audit_detail.subject_id = $5
            and (
                audit_entry.staff_id in (select id from scope)
                or (audit_entry.staff_id is null and exists (select from top))
            )
            and ($3 is null or act = $3)
            and ($4 is null or subject_kind = $4)
            and (at, id) < (before_at, before_id) and at >= since and at < until
    )
),
page as materialized (
    select id, at from found order by at desc, id desc limit $10
)
select
    audit_entry.id,
    audit_seal.sequence,
    audit_entry.at,
    audit_entry.staff_id,
    staff.display_name as staff_name,
    audit_entry.act,
    audit_entry.subject_kind,
    audit_detail.subject_id,
    audit_detail.why,
    audit_detail.before,
    audit_detail.after,
    audit_detail.entry_id is null as forgotten
from page
join audit_entry on audit_entry.id = page.id
join audit_seal on audit_seal.entry_id = page.id
left join audit_detail on audit_detail.entry_id = page.id
left join staff on staff.id = audit_entry.staff_id
order by audit_entry.at desc, audit_entry.id desc;

-- name: links
-- The chain after link $1, in order, $2 at most, with what is there of each entry.
select
    audit_seal.sequence,
    audit_seal.entry_id,
    audit_seal.hash,
    audit_entry.id is not null as there,
    (extract(epoch from audit_entry.at) * 1000000)::bigint as microseconds,
    audit_entry.staff_id,
    staff.display_name as staff_name,
    audit_entry.act,
    audit_entry.subject_kind,
    audit_entry.digest,
    case when audit_detail.entry_id is not null then jsonb_build_array(
        audit_detail.salt, audit_detail.subject_id, audit_detail.about, audit_detail.why, audit_detail.before,
        audit_detail.after
    )::text end as detail
from audit_seal
left join audit_entry on audit_entry.id = audit_seal.entry_id
left join audit_detail on audit_detail.entry_id = audit_seal.entry_id
left join staff on staff.id = audit_entry.staff_id
where audit_seal.sequence > $1
order by audit_seal.sequence
limit $2;

-- name: head
-- The last link, as it is noted apart from the chain.
select sequence, hash from audit_head;

-- name: count_unsealed
-- How many entries the chain does not know.
select count(*) from audit_entry
where not exists (select from audit_seal where audit_seal.entry_id = audit_entry.id);
