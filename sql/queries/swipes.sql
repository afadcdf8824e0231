-- name: pass_new_cards
-- The commonest swipes, many in one statement: each uid of $1 passes the card of $2, never swiped by either; $3 are the
-- phones' times. Gives the places, from 1, of those that are stored. Whoever is being erased at this moment is left out:
-- the others need not wait for it.
with made as (
    select made.place, caller.id as member_id, card.id as card_id, caller.role, mentee.id as mentee_id,
        mentor.id as mentor_id, made.swiped_at
    from unnest($1::text[], $2::uuid[], $3::timestamptz[]) with ordinality as made (uid, card_id, swiped_at, place)
    join member as caller on caller.uid = made.uid
    join member as card on card.id = made.card_id and card.role <> caller.role
    join mentee on mentee.id = case caller.role when 'mentee' then caller.id else card.id end
    join mentor on mentor.id = case caller.role when 'mentor' then caller.id else card.id end
    where
        may_meet(caller)
        and may_meet(card)
        and mentor.verified_at is not null
        and not exists (
            select from block
            where (blocker_id, blocked_id) in ((mentee.id, mentor.id), (mentor.id, mentee.id))
        )
    for key share of mentee, mentor skip locked
),
once as (
    select distinct on (mentee_id, mentor_id) * from made order by mentee_id, mentor_id, place
),
written as (
    -- In the order of their keys, so that two of these statements never wait for one another.
    insert into pair (mentee_id, mentor_id, mentee_verdict, mentee_swiped_at, mentor_verdict, mentor_swiped_at)
    select
        mentee_id,
        mentor_id,
        case role when 'mentee' then 'pass'::verdict end,
        case role when 'mentee' then now() end,
        case role when 'mentor' then 'pass'::verdict end,
        case role when 'mentor' then now() end
    from once
    order by mentee_id, mentor_id
    on conflict do nothing
    returning mentee_id, mentor_id
),
logged as (
    insert into swipe_log (member_id, card_id, verdict, position, terms, randomised, swiped_at)
    select once.member_id, once.card_id, 'pass', shown.place, deal.terms[shown.place * 4 - 3:shown.place * 4],
        coalesce(deal.randomised[shown.place], false), once.swiped_at
    from written
    join once using (mentee_id, mentor_id)
    left join deal on deal.member_id = once.member_id
    left join lateral (select array_position(deal.cards, once.card_id) as place) as shown on true
)
select once.place from written join once using (mentee_id, mentor_id);

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
