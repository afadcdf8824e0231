-- name: say_of_meeting
-- What the side $2 says of meeting $1: $3.
update meeting
set
    mentee_said = case $2 when 'mentee' then $3 else mentee_said end,
    mentee_said_at = case $2 when 'mentee' then now() else mentee_said_at end,
    mentor_said = case $2 when 'mentor' then $3 else mentor_said end,
    mentor_said_at = case $2 when 'mentor' then now() else mentor_said_at end
where id = $1;

-- name: is_settled
-- Whether staff have settled what came of meeting $1.
select exists (select from dispute where meeting_id = $1 and settled_at is not null);

-- name: open_disputes
-- What the two of meeting $1 disagree about goes to staff.
insert into dispute (meeting_id, member_id, cause)
select meeting.id, side.member_id, 'disagreement'
from meeting
join tandem on tandem.id = meeting.tandem_id
cross join lateral (values ('mentee', tandem.mentee_id), ('mentor', tandem.mentor_id)) as side (role, member_id)
where meeting.id = $1 and mark_of(meeting, side.role) = 'contested'
on conflict (meeting_id, member_id, cause) do nothing;

-- name: drop_disputes
-- What the two of meeting $1 agree about by now is no dispute.
delete from dispute
using meeting, tandem
where
    dispute.meeting_id = $1
    and dispute.cause = 'disagreement'
    and dispute.settled_at is null
    and meeting.id = dispute.meeting_id
    and tandem.id = meeting.tandem_id
    and mark_of(meeting, case dispute.member_id when tandem.mentee_id then 'mentee' else 'mentor' end)
    is distinct from 'contested';

-- name: marks_of
-- The marks of member $1 within a year, the latest first, $2 at most: staff's verdict, else what the two said.
select
    meeting.id as meeting_id,
    meeting.tandem_id,
    meeting.starts_at,
    coalesce(ruling.verdict, said.mark) as mark,
    ruling.why,
    appeal.opened_at as appealed_at,
    appeal.verdict as appeal_verdict
from member
join tandem on member.id in (tandem.mentee_id, tandem.mentor_id)
join meeting on meeting.tandem_id = tandem.id and meeting.starts_at > now() - interval '1 year'
cross join lateral (select mark_of(meeting, member.role) as mark) as said
left join lateral (
    select dispute.verdict, dispute.why from dispute
    where dispute.meeting_id = meeting.id and dispute.member_id = member.id and dispute.settled_at is not null
    order by dispute.settled_at desc, dispute.id desc
    limit 1
) as ruling on true
left join dispute as appeal
    on appeal.meeting_id = meeting.id and appeal.member_id = member.id and appeal.cause = 'appeal'
where member.id = $1 and coalesce(ruling.verdict, said.mark) is not null
order by meeting.starts_at desc, meeting.id
limit $2;

-- name: appeal
-- Member $2 does not agree with their mark of meeting $1, and says why: $3.
insert into dispute (meeting_id, member_id, cause, words)
values ($1, $2, 'appeal', $3)
on conflict (meeting_id, member_id, cause) do nothing;

-- name: list_disputes
-- Disputes about members of structure $1 and below, settled ones or not ($2), the latest first, before the cursor ($3
-- opened_at, $4 id), $5 at most; $6: only this one, settled or not.
select
    dispute.id,
    dispute.meeting_id,
    meeting.starts_at,
    meeting.cancelled_at,
    dispute.member_id,
    member.first_name,
    member.role,
    dispute.cause,
    dispute.words,
    case member.role when 'mentee' then meeting.mentee_said else meeting.mentor_said end as said,
    case member.role when 'mentee' then meeting.mentor_said else meeting.mentee_said end as other_said,
    dispute.opened_at,
    dispute.verdict,
    dispute.why,
    dispute.settled_at
from dispute
join meeting on meeting.id = dispute.meeting_id
join member on member.id = dispute.member_id
where
    member.structure_id in (select structures_under($1))
    and case when $6::uuid is null then (dispute.settled_at is not null) = $2 else dispute.id = $6 end
    and ($3::timestamptz is null or (dispute.opened_at, dispute.id) < ($3, $4::uuid))
order by dispute.opened_at desc, dispute.id desc
limit $5;

-- name: settle_dispute
-- Dispute $1 is settled with verdict $2, because $3, by staff $4; once.
update dispute
set verdict = $2, why = $3, settled_by = $4, settled_at = now()
where id = $1 and settled_at is null
returning id;

-- name: member_in_scope
-- Member $1, if they belong to structure $2 or below.
select id from member where id = $1 and structure_id in (select structures_under($2));
