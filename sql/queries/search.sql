-- name: find_members
-- The members in the scope of structure $1 of whom a key of kind $2 begins with $3 (plain), in the order of their keys,
-- after the cursor ($4 key, $5 id), $6 at most; of role $7, in state $8, of the structure with code $9, if those are given.
with scope as (
    select structure.id, structure.code
    from structures_under($1) as under (id)
    join structure using (id)
    where $9::text is null or structure.code = $9
)
select
    found.key,
    member.id,
    member.role,
    member.first_name,
    member.last_name,
    member.phone,
    member.area_code,
    scope.code as structure_code,
    mentor.job_title,
    mentor.company_name,
    mentor.company_siret,
    mentor.capacity::integer as capacity,
    mentor.seats_taken::integer as seats_taken,
    mentor.verified_at,
    member.paused_at,
    member.hidden_at,
    member.suspended_at,
    member.created_at,
    member.last_seen_at
from scope
cross join lateral (
    select search_key.key, search_key.member_id
    from search_key
    join member on member.id = search_key.member_id
    left join mentor on mentor.id = member.id
    where
        search_key.structure_id = scope.id
        and search_key.kind = $2
        and search_key.key >= $3
        and search_key.key < $3 || chr(1114111)
        and ($4::text is null or (search_key.key, search_key.member_id) > ($4, $5::uuid))
        and ($7::text is null or member.role = $7)
        and case $8::text
            when 'unverified' then mentor.verified_at is null and member.role = 'mentor'
            when 'paused' then member.paused_at is not null
            when 'hidden' then member.hidden_at is not null
            when 'suspended' then member.suspended_at is not null
            else true
        end
        -- Each member once, at the first of their keys.
        and not exists (
            select from search_key as earlier
            where
                earlier.member_id = search_key.member_id
                and earlier.kind = $2
                and earlier.key >= $3
                and earlier.key < search_key.key
        )
    order by search_key.key, search_key.member_id
    limit $6
) as found
join member on member.id = found.member_id
left join mentor on mentor.id = member.id
order by found.key, member.id
limit $6;

-- name: find_companies
-- The companies in the scope of structure $1 of which a key of kind $2 begins with $3, by name, $4 at most, and how many mentors
-- each has there.
select
    mentor.company_name as name,
    mentor.company_siret as siret,
    count(distinct mentor.id)::integer as mentors,
    count(distinct mentor.id) filter (where mentor.verified_at is not null)::integer as verified
from search_key
join mentor on mentor.id = search_key.member_id
where
    search_key.structure_id in (select structures_under($1))
    and search_key.kind = $2
    and search_key.key >= $3
    and search_key.key < $3 || chr(1114111)
group by mentor.company_name, mentor.company_siret
order by mentor.company_name, mentor.company_siret
limit $4;

-- name: find_tandems
-- The tandems in the scope of structure $1, newest first, before the cursor ($2 formed_at, $3 id), $4 at most; in state $5, of member $6,
-- of a member whose name begins with $7 (plain), if those are given.
with scope as (select structures_under($1) as id),
named as (
    select distinct search_key.member_id
    from search_key
    where
        search_key.structure_id in (select id from scope)
        and search_key.kind = 'name'
        and search_key.key >= $7::text
        and search_key.key < $7 || chr(1114111)
)
select
    tandem.id,
    tandem.state,
    tandem.formed_at,
    tandem.closed_at,
    tandem.closed_reason,
    programme.code as programme_code,
    tandem.mentee_id,
    mentee.first_name as mentee_first_name,
    mentee.last_name as mentee_last_name,
    tandem.mentor_id,
    mentor.first_name as mentor_first_name,
    mentor.last_name as mentor_last_name
from tandem
join programme on programme.id = tandem.programme_id
join member as mentee on mentee.id = tandem.mentee_id
join member as mentor on mentor.id = tandem.mentor_id
where
    -- A tandem is its mentee's structure's.
    mentee.structure_id in (select id from scope)
    and ($5::text is null or tandem.state = $5)
    and ($6::uuid is null or $6 in (tandem.mentee_id, tandem.mentor_id))
    and ($7 is null or tandem.mentee_id in (table named) or tandem.mentor_id in (table named))
    and ($2::timestamptz is null or (tandem.formed_at, tandem.id) < ($2, $3::uuid))
order by tandem.formed_at desc, tandem.id desc
limit $4;
