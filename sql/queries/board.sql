-- name: cases
-- What is at risk in the scope of structure $1, oldest first, after the cursor ($2 since, $3 subject), $4 at most; of kind $5, picked up
-- by staff $6, if given; $7: only this subject. What was closed shows again only when the sign is newer than that.
with page as materialized (
    select
        at_risk.kind,
        at_risk.subject_id,
        at_risk.since,
        at_risk.signs,
        at_risk.structure_id,
        at_risk.mentee_id,
        at_risk.mentor_id,
        case when care.closed_at is null then care.picked_up_at end as picked_up_at,
        case when care.closed_at is null then care.picked_up_by end as picked_up_by
    from at_risk
    left join care on care.kind = at_risk.kind and care.subject_id = at_risk.subject_id
    where
        at_risk.structure_id = any(array(select structures_under($1)))
        and ($5::text is null or at_risk.kind = $5)
        and ($6::uuid is null or (care.picked_up_by = $6 and care.closed_at is null))
        and ($7::uuid is null or at_risk.subject_id = $7)
        and ($2::timestamptz is null or (at_risk.since, at_risk.subject_id) > ($2, $3::uuid))
        and (care.closed_at is null or care.closed_at < at_risk.since)
    order by at_risk.since, at_risk.subject_id
    limit $4
)
select
    page.kind,
    page.subject_id,
    page.since,
    page.signs,
    page.structure_id,
    structure.code as structure_code,
    page.mentee_id,
    mentee.first_name || ' ' || mentee.last_name as mentee_name,
    page.mentor_id,
    mentor.first_name || ' ' || mentor.last_name as mentor_name,
    page.picked_up_at,
    staff.display_name as picked_up_by
from page
join structure on structure.id = page.structure_id
left join member as mentee on mentee.id = page.mentee_id
left join member as mentor on mentor.id = page.mentor_id
left join staff on staff.id = page.picked_up_by
order by page.since, page.subject_id;

-- name: count_cases
-- How much is at risk in the scope of structure $1, by kind, and how much of it nobody has picked up.
select
    at_risk.kind,
    count(*)::integer as cases,
    (count(*) filter (where care.picked_up_at is null or care.closed_at is not null))::integer as unattended
from at_risk
left join care on care.kind = at_risk.kind and care.subject_id = at_risk.subject_id
where
    at_risk.structure_id = any(array(select structures_under($1)))
    and (care.closed_at is null or care.closed_at < at_risk.since)
group by at_risk.kind
order by at_risk.kind;

-- name: pick_up
-- Case $1 $2 of structure $3 is staff $4's, if nobody has it; whose it is now.
insert into care (kind, subject_id, structure_id, picked_up_by, picked_up_at)
values ($1, $2, $3, $4, now())
on conflict (kind, subject_id) do update set
    picked_up_by = case when care.closed_at is null then care.picked_up_by else excluded.picked_up_by end,
    picked_up_at = case when care.closed_at is null then care.picked_up_at else excluded.picked_up_at end,
    closed_by = null,
    closed_at = null,
    done = null
returning picked_up_by;

-- name: close_case
-- Case $1 $2 of structure $3 is closed by staff $4, who did $5.
insert into care (kind, subject_id, structure_id, picked_up_by, picked_up_at, closed_by, closed_at, done)
values ($1, $2, $3, $4, now(), $4, now(), $5)
on conflict (kind, subject_id) do update set
    closed_by = excluded.closed_by, closed_at = excluded.closed_at, done = excluded.done;
