-- name: have_met
-- Whether member $1 was dealt member $2 or swiped them, or a request, a tandem or a proposal ever was between the two; a
-- like that $1 was never shown is no meeting.
with two as (
    select
        caller.id as caller_id,
        other.id as other_id,
        caller.role,
        case caller.role when 'mentee' then caller.id else other.id end as mentee_id,
        case caller.role when 'mentee' then other.id else caller.id end as mentor_id
    from member as caller
    join member as other on other.id = $2 and other.role <> caller.role
    where caller.id = $1
)
select exists (
    select from two
    where
        exists (
            select from deal where deal.member_id = two.caller_id and deal.cards @> array[two.other_id]
        )
        or exists (
            select from pair
            where
                pair.mentee_id = two.mentee_id
                and pair.mentor_id = two.mentor_id
                and case two.role when 'mentee' then pair.mentee_verdict else pair.mentor_verdict end is not null
        )
        or exists (
            select from request where request.mentee_id = two.mentee_id and request.mentor_id = two.mentor_id
        )
        or exists (
            select from tandem where tandem.mentee_id = two.mentee_id and tandem.mentor_id = two.mentor_id
        )
        or exists (
            select from proposal where proposal.mentee_id = two.mentee_id and proposal.mentor_id = two.mentor_id
        )
);

-- name: reports_today
-- How many reports member $1 made within a day.
select count(*) from report where reporter_id = $1 and reported_at > now() - interval '1 day';

-- name: record_of
-- How the earlier reports of member $1 ended.
select
    count(*) filter (where state = 'upheld') as upheld,
    count(*) filter (where state = 'dismissed') as dismissed
from report where reporter_id = $1;

-- name: put_report
-- Report $1 of reporter $2 about member $3: subject $4, message $5, reason $6, text $7, weight $8. The structure that
-- looks at it; nothing when the id is known.
with made as (
    insert into report (id, reporter_id, reported_id, subject, message_id, reason, text, weight)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (id) do nothing
    returning reported_id
)
select member.structure_id from made
join member on member.id = made.reported_id;

-- name: messages_around
-- Up to $2 messages on each side of message $1, with it, as they read now.
select message.id, message.sender_id, message.body, message.sent_at
from message as reported
join message on
    message.tandem_id = reported.tandem_id
    and message.sequence between reported.sequence - $2::bigint and reported.sequence + $2::bigint
where reported.id = $1
order by message.sequence;

-- name: put_evidence
-- What goes with report $1: at place $2 something of kind $3 by author $4, its content $5, written at $6.
insert into evidence (report_id, place, kind, author_id, content, written_at) values ($1, $2, $3, $4, $5::text::jsonb, $6);

-- name: own_report
-- Report $2, if the member of uid $1 made it.
select
    report.id,
    report.subject,
    report.reported_id as member_id,
    report.message_id,
    report.reason,
    report.text,
    report.taken_at is not null as taken,
    report.state <> 'open' as answered,
    report.reported_at
from report
join member on member.id = report.reporter_id
where member.uid = $1 and report.id = $2;

-- name: list_own_reports
-- The reports that the member of uid $1 made, newest first, before the cursor ($2 reported_at, $3 id), $4 at most.
select
    report.id,
    report.subject,
    report.reported_id as member_id,
    report.message_id,
    report.reason,
    report.text,
    report.taken_at is not null as taken,
    report.state <> 'open' as answered,
    report.reported_at
from report
join member on member.id = report.reporter_id
where member.uid = $1 and ($2::timestamptz is null or (report.reported_at, report.id) < ($2, $3::uuid))
order by report.reported_at desc, report.id desc
limit $4;

-- name: queue_of_reports
-- The open reports that staff $1 of structure $2 may handle, in the order in which they should be: the oldest, whose
-- promise ends first, before the others; each point of their case's weight brings them 12 hours forward, and a weight of
-- $3 or more a year. After the cursor ($4 place_at, $5 id), $6 at most. Nobody handles a report in which they are
-- themselves.
with oneself as (
    select member.id from staff
    join member on member.uid = staff.uid
    where staff.id = $1
),
each_reporter as (
    select reported_id, max(weight) as weightiest from report
    where state = 'open'
    group by reported_id, coalesce(reporter_id, id)
),
said as (
    select reported_id, sum(weightiest) as weight, count(*) as reporters from each_reporter
    group by reported_id
)
select
    report.id,
    report.reported_id,
    report.subject,
    report.reason,
    report.state,
    said.weight as case_weight,
    said.reporters,
    report.reported_at,
    promise.due_at,
    placed.place_at,
    report.taken_at is null and promise.due_at < now() as overdue,
    report.taken_by,
    report.decided_at
from report
join member on member.id = report.reported_id
join said on said.reported_id = report.reported_id
join promise on promise.subject_id = report.id and promise.kind = 'report-looked-at'
cross join lateral (
    select
        report.reported_at
        - said.weight * interval '12 hours'
        - case when said.weight >= $3 then interval '1 year' else interval '0' end as place_at
) as placed
where
    report.state = 'open'
    and member.structure_id in (select structures_under($2))
    and report.reported_id <> all(array(select id from oneself))
    and (report.reporter_id is null or report.reporter_id <> all(array(select id from oneself)))
    and ($4::timestamptz is null or (placed.place_at, report.id) > ($4, $5::uuid))
order by placed.place_at, report.id
limit $6;

-- name: decided_reports
-- The reports that were decided and that staff $1 of structure $2 may see, the latest first, before the cursor
-- ($3 decided_at, $4 id), $5 at most.
with page as materialized (
    select report.id
    from report
    where
        report.state <> 'open'
        and (report.decided_at, report.id)
        < (coalesce($3::timestamptz, 'infinity'), coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
        and case
            when (select structure_id from member where member.id = report.reported_id)
                = any(array(select structures_under($2)))
            then not is_part_of(report, $1)
        end
    order by report.decided_at desc, report.id desc
    limit $5
)
select
    report.id,
    report.reported_id,
    report.subject,
    report.reason,
    report.state,
    said.weight as case_weight,
    said.reporters,
    report.reported_at,
    promise.due_at,
    report.decided_at as place_at,
    false as overdue,
    report.taken_by,
    report.decided_at
from page
join report on report.id = page.id
join promise on promise.subject_id = report.id and promise.kind = 'report-looked-at'
cross join lateral said_of(report.reported_id) as said
order by report.decided_at desc, report.id desc;

-- name: report_for_staff
-- Report $3, if staff $1 of structure $2 may handle it.
select
    report.id,
    report.reporter_id,
    report.reported_id,
    report.subject,
    report.message_id,
    report.reason,
    report.text,
    report.weight,
    said.weight as case_weight,
    said.reporters,
    report.state,
    report.reported_at,
    promise.due_at,
    report.taken_at is null and promise.due_at < now() as overdue,
    report.taken_by,
    report.decided_by,
    report.decided_at,
    report.decided_why,
    (select count(*) from evidence where evidence.report_id = report.id and evidence.kind = 'message') as messages
from report
join member on member.id = report.reported_id
join promise on promise.subject_id = report.id and promise.kind = 'report-looked-at'
cross join lateral said_of(report.reported_id) as said
where
    report.id = $3
    and member.structure_id in (select structures_under($2))
    and not is_part_of(report, $1);

-- name: evidence_of
-- What was kept of kind $2 with report $1, in its order.
select place, kind, author_id, content::text, written_at from evidence
where report_id = $1 and kind = $2
order by place;

-- name: history_of
-- What there is about member $1 besides report $2: reports by how they ended, and sanctions.
select
    count(*) filter (where state = 'upheld') as upheld,
    count(*) filter (where state = 'dismissed') as dismissed,
    count(*) filter (where state = 'open') as open,
    (
        select count(*) from sanction where sanction.member_id = $1 and sanction.state in ('active', 'lifted')
    ) as sanctions
from report where reported_id = $1 and id <> $2;

-- name: take_report
-- Staff $2 handles open report $1 from now on; nothing when somebody else does.
update report set taken_by = $2, taken_at = coalesce(taken_at, now())
where id = $1 and state = 'open' and (taken_by is null or taken_by = $2)
returning id;

-- name: give_back_report
-- Nobody handles open report $1 any more.
update report set taken_by = null, taken_at = null
where id = $1 and state = 'open'
returning id;

-- name: decide_report
-- Staff $2 decides $3 on open report $1, for reason $4; nothing when somebody else handles it.
update report
set
    state = $3,
    decided_by = $2,
    decided_at = now(),
    decided_why = $4,
    taken_by = $2,
    taken_at = coalesce(taken_at, now())
where id = $1 and state = 'open' and (taken_by is null or taken_by = $2)
returning id;
