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
insert into swipe_log (member_id, card_id, verdict, position, terms, randomised, swiped_at)
select swiper.id, $2, 'pass', shown.place, deal.terms[shown.place * 4 - 3:shown.place * 4],
    coalesce(deal.randomised[shown.place], false), $3
from written
cross join swiper
left join deal on deal.member_id = swiper.id
left join lateral (select array_position(deal.cards, $2) as place) as shown on true
returning id;

-- name: ask_new_card
-- The commonest like, in one statement: mentee of uid $1 asks mentor $2, never swiped by either, with message $3 ($4:
-- the phone's time), when fewer than $5 requests wait; the mentor is told (good for $6). What happens only behind the
-- mentee's lock may be younger than this statement's view of the other tables: a mentee changed meanwhile asks nothing.
with asker as (
    select mentee.id as mentee_id, mentor.id as mentor_id
    from member as caller
    join mentee on mentee.id = caller.id
    join programme on programme.id = caller.programme_id
    join member as card on card.id = $2
    join mentor on mentor.id = card.id
    join programme as gate on gate.id = card.programme_id
    where
        caller.uid = $1
        and may_meet(caller)
        and may_meet(card)
        and mentor.verified_at is not null
        and (mentor.trained_at is not null or not gate.training_required)
        and mentee.requests_waiting < $5
        and not (programme.one_tandem_at_a_time and mentee.tandems_open > 0)
        and pg_visible_in_snapshot(mentee.changed_xid, pg_current_snapshot())
    for no key update of mentee
),
written as (
    insert into pair (mentee_id, mentor_id, mentee_verdict, mentee_swiped_at)
    select asker.mentee_id, asker.mentor_id, 'like', now()
    from asker
    where not exists (
        select from block
        where (blocker_id, blocked_id) in ((asker.mentee_id, asker.mentor_id), (asker.mentor_id, asker.mentee_id))
    )
    on conflict do nothing
    returning mentee_id, mentor_id
),
sent as (
    insert into request (mentee_id, mentor_id, message)
    select mentee_id, mentor_id, $3 from written
    returning id, mentee_id, mentor_id
),
told as (
    insert into outbox (kind, event_id, recipient_id, facts, expires_at)
    select 'RequestReceived', id, mentor_id, jsonb_build_object('memberId', mentee_id), now() + $6::interval from sent
)
insert into swipe_log (member_id, card_id, verdict, position, terms, randomised, swiped_at)
select written.mentee_id, $2, 'like', shown.place, deal.terms[shown.place * 4 - 3:shown.place * 4],
    coalesce(deal.randomised[shown.place], false), $4
from written
left join deal on deal.member_id = written.mentee_id
left join lateral (select array_position(deal.cards, $2) as place) as shown on true
returning id;
