-- name: lock_pair
-- Locks the mentee of the pair that uid $1 and card $2 make, and says whether the rules let the two meet.
select
    mentee.id as mentee_id,
    mentor.id as mentor_id,
    caller.role,
    mentee.requests_waiting,
    mentee.tandems_open,
    member_of_mentor.paused_at is not null as mentor_paused,
    programme.id as programme_id,
    programme.one_tandem_at_a_time as exclusive,
    may_meet(caller)
    and may_meet(card)
    and mentor.verified_at is not null
    and (mentor.trained_at is not null or not gate.training_required) as may_meet
from member as caller
join member as card on card.id = $2 and card.role <> caller.role
join mentee on mentee.id = case caller.role when 'mentee' then caller.id else card.id end
join mentor on mentor.id = case caller.role when 'mentor' then caller.id else card.id end
join member as member_of_mentee on member_of_mentee.id = mentee.id
join member as member_of_mentor on member_of_mentor.id = mentor.id
join programme on programme.id = member_of_mentee.programme_id
join programme as gate on gate.id = member_of_mentor.programme_id
where caller.uid = $1
for no key update of mentee;

-- name: record_verdict
-- Of mentee $1 and mentor $2, the one of role $3 says $4 of the other ($5: the phone's time). Nothing when one has
-- blocked the other; otherwise the pair as it now is, with its open tandem and its latest request.
with swiper as (
    select
        case $3 when 'mentee' then $1::uuid else $2::uuid end as id,
        case $3 when 'mentee' then $2::uuid else $1::uuid end as card_id
),
before as (
    select case $3 when 'mentee' then mentee_verdict else mentor_verdict end as verdict
    from pair where mentee_id = $1 and mentor_id = $2
),
written as (
    insert into pair (mentee_id, mentor_id, mentee_verdict, mentee_swiped_at, mentor_verdict, mentor_swiped_at)
    select
        $1,
        $2,
        case $3 when 'mentee' then $4 end,
        case $3 when 'mentee' then now() end,
        case $3 when 'mentor' then $4 end,
        case $3 when 'mentor' then now() end
    where not exists (select from block where (blocker_id, blocked_id) in (($1, $2), ($2, $1)))
    on conflict (mentee_id, mentor_id) do update set
        mentee_verdict = coalesce(excluded.mentee_verdict, pair.mentee_verdict),
        mentee_swiped_at = case
            when excluded.mentee_verdict is distinct from pair.mentee_verdict and excluded.mentee_verdict is not null
                then excluded.mentee_swiped_at
            else pair.mentee_swiped_at
        end,
        mentor_verdict = coalesce(excluded.mentor_verdict, pair.mentor_verdict),
        mentor_swiped_at = case
            when excluded.mentor_verdict is distinct from pair.mentor_verdict and excluded.mentor_verdict is not null
                then excluded.mentor_swiped_at
            else pair.mentor_swiped_at
        end
    returning mentee_verdict, mentor_verdict
),
logged as (
    insert into swipe_log (member_id, card_id, verdict, position, terms, randomised, swiped_at)
    select swiper.id, swiper.card_id, $4, shown.place, deal.terms[shown.place * 4 - 3:shown.place * 4],
    coalesce(deal.randomised[shown.place], false), $5
    from written
    cross join swiper
    left join deal on deal.member_id = swiper.id
    left join lateral (select array_position(deal.cards, swiper.card_id) as place) as shown on true
    where not exists (select from before where verdict = $4)
)
select
    written.mentee_verdict,
    written.mentor_verdict,
    tandem.id as tandem_id,
    request.id as request_id,
    request.state as request_state,
    request.opened_at,
    coalesce(request.undone, false) as undone,
    coalesce(
        request.closed_at
        > now() - case request.state when 'refused' then interval '180 days' else interval '30 days' end,
        false
    ) as closed_lately
from written
left join tandem on tandem.mentee_id = $1 and tandem.mentor_id = $2 and tandem.state <> 'closed'
left join lateral (
    select id, state, opened_at, closed_at, undone
    from request where mentee_id = $1 and mentor_id = $2
    order by sent_at desc limit 1
) as request on true;

-- name: pair_state
-- The pair of mentee $1 and mentor $2 as it is, with its open tandem and its latest request; nothing when one has
-- blocked the other.
select
    pair.mentee_verdict,
    pair.mentor_verdict,
    tandem.id as tandem_id,
    request.id as request_id,
    request.state as request_state,
    request.opened_at,
    coalesce(request.undone, false) as undone,
    false as closed_lately
from (values ($1::uuid, $2::uuid)) as asked (mentee_id, mentor_id)
left join pair on pair.mentee_id = $1 and pair.mentor_id = $2
left join tandem on tandem.mentee_id = $1 and tandem.mentor_id = $2 and tandem.state <> 'closed'
left join lateral (
    select id, state, opened_at, closed_at, undone
    from request where mentee_id = $1 and mentor_id = $2
    order by sent_at desc limit 1
) as request on true
where not exists (select from block where (blocker_id, blocked_id) in (($1, $2), ($2, $1)));

-- name: forget_verdict
-- As if, of mentee $1 and mentor $2, the one of role $3 had never swiped the other.
with forgotten as (
    update pair
    set
        mentee_verdict = case $3 when 'mentee' then null else mentee_verdict end,
        mentee_swiped_at = case $3 when 'mentee' then null else mentee_swiped_at end,
        mentor_verdict = case $3 when 'mentor' then null else mentor_verdict end,
        mentor_swiped_at = case $3 when 'mentor' then null else mentor_swiped_at end
    where
        mentee_id = $1
        and mentor_id = $2
        and case $3 when 'mentee' then mentee_verdict else mentor_verdict end is not null
    returning mentee_id
)
insert into swipe_log (member_id, card_id, verdict)
select
    case $3 when 'mentee' then $1::uuid else $2::uuid end,
    case $3 when 'mentee' then $2::uuid else $1::uuid end,
    'undo'
from forgotten;
