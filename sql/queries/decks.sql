-- name: oldest_running
-- The oldest transaction that may still change something: what commits later is at or after it.
select pg_snapshot_xmin(pg_current_snapshot())::text;

-- name: changed_mentors
-- Mentors changed by transaction $1 or a later one, as the columns of ranking. A range with an end, though there is
-- none, because a plan for any $1 would expect a third of all rows after a beginning alone, and read the whole table.
select
    member.id,
    member.rank,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    may_meet(member)
    and member.paused_at is null
    and mentor.verified_at is not null
    and (mentor.trained_at is not null or not programme.training_required)
    and mentor.seats_taken < mentor.capacity as eligible,
    mentor.requests_waiting as waiting,
    greatest(mentor.capacity - mentor.seats_taken, 0) as seats_free,
    mentor.yes_weight,
    mentor.answer_weight,
    extract(epoch from mentor.answered_at)::double precision as answered_at,
    extract(epoch from member.last_seen_at)::double precision as last_seen_at
from mentor
join member on member.id = mentor.id
join programme on programme.id = member.programme_id
where
    mentor.id in (
        select id from mentor where changed_xid between $1::text::xid8 and '18446744073709551615'
        union
        select id from member where changed_xid between $1::text::xid8 and '18446744073709551615'
    );

-- name: changed_mentees
-- Mentees changed by transaction $1 or a later one, as the columns of ranking; see changed_mentors.
select
    member.id,
    member.rank,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    may_meet(member)
    and member.paused_at is null
    and not (programme.one_tandem_at_a_time and mentee.tandems_open > 0) as eligible,
    mentee.requests_waiting as waiting,
    mentee.tandems_open as tandems,
    extract(epoch from mentee.waiting_since)::double precision as waiting_since
from mentee
join member on member.id = mentee.id
join programme on programme.id = member.programme_id
where
    mentee.id in (
        select id from mentee where changed_xid between $1::text::xid8 and '18446744073709551615'
        union
        select id from member where changed_xid between $1::text::xid8 and '18446744073709551615'
    );

-- name: member_ids
-- Everybody who is still here.
select id from member;

-- name: check_deck
-- The caller of uid $1, when they were last dealt a deck, and of the cards $2 the places (from 0) of those that may be
-- dealt to them now, in order.
select
    caller.id,
    caller.role,
    caller.profile_version,
    caller.suspended_at is not null as suspended,
    caller.paused_at is not null as paused,
    not grown_up(caller) as awaits_guardian,
    own_mentor.id is not null and (
        own_mentor.verified_at is null
        or (own_programme.training_required and own_mentor.trained_at is null)
    ) as awaits_verification,
    coalesce(own_programme.one_tandem_at_a_time and own_mentee.tandems_open > 0, false) as held,
    caller.last_seen_at < now() - interval '1 day' as long_unseen,
    deal.dealt_at,
    dealt.places,
    dealt.versions
from member as caller
join programme as own_programme on own_programme.id = caller.programme_id
left join mentor as own_mentor on own_mentor.id = caller.id
left join mentee as own_mentee on own_mentee.id = caller.id
left join deal on deal.member_id = caller.id
cross join lateral (
    select
        coalesce(array_agg(asked.place - 1 order by asked.place), '{}') as places,
        coalesce(array_agg(card.profile_version order by asked.place), '{}') as versions
    from unnest($2::uuid[]) with ordinality as asked (id, place)
    join member as card on card.id = asked.id and card.role <> caller.role
    join programme on programme.id = card.programme_id
    left join mentor on mentor.id = card.id
    left join mentee on mentee.id = card.id
    left join pair on
        pair.mentee_id = case caller.role when 'mentee' then caller.id else card.id end
        and pair.mentor_id = case caller.role when 'mentor' then caller.id else card.id end
    where
        may_meet(card)
        and card.paused_at is null
        and case card.role
            when 'mentor' then
                mentor.verified_at is not null
                and (mentor.trained_at is not null or not programme.training_required)
                and mentor.seats_taken < mentor.capacity
            else not (programme.one_tandem_at_a_time and mentee.tandems_open > 0)
        end
        and case caller.role
            when 'mentee' then
                pair.mentee_verdict is null
                or (pair.mentee_verdict = 'pass' and pair.mentee_swiped_at < now() - interval '30 days')
            else
                pair.mentor_verdict is null
                or (pair.mentor_verdict = 'pass' and pair.mentor_swiped_at < now() - interval '30 days')
        end
        -- Arrays, read once for all the cards.
        and card.id <> all(array(select blocked_id from block where blocker_id = caller.id))
        and card.id <> all(array(select blocker_id from block where blocked_id = caller.id))
) as dealt
where caller.uid = $1;

-- name: seeker
-- Member $1 as the one who looks for cards.
select role, area_code, sectors, goals, modalities, languages, availability
from member where id = $1;

-- name: seen_cards
-- Whom member $1 is not dealt whatever their worth: swiped (a pass counts for 30 days) or blocked, either way.
select mentor_id as id from pair
where
    mentee_id = $1
    and (mentee_verdict = 'like' or (mentee_verdict = 'pass' and mentee_swiped_at >= now() - interval '30 days'))
union all
select mentee_id from pair
where
    mentor_id = $1
    and (mentor_verdict = 'like' or (mentor_verdict = 'pass' and mentor_swiped_at >= now() - interval '30 days'))
union all
select blocked_id from block where blocker_id = $1
union all
select blocker_id from block where blocked_id = $1;

-- name: put_deal
-- What member $1 was dealt last: cards $2, best first, with their terms $3, four a card.
insert into deal (member_id, cards, terms) values ($1, $2, $3)
on conflict (member_id) do update set cards = excluded.cards, terms = excluded.terms, dealt_at = now()
returning dealt_at;

-- name: mark_seen
-- A sign of life of member $1; at most once a day, so that a deck costs no write.
update member set last_seen_at = now() where id = $1;
