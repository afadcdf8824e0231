-- What happens in tandems: meetings and disputes, what was asked and said of them, stalls.

create table bench.tandem as
select row_number() over (order by id) as n, id, mentee_id, mentor_id, state, activated_at, coalesce(closed_at, now()) as until
from tandem where activated_at is not null;

analyze bench.tandem;

insert into meeting (
    id, tandem_id, state, proposed_by, proposed_at, kind, zone, starts, minutes, starts_at, ends_at, confirmed_at,
    cancelled_at, cancelled_by, mentee_said, mentee_said_at, mentor_said, mentor_said_at
)
select
    bench.id(held.at, tandem.n * 20 + number, 130), tandem.id, held.state, 'mentor', held.at - interval '7 days', 'phone',
    'Europe/Paris', array[held.at], '{60}', held.at, held.at + interval '1 hour', held.at - interval '6 days',
    case when held.state = 'cancelled' then held.at - interval '1 day' end,
    case when held.state = 'cancelled' then 'mentee' end,
    case when held.state <> 'confirmed' or held.at > now() or tandem.n % 60 = 0 then null else 'came' end,
    case when held.state = 'confirmed' and held.at < now() and tandem.n % 60 <> 0 then held.at + interval '1 day' end,
    case when held.state <> 'confirmed' or held.at > now() then null
        -- In some tandems nobody comes.
        when tandem.n % 60 = 0 or bench.chance(tandem.n * 20 + number, 132) < 0.03 then 'other_absent' else 'came' end,
    case when held.state = 'confirmed' and held.at < now() then held.at + interval '1 day' end
from bench.tandem
cross join generate_series(1, 12) as number
cross join lateral (
    select
        tandem.activated_at + number * interval '18 days' as at,
        case when bench.chance(tandem.n * 20 + number, 131) < 0.1 then 'cancelled' else 'confirmed' end as state
) as held
where held.at < tandem.until + interval '10 days' and (tandem.state <> 'closed' or held.at < tandem.until);

insert into dispute (id, meeting_id, member_id, cause, words, opened_at, verdict, why, settled_at)
select
    bench.id(meeting.starts_at, row_number() over (), 133), meeting.id, tandem.mentee_id, 'disagreement', 'J''y étais.',
    meeting.starts_at + interval '2 days', settled.verdict, settled.why, settled.at
from meeting
join tandem on tandem.id = meeting.tandem_id
cross join lateral (
    select
        case when meeting.starts_at < now() - interval '40 days' then 'honoured' end as verdict,
        case when meeting.starts_at < now() - interval '40 days' then 'Vérifié avec les deux.' end as why,
        case when meeting.starts_at < now() - interval '40 days' then meeting.starts_at + interval '9 days' end as at
) as settled
where meeting.mentor_said = 'other_absent';

insert into feedback (
    id, tandem_id, occasion, asked_at, open_until, answered_at, rhythm, progress, helped, needs_help
)
select
    bench.id(asked.at, tandem.n * 20 + number, 140), tandem.id, 'day-' || number * 30, asked.at,
    asked.at + interval '30 days',
    case when asked.answered then asked.at + interval '3 days' end,
    case when asked.answered then list.rhythms[1] end,
    case when asked.answered then 1 + tandem.n % 5 end,
    '{}',
    case when asked.answered then bench.chance(tandem.n * 20 + number, 142) < 0.05 end
from bench.tandem
cross join bench.list
cross join generate_series(1, 12) as number
cross join lateral (
    select
        tandem.activated_at + number * interval '30 days' as at,
        bench.chance(tandem.n * 20 + number, 141) < 0.7
            and tandem.activated_at + number * interval '30 days' < now() - interval '3 days' as answered
) as asked
where asked.at < tandem.until;

insert into pulse (id, tandem_id, member_id, occasion, asked_at, open_until, answered_at, mood)
select
    bench.id(asked.at, tandem.n * 40 + number, 150), tandem.id, tandem.mentee_id, 'day-' || number * 14, asked.at,
    asked.at + interval '14 days', asked.answered_at,
    case when asked.answered_at is null then null
        when bench.chance(tandem.n * 40 + number, 151) < 0.03 then 2 else 3 + number % 3 end
from bench.tandem
cross join generate_series(1, 25) as number
cross join lateral (
    select
        tandem.activated_at + number * interval '14 days' as at,
        case when bench.chance(tandem.n * 40 + number, 152) < 0.6
            then least(now(), tandem.activated_at + number * interval '14 days' + interval '2 days') end as answered_at
) as asked
where asked.at < tandem.until;

insert into outcome (tandem_id, member_id, milestone, asked_at, open_until, answered_at, situation, satisfaction)
select
    tandem.id, tandem.mentee_id, milestone, tandem.until + wait, tandem.until + wait + interval '30 days',
    case when bench.chance(tandem.n, 161) < 0.5 then tandem.until + wait + interval '1 day' end,
    case when bench.chance(tandem.n, 161) < 0.5 then bench.pick(list.situations, tandem.n, 160) end,
    case when bench.chance(tandem.n, 161) < 0.5 then 4 end
from bench.tandem
cross join bench.list
cross join (
    values ('close', interval '0'), ('m3', interval '90 days'), ('m6', interval '180 days')
) as asked (milestone, wait)
where tandem.state = 'closed' and tandem.until + wait < now() - interval '1 day';

insert into stall (tandem_id, reasons, nudged_at, escalated_at, resolved_at)
select
    id, '{no-meeting,no-message}', now() - interval '20 days',
    case when bench.chance(n, 170) < 0.25 then now() - bench.chance(n, 171) * interval '6 days' end,
    case when bench.chance(n, 170) > 0.5 then now() - interval '1 day' end
from bench.tandem
where state = 'active' and bench.chance(n, 172) < 0.15;
