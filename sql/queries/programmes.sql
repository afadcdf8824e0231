-- name: programme_for
-- Where a newcomer lands: programme $2 when it is named, else the first of structure $1, else the first of all.
select
    programme.id,
    programme.structure_id,
    programme.code,
    programme.min_age,
    programme.max_age,
    structure.code as structure_code
from programme
join structure on structure.id = programme.structure_id
where ($1::text is null or structure.code = $1) and ($2::text is null or programme.code = $2)
order by programme.created_at, programme.id
limit 1;
