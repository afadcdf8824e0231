-- name: pass_new_card
-- The commonest swipe, in one statement: uid $1 passes card $2, never swiped by either; $3 is the phone's time.
with swiper as (
    select
        caller.id,
        caller.role,
        case caller.role when 'mentee' then caller.id else card.id end as mentee_id,
        case caller.role when 'mentor' then caller.id else card.id end as mentor_id
    from member as caller
    join member as card on card.id = $2 and card.role <> caller.role
    where caller.uid = $1 and may_meet(caller) and may_meet(card)
),
written as (
    insert into pair (mentee_id, mentor_id, mentee_verdict, mentee_swiped_at, mentor_verdict, mentor_swiped_at)
    select
        swiper.mentee_id,
        swiper.mentor_id,
        case swiper.role when 'mentee' then 'pass' end,
        case swiper.role when 'mentee' then now() end,
        case swiper.role when 'mentor' then 'pass' end,
        case swiper.role when 'mentor' then now() end
    from swiper
    join mentor on mentor.id = swiper.mentor_id and mentor.verified_at is not null
    where not exists (
        select from block
        where (blocker_id, blocked_id) in ((swiper.mentee_id, swiper.mentor_id), (swiper.mentor_id, swiper.mentee_id))
    )
    on conflict do nothing
    returning mentee_id
)
insert into swipe_log (member_id, card_id, verdict, position, terms, swiped_at)
select swiper.id, $2, 'pass', shown.place, deal.terms[shown.place * 4 - 3:shown.place * 4], $3
from written
cross join swiper
left join deal on deal.member_id = swiper.id
left join lateral (select array_position(deal.cards, $2) as place) as shown on true
returning id;
