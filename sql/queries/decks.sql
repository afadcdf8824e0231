-- name: oldest_running
-- The oldest transaction that may still change something: what commits later is at or after it.
select pg_snapshot_xmin(pg_current_snapshot())::text;

-- name: news_since
-- The same, and whether what decks are dealt from was changed by transaction $1 or a later one. A range with an end: see
-- below.
select
    pg_snapshot_xmin(pg_current_snapshot())::text as oldest,
    member.changed or mentor.changed as of_mentors,
    member.changed or mentee.changed as of_mentees
from
    (select exists (
        select from member where changed_xid between $1::text::xid8 and '18446744073709551615'
    ) as changed) as member,
    (select exists (
        select from mentor where changed_xid between $1::text::xid8 and '18446744073709551615'
    ) as changed) as mentor,
    (select exists (
        select from mentee where changed_xid between $1::text::xid8 and '18446744073709551615'
    ) as changed) as mentee;

-- name: somebody_left
-- Whether anybody was erased by transaction $1 or a later one.
select exists (select from departure where left_in >= $1::text::xid8);

-- name: all_mentors
-- Every mentor, as the columns of ranking.
select
    id, rank, area_code, sectors, goals, modalities, languages, availability, eligible, shown_at, waiting,
    seats_free, yes_weight, answer_weight, answered_at, last_seen_at
from market_mentor;

-- name: changed_mentors
-- The mentors changed by transaction $1 or a later one. A range with an end, though there is none, because a plan for
-- any $1 would expect a third of all rows after a beginning alone, and read the whole table.
select
    id, rank, area_code, sectors, goals, modalities, languages, availability, eligible, shown_at, waiting,
    seats_free, yes_weight, answer_weight, answered_at, last_seen_at
from market_mentor
where
    id in (
        select id from mentor where changed_xid between $1::text::xid8 and '18446744073709551615'
        union
        select id from member where changed_xid between $1::text::xid8 and '18446744073709551615'
    );

-- name: all_mentees
-- Every mentee, as the columns of ranking.
select
    id, rank, area_code, sectors, goals, modalities, languages, availability, eligible, shown_at, waiting,
    tandems, waiting_since
from market_mentee;

-- name: changed_mentees
-- The mentees changed by transaction $1 or a later one. A range with an end, though there is none, because a plan for
-- any $1 would expect a third of all rows after a beginning alone, and read the whole table.
select
    id, rank, area_code, sectors, goals, modalities, languages, availability, eligible, shown_at, waiting,
    tandems, waiting_since
from market_mentee
where
    id in (
        select id from mentee where changed_xid between $1::text::xid8 and '18446744073709551615'
        union
        select id from member where changed_xid between $1::text::xid8 and '18446744073709551615'
    );

-- name: database_identity
-- Differs for another database, and for one that was stopped since: what was read before may have been undone.
select current_database() || ' ' || oid || ' ' || extract(epoch from pg_postmaster_start_time())
from pg_database where datname = current_database();

-- name: count_members
-- How many there are in all.
select count(*) from member;

-- name: mark_shown
-- Members $1 were on cards just now; at most once an hour, so that a deck costs hardly a write.
update member set shown_at = now()
where id = any($1::uuid[]) and (shown_at is null or shown_at < now() - interval '1 hour');

-- name: check_deck
-- The caller of uid $1, when they were last dealt a deck, and of the cards $2 the places (from 0) of those that may be
-- dealt to them now, in order.
select
    caller.id,
    caller.role,
    caller.profile_version,
    caller.suspended_at is not null as suspended,
    caller.hidden_at is not null as hidden,
    caller.paused_at is not null as paused,
    not grown_up(caller) as awaits_guardian,
    own_mentor.id is not null and own_mentor.verified_at is null as awaits_verification,
    own_mentor.id is not null and own_programme.training_required and own_mentor.trained_at is null
        as awaits_training,
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
        coalesce(array_agg(face_version(card) order by asked.place), '{}') as versions
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
-- Whom member $1 is not dealt whatever their worth: swiped (a pass counts for 30 days) or blocked, either way; and, with
-- the name of the structure, whose tandem with them is proposed and awaits their answer: these come first.
select mentor_id as id, null as proposed_by from pair
where
    mentee_id = $1
    and (mentee_verdict = 'like' or (mentee_verdict = 'pass' and mentee_swiped_at >= now() - interval '30 days'))
union all
select mentee_id, null from pair
where
    mentor_id = $1
    and (mentor_verdict = 'like' or (mentor_verdict = 'pass' and mentor_swiped_at >= now() - interval '30 days'))
union all
select blocked_id, null from block where blocker_id = $1
union all
select blocker_id, null from block where blocked_id = $1
union all
select
    case $1::uuid when proposal.mentee_id then proposal.mentor_id else proposal.mentee_id end,
    structure.name
from proposal
join pair on pair.mentee_id = proposal.mentee_id and pair.mentor_id = proposal.mentor_id
join structure on structure.id = proposal.structure_id
where
    $1 in (proposal.mentee_id, proposal.mentor_id)
    and proposal.state = 'open'
    and proposal.expires_at > now()
    and case $1::uuid when proposal.mentee_id then pair.mentee_verdict else pair.mentor_verdict end is null;

-- name: put_deal
-- What member $1 was dealt last: cards $2, best first, with their terms $3, four a card, and whether chance gave each
-- its place ($4). Nothing when there was another deal since the one at $5: somebody may be proposed to them since.
insert into deal (member_id, cards, terms, randomised) values ($1, $2, $3, $4)
on conflict (member_id) do update set
    cards = excluded.cards,
    terms = excluded.terms,
    randomised = excluded.randomised,
    dealt_at = now()
where deal.dealt_at is not distinct from $5
returning dealt_at;

-- name: mark_seen
-- A sign of life of member $1; at most once a day, so that a deck costs no write.
update member set last_seen_at = now() where id = $1;
