-- name: pair_to_block
-- The pair that uid $1 and member $2 make, its mentee locked; the same with no pair when both have one role.
select
    caller.id as blocker_id,
    caller.role,
    case caller.role when 'mentee' then caller.id else other.id end as mentee_id,
    case caller.role when 'mentor' then caller.id else other.id end as mentor_id,
    caller.role <> other.role as makes_a_pair
from member as caller
join member as other on other.id = $2 and other.id <> caller.id
where caller.uid = $1;

-- name: hold_mentee
-- Locks mentee $1 by a change: a like under way, whose view of the blocks is older, then asks nothing (ask_new_cards).
update mentee set waiting_since = waiting_since where id = $1;

-- name: put_block
-- Member $1 no longer meets member $2 anywhere.
insert into block (blocker_id, blocked_id) values ($1, $2)
on conflict do nothing;

-- name: lift_block
-- The member of uid $1 lets $2 be met again.
delete from block using member
where member.uid = $1 and blocker_id = member.id and blocked_id = $2;

-- name: turn_away
-- After a block by role $3, a stored like of theirs in the pair of mentee $1 and mentor $2 is one no more.
update pair
set
    mentee_verdict = case when $3 = 'mentee' and mentee_verdict = 'like' then 'pass' else mentee_verdict end,
    mentor_verdict = case when $3 = 'mentor' and mentor_verdict = 'like' then 'pass' else mentor_verdict end
where mentee_id = $1 and mentor_id = $2;

-- name: waiting_request_between
-- The request of mentee $1 that mentor $2 has not answered.
select id from request where mentee_id = $1 and mentor_id = $2 and state = 'waiting';
