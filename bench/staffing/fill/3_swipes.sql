-- Swipes of a year, a fifth of them of the last fortnight; likes became requests, and some of those tandems.

create table bench.mentee as
select row_number() over (order by n) - 1 as place, id, programme_id from bench.person where role = 'mentee';

create table bench.mentor as
select row_number() over (order by n) - 1 as place, id from bench.person where role = 'mentor';
create unique index on bench.mentee (place);
create unique index on bench.mentor (place);

-- No pair twice; some mentors are asked more than others.
create table bench.swipe as
select row_number() over () as n, mentee_place, mentor_place
from (
    select distinct
        number % (select count(*) from bench.mentee) as mentee_place,
        floor(power(bench.chance(number, 100), 1.5) * (select count(*) from bench.mentor))::bigint as mentor_place
    from generate_series(1, (select swipes * 11 / 10 from bench.size)) as number
    limit (select swipes * 9 / 10 from bench.size)
) as drawn;

analyze bench.swipe;

create table bench.asked as
select
    swipe.n,
    mentee.id as mentee_id,
    mentor.id as mentor_id,
    mentee.programme_id,
    swiped.at,
    bench.chance(swipe.n, 102) < 0.28 as likes,
    case
        when bench.chance(swipe.n, 102) >= 0.28 then null
        when swiped.at > now() - interval '14 days' then
            (array['waiting', 'waiting', 'waiting', 'accepted', 'refused'])[1 + floor(bench.chance(swipe.n, 103) * 5)::integer]
        else
            (array['accepted', 'refused', 'expired', 'withdrawn'])[1 + floor(bench.chance(swipe.n, 103) * 4)::integer]
    end as state
from bench.swipe
join bench.mentee on mentee.place = swipe.mentee_place
join bench.mentor on mentor.place = swipe.mentor_place
cross join lateral (select now() - power(bench.chance(swipe.n, 101), 2) * interval '360 days' as at) as swiped;

analyze bench.asked;

update bench.asked set state = 'withdrawn'
from (
    select n, row_number() over (partition by mentee_id) as number from bench.asked where state = 'waiting'
) as waiting
where waiting.n = asked.n and waiting.number > 5;

insert into pair (mentee_id, mentor_id, mentee_verdict, mentee_swiped_at, mentor_verdict, mentor_swiped_at)
select
    mentee_id, mentor_id, case when likes then 'like' else 'pass' end, at,
    case state when 'accepted' then 'like' when 'refused' then 'pass' end,
    case when state in ('accepted', 'refused') then at + interval '2 days' end
from bench.asked;

insert into swipe_log (member_id, card_id, verdict, position, terms, swiped_at, logged_at)
select mentee_id, mentor_id, case when likes then 'like' else 'pass' end, n % 10, '{0.5,0.5,0.5,0.5}', at, at
from bench.asked;

insert into swipe_log (member_id, card_id, verdict, position, terms, swiped_at, logged_at)
select mentor_id, mentee_id, case state when 'accepted' then 'like' else 'pass' end, 1, '{0.5,0.5,0.5,0.5}', at, at
from bench.asked
where state in ('accepted', 'refused')
limit (select swipes - swipes * 9 / 10 from bench.size);

insert into request (id, mentee_id, mentor_id, message, state, sent_at, opened_at, expires_at, closed_at)
select
    bench.id(at, n, 110), mentee_id, mentor_id, 'Bonjour, pourrions-nous en parler ?', state, at,
    case when bench.chance(n, 111) < 0.6 then at + interval '1 day' end,
    at + interval '14 days',
    case state when 'waiting' then null when 'expired' then at + interval '14 days' else least(now(), at + interval '2 days') end
from bench.asked
where likes;

insert into tandem (
    id, mentee_id, mentor_id, programme_id, state, formed_at, activated_at, closed_at, closed_reason
)
select
    bench.id(formed.at, asked.n, 120), asked.mentee_id, asked.mentor_id, asked.programme_id, grown.state, formed.at,
    case when grown.state in ('active', 'paused', 'closed') then formed.at + interval '5 days' end,
    case when grown.state = 'closed' then least(now(), formed.at + bench.chance(asked.n, 122) * interval '200 days') end,
    case when grown.state = 'closed' then 'ended' end
from bench.asked
cross join lateral (select least(now(), asked.at + interval '2 days') as at) as formed
cross join lateral (
    select case
        when formed.at > now() - interval '10 days' then (array['formed', 'introduced'])[1 + asked.n % 2]
        when bench.chance(asked.n, 121) < extract(epoch from now() - formed.at) / (300 * 86400) then 'closed'
        when asked.n % 12 = 0 then 'paused'
        else 'active'
    end as state
) as grown
where asked.state = 'accepted';

insert into tandem_event (tandem_id, sequence, from_state, to_state, cause, moved_by, moved_at)
select id, 1, 'none', 'formed', 'liked', 'both', formed_at from tandem
union all
select id, 2, 'formed', 'active', 'signed', 'mentee', activated_at from tandem where activated_at is not null
union all
select id, 3, 'active', state, case state when 'closed' then 'ended' else 'paused' end, 'mentee',
    coalesce(closed_at, now() - interval '3 days')
from tandem where state in ('closed', 'paused');

insert into closure (tandem_id, role, reason, closed_at)
select tandem.id, 'mentee', bench.pick(list.closures, hashtext(tandem.id::text), 123), closed_at
from tandem
cross join bench.list
where state = 'closed';

update mentee set requests_waiting = counted.waiting, tandems_open = counted.open
from (
    select
        mentee.id,
        (select count(*) from request where request.mentee_id = mentee.id and state = 'waiting') as waiting,
        (select count(*) from tandem where tandem.mentee_id = mentee.id and state <> 'closed') as open
    from mentee
) as counted
where counted.id = mentee.id and counted.waiting + counted.open > 0;

update mentor set
    requests_waiting = counted.waiting,
    seats_taken = counted.open,
    capacity = least(50, greatest(mentor.capacity, counted.open)),
    answer_weight = 2,
    yes_weight = 1
from (
    select
        mentor.id,
        (select count(*) from request where request.mentor_id = mentor.id and state = 'waiting') as waiting,
        (select count(*) from tandem where tandem.mentor_id = mentor.id and state <> 'closed') as open
    from mentor
) as counted
where counted.id = mentor.id and counted.waiting + counted.open > 0;
