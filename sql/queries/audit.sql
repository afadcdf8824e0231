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
from audit_entry
join audit_seal on audit_seal.entry_id = audit_entry.id
left join audit_detail on audit_detail.entry_id = audit_entry.id
left join staff on staff.id = audit_entry.staff_id
where
    case
        when audit_entry.staff_id is null then exists (select from structure where id = $1 and parent_id is null)
        else staff.structure_id in (select structures_under($1))
    end
    and ($2::uuid is null or audit_entry.staff_id = $2)
    and ($3::text is null or audit_entry.act = $3)
    and ($4::text is null or audit_entry.subject_kind = $4)
    and ($5::uuid is null or audit_detail.subject_id = $5)
    and ($6::timestamptz is null or audit_entry.at >= $6)
    and ($7::timestamptz is null or audit_entry.at < $7)
    and ($8::timestamptz is null or (audit_entry.at, audit_entry.id) < ($8, $9::uuid))
order by audit_entry.at desc, audit_entry.id desc
limit $10;

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
