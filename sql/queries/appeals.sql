-- name: lock_own_sanction
-- The structure of the member of uid $1, whose sanction $2 nobody else appeals against until the transaction ends; nothing
-- if it is not theirs, or only proposed.
select member.structure_id from sanction
join member on member.id = sanction.member_id
where member.uid = $1 and sanction.id = $2 and sanction.state in ('active', 'lifted')
for no key update of sanction;

-- name: put_appeal
-- The member appeals against sanction $1 with text $2.
insert into appeal (sanction_id, text) values ($1, $2)
returning id;

-- name: list_appeals
-- The appeals in the scope of staff $1 of structure $2 that wait for an answer, the most pressing first, after the cursor
-- ($3 due_at, $4 id), $5 at most. `yours`: against what $1 gave or confirmed, and so for somebody else.
select
    appeal.id, appeal.sanction_id, sanction.member_id, sanction.kind, sanction.reason, appeal.text, appeal.appealed_at,
    promise.due_at, promise.due_at < now() as overdue, appeal.outcome, appeal.answer, appeal.decided_by,
    appeal.decided_at, $1 in (sanction.given_by, coalesce(sanction.confirmed_by, sanction.given_by)) as yours
from appeal
join sanction on sanction.id = appeal.sanction_id
join member on member.id = sanction.member_id
join promise on promise.subject_id = appeal.id and promise.kind = 'appeal-answered'
where
    appeal.outcome is null
    and sanction.state = 'active'
    and member.structure_id in (select structures_under($2))
    and member.uid <> (select uid from staff where staff.id = $1)
    and ($3::timestamptz is null or (promise.due_at, appeal.id) > ($3, $4::uuid))
order by promise.due_at, appeal.id
limit $5;

-- name: appeal_in_scope
-- Appeal $3, if staff $1 of structure $2 may see it.
select
    appeal.id, appeal.sanction_id, sanction.member_id, sanction.kind, sanction.reason, appeal.text, appeal.appealed_at,
    promise.due_at, appeal.outcome is null and promise.due_at < now() as overdue, appeal.outcome, appeal.answer,
    appeal.decided_by, appeal.decided_at,
    $1 in (sanction.given_by, coalesce(sanction.confirmed_by, sanction.given_by)) as yours
from appeal
join sanction on sanction.id = appeal.sanction_id
join member on member.id = sanction.member_id
join promise on promise.subject_id = appeal.id and promise.kind = 'appeal-answered'
where
    appeal.id = $3
    and member.structure_id in (select structures_under($2))
    and member.uid <> (select uid from staff where staff.id = $1);

-- name: decide_appeal
-- Staff $2 decides $3 on appeal $1, with answer $4 for the member; nothing when somebody has.
update appeal set outcome = $3, answer = $4, decided_by = $2, decided_at = now()
where id = $1 and outcome is null
returning id;
