-- name: add_cohort
-- Cohort $1 of structure $2 by staff $3: name $4, note $5; mentees of structure $6 and below, of programme $7, with one
-- of sectors $8, in territories $9, at most $10; or ($11) those who are named.
insert into cohort (
    id, structure_id, staff_id, name, note, mentees_of, programme_id, sectors, territories, most, named
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (id) do nothing
returning id;

-- name: name_mentees
-- Of members $2, the mentees in the scope of structure $3 are those of cohort $1; how many that is.
with named as (
    insert into cohort_mentee (cohort_id, mentee_id)
    select $1, mentee.id from mentee
    join member on member.id = mentee.id
    where mentee.id = any($2::uuid[]) and member.structure_id in (select structures_under($3))
    returning mentee_id
)
select count(*) from named;

-- name: structure_in_scope
-- Whether structure $2 is in the scope of structure $1.
select $2::uuid in (select structures_under($1));

-- name: programme_of_code
-- The programme of code $1.
select id from programme where code = $1;

-- name: cohorts
-- The cohorts in the scope of structure $1, newest first, before the cursor ($2 made_at, $3 id), $4 at most; $5: only this one.
select
    cohort.id,
    cohort.name,
    cohort.note,
    cohort.state,
    cohort.made_at,
    cohort.composed_at,
    cohort.sent_at,
    cohort.mentors,
    cohort.total,
    cohort.bound,
    tally.mentees,
    tally.paired,
    tally.remaining,
    tally.removed,
    tally.sent,
    tally.fallen
from cohort
cross join lateral (
    select
        count(*)::integer as mentees,
        (count(*) filter (where state = 'paired'))::integer as paired,
        (count(*) filter (where state = 'left'))::integer as remaining,
        (count(*) filter (where state = 'removed'))::integer as removed,
        (count(*) filter (where state = 'sent'))::integer as sent,
        (count(*) filter (where state = 'fallen'))::integer as fallen
    from cohort_mentee where cohort_mentee.cohort_id = cohort.id
) as tally
where
    cohort.structure_id in (select structures_under($1))
    and ($5::uuid is null or cohort.id = $5)
    and ($2::timestamptz is null or (cohort.made_at, cohort.id) < ($2, $3::uuid))
order by cohort.made_at desc, cohort.id desc
limit $4;

-- name: cohort_pairs
-- The mentees of cohort $1 after place $2, $3 at most, of state $4: whom each would be given, or why nobody.
with page as materialized (
    select mentee_id, mentor_id, place, state, why, worth, terms
    from cohort_mentee
    where
        cohort_id = $1
        and place > $2
        and case when $4::text is null then true else state = $4 end
    order by place
    limit $3
)
select
    page.place,
    page.state,
    page.why,
    page.worth,
    page.terms,
    one.id as mentee_id,
    one.first_name as mentee_first_name,
    one.last_name as mentee_last_name,
    other.id as mentor_id,
    other.first_name as mentor_first_name,
    other.last_name as mentor_last_name
from page
join member as one on one.id = page.mentee_id
left join member as other on other.id = page.mentor_id
order by page.place;

-- name: contested_mentors
-- Whom cohort $1 would take more seats of than there are, the dearest first, $2 at most.
select
    member.id,
    member.first_name,
    member.last_name,
    cohort_mentor.seats,
    cohort_mentor.wanted,
    cohort_mentor.price
from cohort_mentor
join member on member.id = cohort_mentor.mentor_id
where cohort_mentor.cohort_id = $1
order by cohort_mentor.price desc, member.id
limit $2;

-- name: lock_cohort
-- The state of cohort $2, if it is in the scope of structure $1; nobody else changes it until the transaction ends.
select state from cohort
where id = $2 and structure_id in (select structures_under($1))
for update;

-- name: pair_state_of
-- The state of mentee $2 in cohort $1.
select state from cohort_mentee where cohort_id = $1 and mentee_id = $2;

-- name: remove_pair
-- Mentee $2 of cohort $1 is not proposed.
update cohort_mentee set state = 'removed' where cohort_id = $1 and mentee_id = $2 and state = 'paired';

-- name: begin_sending
-- What stands of cohort $1 is sent from now on, by staff $2.
update cohort set state = 'sending', sent_by = $2 where id = $1;

-- name: forget_cohort
-- Cohort $1 is gone; what was proposed stays.
delete from cohort where id = $1;

-- name: purge_cohorts
-- Cohorts are forgotten after 90 days; what was proposed stays.
with forgotten as (
    delete from cohort where made_at < now() - interval '90 days' returning id
)
select count(*) from forgotten;

-- name: are_under_way
-- Whether there is anything to do for a cohort.
select exists (select from cohort where state in ('composing', 'sending'));

-- name: cohort_to_compose
-- The oldest cohort that has no mentors yet.
select id, structure_id from cohort where state = 'composing'
order by made_at
limit 1;

-- name: mentees_to_place
-- The mentees of cohort $1, as ranking reads them, who have waited longest first. Why one is left comes along for those
-- who were named; others who are not free are not in it.
select
    member.id,
    member.role,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    in_the_way.why
from cohort
join member on
    member.role = 'mentee'
    and member.structure_id in (select structures_under(cohort.mentees_of))
join mentee on mentee.id = member.id
join programme on programme.id = member.programme_id
cross join lateral (
    select
        case
            when not grown_up(member) then 'guardian-awaited'
            when not may_meet(member) then 'kept-apart'
            when member.paused_at is not null then 'mentee-paused'
            when programme.one_tandem_at_a_time and mentee.tandems_open > 0 then 'mentee-in-tandem'
            when mentee.requests_waiting >= 5 then 'mentee-waits'
            when exists (
                select from proposal where proposal.mentee_id = member.id and proposal.state = 'open'
            ) then 'already-proposed'
        end as why
) as in_the_way
where
    cohort.id = $1
    and case
        when cohort.named then exists (
            select from cohort_mentee
            where cohort_mentee.cohort_id = cohort.id and cohort_mentee.mentee_id = member.id
        )
        else
            in_the_way.why is null
            and (cohort.programme_id is null or member.programme_id = cohort.programme_id)
            and (cohort.sectors = '{}' or member.sectors && cohort.sectors)
            and (
                cohort.territories = '{}'
                or exists (
                    select from unnest(cohort.territories) as territory
                    where starts_with(member.area_code, territory)
                )
            )
    end
order by mentee.waiting_since, member.id
limit (select most from cohort where id = $1);

-- name: mentors_to_give
-- The mentors in the scope of structure $1 with a seat that no open proposal may take, as ranking reads them.
select
    market.id, market.rank, market.area_code, market.sectors, market.goals, market.modalities, market.languages,
    market.availability, market.eligible, market.shown_at, market.waiting, market.seats_free, market.yes_weight,
    market.answer_weight, market.answered_at, market.last_seen_at, market.seats_free - promised.seats as seats
from market_mentor as market
join member on member.id = market.id
cross join lateral (
    select count(*)::integer as seats from proposal where proposal.mentor_id = market.id and proposal.state = 'open'
) as promised
where
    member.structure_id in (select structures_under($1))
    and market.eligible
    and market.seats_free > promised.seats
order by market.rank;

-- name: platform_answers
-- All the answers that mentors gave, and the yeses among them, each as much as it weighs today.
select
    coalesce(sum(least(yes_weight, answer_weight) * weight_left(answered_at)), 0)::double precision as yes,
    coalesce(sum(answer_weight * weight_left(answered_at)), 0)::double precision as answers
from mentor;

-- name: not_again
-- Whom staff do not propose to mentees $1 by the dozen: blocked, passed lately, asked or answered lately, proposed
-- lately, or ever in a tandem with them.
select
    apart.mentee_id,
    array_agg(apart.mentor_id) as mentors
from (
    select
        block.blocker_id as mentee_id,
        block.blocked_id as mentor_id
    from unnest($1::uuid[]) as asked (id)
    join block on block.blocker_id = asked.id
    union all
    select
        block.blocked_id,
        block.blocker_id
    from unnest($1::uuid[]) as asked (id)
    join block on block.blocked_id = asked.id
    union all
    select
        pair.mentee_id,
        pair.mentor_id
    from unnest($1::uuid[]) as asked (id)
    join pair on pair.mentee_id = asked.id
    where
        (pair.mentee_verdict = 'pass' and pair.mentee_swiped_at >= now() - interval '30 days')
        or (pair.mentor_verdict = 'pass' and pair.mentor_swiped_at >= now() - interval '30 days')
    union all
    select
        request.mentee_id,
        request.mentor_id
    from unnest($1::uuid[]) as asked (id)
    join request on request.mentee_id = asked.id
    where
        request.state = 'waiting'
        or (not request.undone and closed_lately(request.state, request.closed_at))
    union all
    select
        tandem.mentee_id,
        tandem.mentor_id
    from unnest($1::uuid[]) as asked (id)
    join tandem on tandem.mentee_id = asked.id
    union all
    select
        proposal.mentee_id,
        proposal.mentor_id
    from unnest($1::uuid[]) as asked (id)
    join proposal on proposal.mentee_id = asked.id
    where proposal.state in ('declined', 'expired') and closed_lately(proposal.state, proposal.closed_at)
) as apart
group by apart.mentee_id;

-- name: settle_composed
-- Cohort $1 has its preview: $2 mentors had a seat, all that is given is worth $3, and no other assignment exceeds $4.
-- Nothing when it has one already.
update cohort set state = 'composed', composed_at = now(), mentors = $2, total = $3, bound = $4
where id = $1 and state = 'composing'
returning id;

-- name: note_mentees
-- What was found for the mentees of cohort $1: JSON $2. Who was erased meanwhile is left out.
insert into cohort_mentee (cohort_id, mentee_id, mentor_id, place, state, why, worth, terms)
select $1, mentee.id, mentor.id, found.place, found.state, found.why, found.worth, found.terms
from jsonb_to_recordset($2::jsonb) as found (
    mentee_id uuid, mentor_id uuid, place integer, state text, why text, worth double precision,
    terms double precision[]
)
join mentee on mentee.id = found.mentee_id
left join mentor on mentor.id = found.mentor_id
on conflict (cohort_id, mentee_id) do update set
    mentor_id = excluded.mentor_id,
    place = excluded.place,
    state = excluded.state,
    why = excluded.why,
    worth = excluded.worth,
    terms = excluded.terms;

-- name: note_mentors
-- The contested mentors of cohort $1: JSON $2.
insert into cohort_mentor (cohort_id, mentor_id, seats, wanted, price)
select $1, mentor.id, found.seats, found.wanted, found.price
from jsonb_to_recordset($2::jsonb) as found (
    mentor_id uuid, seats integer, wanted integer, price double precision
)
join mentor on mentor.id = found.mentor_id;

-- name: lock_cohort_to_send
-- The oldest cohort that is being sent, unless another worker is at it.
select id, structure_id, sent_by, note from cohort
where state = 'sending'
order by made_at
for update skip locked
limit 1;

-- name: pairs_to_send
-- The first $2 pairs of cohort $1 that stand.
select mentee_id, mentor_id from cohort_mentee
where cohort_id = $1 and state = 'paired'
order by mentee_id
limit $2;

-- name: note_sent
-- Of cohort $1, mentees $2 have been proposed their mentor; or not, for the reasons $3.
update cohort_mentee set
    state = case when told.why is null then 'sent' else 'fallen' end,
    why = told.why
from unnest($2::uuid[], $3::text[]) as told (mentee_id, why)
where cohort_mentee.cohort_id = $1 and cohort_mentee.mentee_id = told.mentee_id;

-- name: settle_sent
-- All of cohort $1 is sent.
update cohort set state = 'sent', sent_at = now() where id = $1;
