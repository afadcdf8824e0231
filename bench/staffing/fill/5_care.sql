-- Reports, sanctions and appeals, with their clocks.

insert into report (
    id, reporter_id, reported_id, subject, reason, text, weight, state, reported_at, decided_by, decided_at, decided_why
)
select
    bench.id(said.at, asked.n, 200), asked.mentee_id, asked.mentor_id, 'card', bench.pick(list.reasons, asked.n, 201),
    'Cette fiche me gêne.', 1 + asked.n % 3, said.state, said.at,
    case when said.state <> 'open' then (select id from staff where role = 'moderator' limit 1) end,
    case when said.state <> 'open' then said.at + interval '1 day' end,
    case when said.state <> 'open' then 'Vu avec la personne.' end
from bench.asked
cross join bench.list
cross join lateral (
    select
        asked.at + (now() - asked.at) * bench.chance(asked.n, 202) as at,
        case when bench.chance(asked.n, 203) < 0.06 then 'open' when asked.n % 2 = 0 then 'upheld' else 'dismissed' end
            as state
) as said
where bench.chance(asked.n, 204) < 0.008;

insert into evidence (report_id, place, kind, author_id, content, written_at)
select report.id, 1, 'card', reported_id, jsonb_build_object('firstName', member.first_name, 'about', member.about), reported_at
from report
join member on member.id = report.reported_id;

insert into promise (kind, subject_id, structure_id, made_at, due_at, kept_at)
select
    'report-looked-at', report.id, member.structure_id, report.reported_at, report.reported_at + interval '1 day',
    report.decided_at
from report
join member on member.id = report.reported_id;

insert into sanction (id, member_id, report_id, kind, reason, state, given_by, given_at, lifted_at, until)
select
    bench.id(report.decided_at, row_number() over (order by report.id), 210), report.reported_id, report.id, given.kind,
    'Vos messages ont dépassé les limites.', given.state, report.decided_by, report.decided_at,
    case when given.state = 'lifted' then report.decided_at + interval '20 days' end,
    case when given.kind in ('hiding', 'suspension') then report.decided_at + interval '60 days' end
from report
cross join lateral (
    select
        (array['warning', 'hiding', 'suspension', 'ban'])[1 + abs(hashtext(report.id::text)) % 4] as kind,
        case
            when abs(hashtext(report.id::text)) % 4 = 3 then 'proposed'
            when report.decided_at < now() - interval '60 days' then 'lifted'
            else 'active'
        end as state
) as given
where report.state = 'upheld';

update member set suspended_at = sanction.given_at
from sanction where sanction.member_id = member.id and sanction.kind = 'suspension' and sanction.state = 'active';
update member set hidden_at = sanction.given_at
from sanction where sanction.member_id = member.id and sanction.kind = 'hiding' and sanction.state = 'active';

insert into appeal (id, sanction_id, text, appealed_at, outcome, answer, decided_by, decided_at)
select
    bench.id(sanction.given_at, row_number() over (order by sanction.id), 220), sanction.id, 'Je ne suis pas d''accord.',
    sanction.given_at + interval '1 day', answered.outcome,
    case when answered.outcome is not null then 'La décision reste.' end,
    case when answered.outcome is not null then (select id from staff where role = 'administrator' limit 1) end,
    case when answered.outcome is not null then sanction.given_at + interval '4 days' end
from sanction
cross join lateral (
    select case when sanction.state = 'lifted' or hashtext(sanction.id::text) % 3 = 0 then 'kept' end as outcome
) as answered
where sanction.state in ('active', 'lifted') and abs(hashtext(sanction.id::text)) % 2 = 0;

insert into promise (kind, subject_id, structure_id, made_at, due_at, kept_at)
select
    'appeal-answered', appeal.id, member.structure_id, appeal.appealed_at, appeal.appealed_at + interval '7 days',
    appeal.decided_at
from appeal
join sanction on sanction.id = appeal.sanction_id
join member on member.id = sanction.member_id;

update promise set escalated_at = now(), escalated_to = structure.parent_id
from structure
where
    structure.id = promise.structure_id
    and promise.kept_at is null
    and promise.due_at < now() - interval '1 day';
