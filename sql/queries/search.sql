-- name: find_members
-- The members in the scope of structure $1 of whom a key of kind $2 begins with $3 (plain), in the order of their keys,
-- after the cursor ($4 key, $5 id), $6 at most; of role $7, in state $8, of the structure with code $9, if those are given.
-- Keys alone tell which members are on the page: only those are looked at. `offset 0` keeps a look at one mentor from
-- becoming a list of all.
with scope as materialized (
    select structure.id, structure.code
    from structures_under($1) as under (id)
    join structure using (id)
    where $9::text is null or structure.code = $9
),
in_state as materialized (
    select id from mentor where $8::text = 'unverified' and verified_at is null
    union all
    select id from member where $8 = 'paused' and paused_at is not null
    union all
    select id from member where $8 = 'hidden' and hidden_at is not null
    union all
    select id from member where $8 = 'suspended' and suspended_at is not null
),
page as materialized (
    select found.key, found.member_id, found.code
    from (
        select beginning.key, beginning.member_id, scope.code
        from scope
        cross join lateral (
            select search_key.key, search_key.member_id
            from search_key
            where
                ($3 <> '' or $8 is null)
                and search_key.structure_id = scope.id
                and search_key.kind = $2
                -- One bound from below: of two, an index may begin at the lower.
                and (search_key.key, search_key.member_id)
                > (greatest($3, $4::text collate "C"), coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'))
                and search_key.key < $3 || chr(1114111)
                and ($8 is null or search_key.member_id in (select id from in_state))
                and (
                    $7::text is null
                    or ($7 = 'mentor') = exists (select from mentor where mentor.id = search_key.member_id offset 0)
                )
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
        ) as beginning
        union all
        -- A state without a beginning: few are in one.
        select first.key, in_state.id, home.code
        from in_state
        cross join lateral (
            select search_key.key, search_key.structure_id
            from search_key
            where search_key.member_id = in_state.id and search_key.kind = $2
            order by search_key.key
            limit 1
        ) as first
        cross join lateral (select scope.code from scope where scope.id = first.structure_id limit 1) as home
        where
            $3 = ''
            and (first.key, in_state.id)
            > (coalesce($4::text, ''), coalesce($5::uuid, '00000000-0000-0000-0000-000000000000'))
            and (
                $7::text is null
                or ($7 = 'mentor') = exists (select from mentor where mentor.id = in_state.id offset 0)
            )
    ) as found
    order by found.key, found.member_id
    limit $6
)
select
    page.key,
    member.id,
    member.role,
    member.first_name,
    member.last_name,
    member.phone,
    member.area_code,
    page.code as structure_code,
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
from page
join member on member.id = page.member_id
left join mentor on mentor.id = member.id
order by page.key, member.id;

-- name: find_companies
-- The companies in the scope of structure $1 of which a key of kind $2 begins with $3, by name, after the cursor ($4 key, $5 id
-- of the first of its mentors), $6 at most, and how many mentors each has there.
with company as (
    select
        mentor.company_name as name,
        mentor.company_siret as siret,
        count(distinct mentor.id)::integer as mentors,
        count(distinct mentor.id) filter (where mentor.verified_at is not null)::integer as verified,
        coalesce(plain(mentor.company_name), '') collate "C" as key,
        (array_agg(mentor.id order by mentor.id))[1] as first_id
    from search_key
    join mentor on mentor.id = search_key.member_id
    where
        search_key.structure_id in (select structures_under($1))
        and search_key.kind = $2
        and search_key.key >= $3
        and search_key.key < $3 || chr(1114111)
    group by mentor.company_name, mentor.company_siret
)
select name, siret, mentors, verified, key, first_id
from company
where $4::text is null or (key, first_id) > ($4, $5::uuid)
order by key, first_id
limit $6;

-- name: find_tandems
-- The tandems in the scope of structure $1, newest first, before the cursor ($2 formed_at, $3 id), $4 at most; in state $5, of member $6,
-- of a member whose name begins with $7 (plain), if those are given. Where $8 members or fewer are named so, or are in
-- the scope, it looks at their tandems, otherwise at all of them until there are enough.
with scope as materialized (select structures_under($1) as id),
named as materialized (
    select search_key.member_id
    from scope
    join search_key on search_key.structure_id = scope.id
    where search_key.kind = 'name' and search_key.key >= $7::text and search_key.key < $7 || chr(1114111)
    limit $8 + 1
),
near as materialized (
    select scope.id
    from scope
    join member on member.structure_id = scope.id
    where $6::uuid is null
    limit $8 + 1
),
way as materialized (
    select case
        when $6 is not null then 'member'
        when $7 is not null and (select count(*) from named) <= $8 then 'named'
        when (select count(*) from near) <= $8 then 'near'
        else 'all'
    end as of
),
whose as materialized (
    select $6::uuid as id where (select of from way) = 'member'
    union
    select member_id from named where (select of from way) = 'named'
    union
    select theirs.id
    from scope
    cross join lateral (select member.id from member where member.structure_id = scope.id offset 0) as theirs
    where (select of from way) = 'near'
),
page as materialized (
    select found.id, found.formed_at
    from (
        (
            select tandem.id, tandem.formed_at
            from tandem
            where
                (select of from way) = 'all'
                and (tandem.formed_at, tandem.id)
                < (coalesce($2::timestamptz, 'infinity'), coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
                and ($5::text is null or tandem.state = $5)
                -- A tandem is its mentee's structure's.
                and (select structure_id from member where member.id = tandem.mentee_id) = any(array(select id from scope))
                and (
                    $7 is null
                    or exists (
                        select from search_key
                        where
                            search_key.member_id in (tandem.mentee_id, tandem.mentor_id)
                            and search_key.kind = 'name'
                            and search_key.key >= $7
                            and search_key.key < $7 || chr(1114111)
                            and search_key.structure_id = any(array(select id from scope))
                    )
                )
            order by tandem.formed_at desc, tandem.id desc
            limit $4
        )
        union
        (
            select theirs.id, theirs.formed_at
            from whose
            cross join lateral (
                select id, mentee_id, mentor_id, state, formed_at from tandem where tandem.mentee_id = whose.id
                union all
                select id, mentee_id, mentor_id, state, formed_at from tandem where tandem.mentor_id = whose.id
            ) as theirs
            where
                (theirs.formed_at, theirs.id)
                < (coalesce($2, 'infinity'), coalesce($3, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
                and ($5 is null or theirs.state = $5)
                and (select structure_id from member where member.id = theirs.mentee_id) = any(array(select id from scope))
                and (
                    $7 is null
                    or exists (
                        select from search_key
                        where
                            search_key.member_id in (theirs.mentee_id, theirs.mentor_id)
                            and search_key.kind = 'name'
                            and search_key.key >= $7
                            and search_key.key < $7 || chr(1114111)
                            and search_key.structure_id = any(array(select id from scope))
                    )
                )
        )
    ) as found
    order by found.formed_at desc, found.id desc
    limit $4
)
select
    shown.id,
    shown.state,
    shown.formed_at,
    shown.closed_at,
    shown.closed_reason,
    shown.programme_code,
    shown.mentee_id,
    shown.mentee_first_name,
    shown.mentee_last_name,
    shown.mentor_id,
    shown.mentor_first_name,
    shown.mentor_last_name
from page
-- One at a time: a plan for any page would join whole tables.
cross join lateral (
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
    where tandem.id = page.id
    limit 1
) as shown
order by shown.formed_at desc, shown.id desc;
