-- name: lock_mentees
-- Takes the lock that every change to the pairs of mentees $1 takes first.
select id from mentee where id = any($1::uuid[]) order by id for no key update;

-- name: make_pairs
-- Mentees $1 and mentors $2 are pairs from now on, with or without a verdict.
insert into pair (mentee_id, mentor_id)
select asked.mentee_id, asked.mentor_id
from unnest($1::uuid[], $2::uuid[]) as asked (mentee_id, mentor_id)
join mentor on mentor.id = asked.mentor_id
join mentee on mentee.id = asked.mentee_id
order by asked.mentee_id, asked.mentor_id
on conflict do nothing;

-- name: prospects
-- All that is to be known of pairs of mentees $1 and mentors $2 before they are proposed to each other.
select
    mentee.id as mentee_id,
    mentor.id as mentor_id,
    one.suspended_at is not null or one.hidden_at is not null
    or other.suspended_at is not null or other.hidden_at is not null as invisible,
    not (grown_up(one) and grown_up(other)) as awaits_guardian,
    one.paused_at is not null as mentee_paused,
    other.paused_at is not null as mentor_paused,
    mentor.verified_at is null as unverified,
    gate.training_required and mentor.trained_at is null as untrained,
    mentor.seats_taken >= mentor.capacity as full,
    programme.one_tandem_at_a_time and mentee.tandems_open > 0 as held,
    mentee.requests_waiting,
    one.languages && other.languages as share_a_language,
    one.modalities && other.modalities as share_a_way,
    exists (
        select from block where (blocker_id, blocked_id) in ((mentee.id, mentor.id), (mentor.id, mentee.id))
    ) as apart,
    exists (
        select from tandem
        where tandem.mentee_id = mentee.id and tandem.mentor_id = mentor.id and tandem.state <> 'closed'
    ) as tandem,
    exists (
        select from request
        where request.mentee_id = mentee.id and request.mentor_id = mentor.id and request.state = 'waiting'
    ) as asked,
    coalesce(closed_lately(asked.state, asked.closed_at), false) as answered_lately,
    exists (
        select from proposal
        where proposal.mentee_id = mentee.id and proposal.mentor_id = mentor.id and proposal.state = 'open'
    ) as proposed,
    exists (
        select from proposal
        where
            proposal.mentee_id = mentee.id
            and proposal.mentor_id = mentor.id
            and proposal.state in ('declined', 'expired')
            and closed_lately(proposal.state, proposal.closed_at)
    ) as proposed_lately,
    coalesce(
        (pair.mentee_verdict = 'pass' and pair.mentee_swiped_at >= now() - interval '30 days')
        or (pair.mentor_verdict = 'pass' and pair.mentor_swiped_at >= now() - interval '30 days'),
        false
    ) as passed_lately
from unnest($1::uuid[], $2::uuid[]) as couple (mentee_id, mentor_id)
join mentee on mentee.id = couple.mentee_id
join mentor on mentor.id = couple.mentor_id
join member as one on one.id = mentee.id
join member as other on other.id = mentor.id
join programme on programme.id = one.programme_id
join programme as gate on gate.id = other.programme_id
left join pair on pair.mentee_id = mentee.id and pair.mentor_id = mentor.id
left join lateral (
    select request.state, request.closed_at from request
    where request.mentee_id = mentee.id and request.mentor_id = mentor.id and not request.undone
    order by request.sent_at desc
    limit 1
) as asked on true;

-- name: clear_verdicts
-- What mentees $1 and mentors $2 said of each other before is lifted, but a mentor's yes to whoever never asked.
update pair set
    mentee_verdict = null,
    mentee_swiped_at = null,
    mentor_verdict = case when kept.stands then 'like' end,
    mentor_swiped_at = case when kept.stands then pair.mentor_swiped_at end
from (
    select
        pair.mentee_id,
        pair.mentor_id,
        pair.mentor_verdict = 'like'
        and not exists (
            select from request where request.mentee_id = pair.mentee_id and request.mentor_id = pair.mentor_id
        )
        and not exists (
            select from tandem where tandem.mentee_id = pair.mentee_id and tandem.mentor_id = pair.mentor_id
        ) as stands
    from unnest($1::uuid[], $2::uuid[]) as couple (mentee_id, mentor_id)
    join pair on pair.mentee_id = couple.mentee_id and pair.mentor_id = couple.mentor_id
    where pair.mentee_verdict is not null or pair.mentor_verdict is not null
) as kept
where pair.mentee_id = kept.mentee_id and pair.mentor_id = kept.mentor_id;

-- name: send_proposals
-- Mentees $1 and mentors $2 are proposed to each other by structure $3, staff $4, with note $5, of cohort $6; both are
-- told, but who has said yes before (good for $7, priority $8).
with sent as (
    insert into proposal (mentee_id, mentor_id, structure_id, staff_id, note, cohort_id)
    select couple.mentee_id, couple.mentor_id, $3, $4, $5, $6
    from unnest($1::uuid[], $2::uuid[]) as couple (mentee_id, mentor_id)
    returning id, mentee_id, mentor_id
),
told as (
    insert into outbox (kind, event_id, recipient_id, priority, expires_at)
    select 'TandemProposed', sent.id, reader.id, $8, now() + $7::interval
    from sent
    join pair on pair.mentee_id = sent.mentee_id and pair.mentor_id = sent.mentor_id
    cross join lateral (
        values (sent.mentee_id, null), (sent.mentor_id, pair.mentor_verdict)
    ) as reader (id, verdict)
    where reader.verdict is null
)
select id from sent;

-- name: deal_anew
-- The next deck of members $1 is dealt anew.
select deal_anew($1::uuid[]);

-- name: open_proposal
-- The open proposal of mentee $1 and mentor $2.
select id from proposal where mentee_id = $1 and mentor_id = $2 and state = 'open';

-- name: strangers
-- Which of mentee $2 and mentor $3 staff of structure $1 know nothing of: menteeId, mentorId.
select asked.field
from (values ('menteeId', $2::uuid, 'mentee'), ('mentorId', $3::uuid, 'mentor')) as asked (field, id, role)
where
    not exists (
        select from member
        where
            member.id = asked.id
            and member.role = asked.role
            and member.structure_id in (select structures_under($1))
    );

-- name: staff_proposals
-- Proposals to mentees in the scope of structure $1, newest first, before the cursor ($2 sent_at, $3 id), $4 at most;
-- of state $5, with member $6, of cohort $7; $8: only this one. Each wish is a case, of which a plan for any wish expects
-- half: it then walks from the newest until there are enough, instead of sorting them all.
with page as materialized (
    select
        proposal.id,
        proposal.state,
        proposal.note,
        proposal.sent_at,
        proposal.expires_at,
        proposal.closed_at,
        proposal.cohort_id,
        proposal.structure_id,
        proposal.staff_id,
        proposal.mentee_id,
        proposal.mentor_id
    from proposal
    join member on member.id = proposal.mentee_id
    where
        member.structure_id = any(array(select structures_under($1)))
        and proposal.sent_at <= coalesce($2::timestamptz, 'infinity')
        and case when $2 is null then true else (proposal.sent_at, proposal.id) < ($2, $3::uuid) end
        and case when $5::text is null then true else proposal.state = $5 end
        and case when $6::uuid is null then true else $6 in (proposal.mentee_id, proposal.mentor_id) end
        and case when $7::uuid is null then true else proposal.cohort_id = $7 end
        and case when $8::uuid is null then true else proposal.id = $8 end
    order by proposal.sent_at desc, proposal.id desc
    limit $4
)
select
    page.id,
    page.state,
    page.note,
    page.sent_at,
    page.expires_at,
    page.closed_at,
    page.cohort_id,
    structure.code as structure_code,
    staff.display_name as sent_by,
    one.id as mentee_id,
    one.first_name as mentee_first_name,
    one.last_name as mentee_last_name,
    other.id as mentor_id,
    other.first_name as mentor_first_name,
    other.last_name as mentor_last_name
from page
join structure on structure.id = page.structure_id
join staff on staff.id = page.staff_id
join member as one on one.id = page.mentee_id
join member as other on other.id = page.mentor_id
order by page.sent_at desc, page.id desc;

-- name: lock_mentee_of
-- Takes the lock that every change to the pairs of the mentee of proposal $2 takes first, if they are in the scope of
-- structure $1.
select mentee.id
from proposal
join mentee on mentee.id = proposal.mentee_id
join member on member.id = mentee.id
where proposal.id = $2 and member.structure_id in (select structures_under($1))
for no key update of mentee;

-- name: end_proposal
-- Open proposal $1 ends as $2; nothing when it has ended meanwhile.
update proposal set state = $2, closed_at = now()
where id = $1 and state = 'open'
returning mentee_id, mentor_id;

-- name: proposal_state
-- The state of proposal $1.
select state from proposal where id = $1;

-- name: overdue_proposals
-- Up to $1 open proposals whose time is over, oldest first.
select id, mentee_id from proposal
where state = 'open' and expires_at <= now()
order by expires_at
limit $1;

-- name: own_proposals
-- The proposals to member $1, newest first, before the cursor ($2 sent_at, $3 id), $4 at most. Those with somebody whom
-- they may not meet now are left out.
select
    proposal.id,
    other.id as member_id,
    proposal.note,
    structure.name as structure_name,
    case
        when proposal.state = 'formed' then 'tandem'
        when proposal.state = 'open' and proposal.expires_at > now() then 'open'
        else 'closed'
    end as state,
    case $1::uuid when pair.mentee_id then pair.mentee_verdict else pair.mentor_verdict end as your_verdict,
    proposal.sent_at,
    proposal.expires_at
from proposal
join pair on pair.mentee_id = proposal.mentee_id and pair.mentor_id = proposal.mentor_id
join structure on structure.id = proposal.structure_id
join member as other on
    other.id = case $1::uuid when proposal.mentee_id then proposal.mentor_id else proposal.mentee_id end
where
    $1 in (proposal.mentee_id, proposal.mentor_id)
    and may_meet(other)
    and ($2::timestamptz is null or (proposal.sent_at, proposal.id) < ($2, $3::uuid))
    and not exists (
        select from block where (blocker_id, blocked_id) in (($1, other.id), (other.id, $1))
    )
order by proposal.sent_at desc, proposal.id desc
limit $4;
