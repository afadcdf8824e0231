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

-- name: ask_new_cards
-- The commonest likes, many in one statement: the mentee of each uid of $1 asks the mentor of $2, never swiped by either,
-- with the message of $3 ($4: the phones' times), when fewer than $5 requests wait; the mentors are told (good for $6).
-- Gives the places, from 1, of those that are stored: one of each mentee at most. Whoever is held by another story at
-- this moment is left out, so that nobody waits for anybody else's. What happened behind a mentee's lock may be younger
-- than this statement's view of the other tables: a mentee changed meanwhile asks nothing.
with made as (
    select asked.place, mentee.id as mentee_id, mentor.id as mentor_id, asked.message, asked.swiped_at
    from unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[])
        with ordinality as asked (uid, card_id, message, swiped_at, place)
    join member as caller on caller.uid = asked.uid
    join mentee on mentee.id = caller.id
    join programme on programme.id = caller.programme_id
    join member as card on card.id = asked.card_id
    join mentor on mentor.id = card.id
    join programme as gate on gate.id = card.programme_id
    where
        may_meet(caller)
        and may_meet(card)
        and mentor.verified_at is not null
        and (mentor.trained_at is not null or not gate.training_required)
        and mentee.requests_waiting < $5
        and not (programme.one_tandem_at_a_time and mentee.tandems_open > 0)
        and pg_visible_in_snapshot(mentee.changed_xid, pg_current_snapshot())
    for no key update of mentee skip locked
    for key share of card, mentor skip locked
),
once as (
    select distinct on (mentee_id) * from made order by mentee_id, place
),
written as (
    insert into pair (mentee_id, mentor_id, mentee_verdict, mentee_swiped_at)
    select mentee_id, mentor_id, 'like', now()
    from once
    where not exists (
        select from block
        where (blocker_id, blocked_id) in ((once.mentee_id, once.mentor_id), (once.mentor_id, once.mentee_id))
    )
    order by mentee_id
    on conflict do nothing
    returning mentee_id, mentor_id
),
sent as (
    -- In the order in which mentors are locked everywhere: their counters change with each row.
    insert into request (mentee_id, mentor_id, message)
    select written.mentee_id, written.mentor_id, once.message from written join once using (mentee_id)
    order by written.mentor_id
    returning id, mentee_id, mentor_id
),
told as (
    -- The request's own id serves its first notice as well: to draw another is a fifth of what telling costs.
    insert into outbox (id, kind, event_id, recipient_id, facts, expires_at)
    select id, 'RequestReceived', id, mentor_id, jsonb_build_object('memberId', mentee_id), now() + $6::interval
    from sent
),
logged as (
    insert into swipe_log (member_id, card_id, verdict, position, terms, randomised, swiped_at)
    select once.mentee_id, once.mentor_id, 'like', shown.place, deal.terms[shown.place * 4 - 3:shown.place * 4],
        coalesce(deal.randomised[shown.place], false), once.swiped_at
    from written
    join once using (mentee_id)
    left join deal on deal.member_id = once.mentee_id
    left join lateral (select array_position(deal.cards, once.mentor_id) as place) as shown on true
)
select once.place from written join once using (mentee_id);
