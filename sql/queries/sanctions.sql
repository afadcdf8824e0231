-- name: lock_member
-- Member $1, whose sanctions nobody else changes until the transaction ends.
select id, uid, phone, role, structure_id from member where id = $1 for no key update;

-- name: member_in_scope
-- Whether staff $1 of structure $2 may sanction member $3, who is not themselves.
select exists (
    select from member
    where
        member.id = $3
        and member.structure_id in (select structures_under($2))
        and member.uid <> (select uid from staff where staff.id = $1)
);

-- name: put_sanction
-- Sanction $1 of member $2, after report $3: kind $4, reason $5, state $6, until $7, given by staff $8. Nothing when the
-- id is known.
insert into sanction (id, member_id, report_id, kind, reason, state, until, given_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (id) do nothing
returning id;

-- name: sanction_in_scope
-- Sanction $3, if staff $1 of structure $2 may see it.
select
    sanction.id, sanction.member_id, sanction.report_id, sanction.kind, sanction.reason, sanction.state, sanction.until,
    sanction.given_by, sanction.given_at, sanction.confirmed_by, sanction.confirmed_at, sanction.lifted_by,
    sanction.lifted_at
from sanction
join member on member.id = sanction.member_id
where
    sanction.id = $3
    and member.structure_id in (select structures_under($2))
    and member.uid <> (select uid from staff where staff.id = $1);

-- name: read_sanction
-- Sanction $1.
select
    id, member_id, report_id, kind, reason, state, until, given_by, given_at, confirmed_by, confirmed_at, lifted_by,
    lifted_at
from sanction where id = $1;

-- name: confirm_sanction
-- Staff $2 confirms the ban that sanction $1 proposes.
update sanction set state = 'active', confirmed_by = $2, confirmed_at = now()
where id = $1 and state = 'proposed';

-- name: lift_sanction
-- Sanction $1 is lifted by staff $2 (nobody: it ran out), or withdrawn if it was only proposed; nothing when it has ended.
update sanction
set state = case state when 'proposed' then 'withdrawn' else 'lifted' end, lifted_by = $2, lifted_at = now()
where id = $1 and state in ('proposed', 'active')
returning state;

-- name: apply_sanctions
-- Member $1 is suspended and hidden as their active sanctions say.
update member
set suspended_at = weighing.suspended_at, hidden_at = weighing.hidden_at
from (
    select
        min(coalesce(confirmed_at, given_at)) filter (where kind in ('suspension', 'ban')) as suspended_at,
        min(given_at) filter (where kind = 'hiding') as hidden_at
    from sanction where member_id = $1 and state = 'active'
) as weighing
where
    member.id = $1
    and (member.suspended_at, member.hidden_at) is distinct from (weighing.suspended_at, weighing.hidden_at);

-- name: list_sanctions
-- The sanctions that staff $1 of structure $2 may see, in state $3 and of member $4 where given, newest first, before the
-- cursor ($5 given_at, $6 id), $7 at most.
select
    sanction.id, sanction.member_id, sanction.report_id, sanction.kind, sanction.reason, sanction.state, sanction.until,
    sanction.given_by, sanction.given_at, sanction.confirmed_by, sanction.confirmed_at, sanction.lifted_by,
    sanction.lifted_at
from sanction
join member on member.id = sanction.member_id
where
    member.structure_id in (select structures_under($2))
    and member.uid <> (select uid from staff where staff.id = $1)
    and ($3::text is null or sanction.state = $3)
    and ($4::uuid is null or sanction.member_id = $4)
    and ($5::timestamptz is null or (sanction.given_at, sanction.id) < ($5, $6::uuid))
order by sanction.given_at desc, sanction.id desc
limit $7;

-- name: own_sanctions
-- What was decided about the member of uid $1, newest first, before the cursor ($2 effective_at, $3 id), $4 at most; $5:
-- only this one. What is only proposed they do not know.
select
    sanction.id,
    sanction.kind,
    sanction.reason,
    sanction.state,
    sanction.until,
    coalesce(sanction.confirmed_at, sanction.given_at) as effective_at,
    sanction.lifted_at,
    appeal.text as appeal,
    appeal.appealed_at,
    appeal.outcome,
    appeal.answer,
    appeal.decided_at as answered_at
from sanction
join member on member.id = sanction.member_id
left join appeal on appeal.sanction_id = sanction.id
where
    member.uid = $1
    and sanction.state in ('active', 'lifted')
    and ($5::uuid is null or sanction.id = $5)
    and (
        $2::timestamptz is null
        or (coalesce(sanction.confirmed_at, sanction.given_at), sanction.id) < ($2, $3::uuid)
    )
order by effective_at desc, sanction.id desc
limit $4;

-- name: is_member
-- Whether uid $1 has a profile, suspended or not.
select exists (select from member where uid = $1);

-- name: lock_mentees_asking
-- Member $1 as a mentee, or the mentees who wait for them and those in a tandem with them, locked in id order.
select id from mentee
where
    id = $1
    or id in (select mentee_id from request where mentor_id = $1 and state = 'waiting')
    or id in (select mentee_id from tandem where mentor_id = $1 and state <> 'closed')
order by id
for no key update;

-- name: lock_pairs_of
-- The pairs of member $1 that are in a tandem, locked in id order after the mentees.
select pair.mentee_id from pair
join tandem on
    tandem.mentee_id = pair.mentee_id
    and tandem.mentor_id = pair.mentor_id
    and tandem.state <> 'closed'
where $1 in (tandem.mentee_id, tandem.mentor_id)
order by pair.mentee_id, pair.mentor_id
for no key update of pair;

-- name: lock_mentors_asked
-- Member $1 as a mentor, or the mentors whom they ask and those in a tandem with them, locked in id order after the
-- mentees.
select id from mentor
where
    id = $1
    or id in (select mentor_id from request where mentee_id = $1 and state = 'waiting')
    or id in (select mentor_id from tandem where mentee_id = $1 and state <> 'closed')
order by id
for no key update;

-- name: withdraw_requests_of
-- Mentee $1 no longer asks anybody.
update request set state = 'withdrawn', closed_at = now() where mentee_id = $1 and state = 'waiting';

-- name: release_requests_to
-- Nobody waits any more for mentor $1, who cannot answer.
update request set state = 'released', closed_at = now()
where mentor_id = $1 and state = 'waiting'
returning id, mentee_id;

-- name: sanctions_run_out
-- Up to $1 sanctions whose time is over.
select id, member_id from sanction
where state = 'active' and until <= now()
order by until
limit $1;

-- name: sanctions_crossed
-- Up to $1 sanctions in force in spite of which something was asked, or formed, in the same instant.
select sanction.id, sanction.member_id from sanction
where
    sanction.state = 'active'
    and (
        (
            sanction.kind <> 'warning'
            and exists (select from request where mentee_id = sanction.member_id and state = 'waiting')
        )
        or (
            sanction.kind in ('suspension', 'ban')
            and exists (select from request where mentor_id = sanction.member_id and state = 'waiting')
        )
        or (
            sanction.kind = 'ban'
            and exists (
                select from tandem where sanction.member_id in (mentee_id, mentor_id) and state <> 'closed'
            )
        )
    )
order by sanction.id
limit $1;
