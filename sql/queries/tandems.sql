-- name: form_tandem
-- Takes a seat of mentor $2 and forms the tandem with mentee $1 ($3 programme, $4 exclusive, $5 the one it renews);
-- nothing when no seat is free.
with seat as (
    update mentor set seats_taken = seats_taken + 1
    where id = $2 and seats_taken < capacity
    returning id
),
counted as (
    update mentee set tandems_open = tandems_open + 1
    from seat
    where mentee.id = $1
)
insert into tandem (mentee_id, mentor_id, programme_id, exclusive, renews_id)
select $1, seat.id, $3, $4, $5 from seat
returning id;

-- name: lock_mentee_of
-- Takes the lock that every move of tandem $1 takes first: its mentee's.
select mentee.id from tandem
join mentee on mentee.id = tandem.mentee_id
where tandem.id = $1
for no key update of mentee;

-- name: move_tandem
-- Tandem $1 goes to state $2, for $3, moved by $4 ($5 of the staff). Moves that are not allowed raise.
update tandem set state = $2, moved_for = $3, moved_by = $4, moved_by_staff = $5 where id = $1;

-- name: close_tandem
-- Tandem $1 ends for $2, with reason $3, moved by $4 ($5 of the staff), and its seat is free; nothing if it has ended.
with closed as (
    update tandem set state = 'closed', closed_reason = $3, moved_for = $2, moved_by = $4, moved_by_staff = $5
    where id = $1 and state <> 'closed'
    returning mentee_id, mentor_id
),
counted as (
    update mentee set tandems_open = tandems_open - 1, waiting_since = now()
    from closed
    where mentee.id = closed.mentee_id
)
update mentor set seats_taken = seats_taken - 1
from closed
where mentor.id = closed.mentor_id
returning mentor.id;

-- name: part_pair
-- The two of tandem $1 no longer like each other: neither is the other's card for a while, and no old like forms
-- another tandem by itself.
update pair
set mentee_verdict = 'pass', mentor_verdict = 'pass', mentee_swiped_at = now(), mentor_swiped_at = now()
from tandem
where tandem.id = $1 and pair.mentee_id = tandem.mentee_id and pair.mentor_id = tandem.mentor_id;

-- name: put_closure
-- What the one of role $2 said as they ended tandem $1: reason $3, note $4.
insert into closure (tandem_id, role, reason, note) values ($1, $2, $3, $4);

-- name: open_tandem_between
-- The tandem of mentee $1 and mentor $2 that is not closed.
select id from tandem where mentee_id = $1 and mentor_id = $2 and state <> 'closed';

-- name: open_tandems_of
-- The tandems of member $1 that are not closed, in the order of locks, each with the other one.
select id, case when mentee_id = $1 then mentor_id else mentee_id end as other_id
from tandem
where $1 in (mentee_id, mentor_id) and state <> 'closed'
order by mentee_id, mentor_id;

-- name: lock_mentees_in_tandem_with
-- Every mentee whose tandem ends when member $1 leaves theirs, locked in id order.
select id from mentee
where id in (select mentee_id from tandem where $1 in (mentee_id, mentor_id) and state <> 'closed')
order by id
for no key update;

-- name: stage
-- How far tandem $1 is from being active: who has not signed, and whether nothing is missing any more. The two of a
-- renewed tandem know each other.
select
    tandem.state,
    tandem.mentee_id,
    tandem.mentor_id,
    array(
        select person.id
        from (values ('mentee', tandem.mentee_id), ('mentor', tandem.mentor_id)) as person (role, id)
        where not exists (
            select from signature where signature.tandem_id = tandem.id and signature.role = person.role
        )
    ) as unsigned,
    both_signed(tandem.id) and (
        tandem.state = 'introduced'
        or (tandem.state = 'formed' and (tandem.renews_id is not null or not programme.introduction_required))
    ) as ready
from tandem
join programme on programme.id = tandem.programme_id
where tandem.id = $1;

-- name: mentee_in_scope
-- The mentee of tandem $1, if their structure is $2 or below it.
select member.id from tandem
join member on member.id = tandem.mentee_id
where tandem.id = $1 and member.structure_id in (select structures_under($2));

-- name: list_tandems
-- The tandems of uid $1, newest first, before the cursor ($2 formed_at, $3 id), $4 at most; $5: only these.
select
    tandem.id,
    tandem.state,
    tandem.formed_at,
    tandem.activated_at,
    tandem.closed_at,
    tandem.mentor_id,
    tandem.mentee_id,
    caller.role,
    programme.introduction_required,
    (
        select (tandem.activated_at at time zone 'Europe/Paris' + months * interval '1 month')::date
        from programme_version
        where
            programme_version.programme_id = tandem.programme_id
            and effective_on <= (tandem.activated_at at time zone 'Europe/Paris')::date
        order by effective_on desc
        limit 1
    ) as expected_end_on,
    closure.role as closed_by,
    closure.reason as closed_reason,
    tandem.renews_id,
    (select next.id from tandem as next where next.renews_id = tandem.id) as renewed_as,
    array(select renewal.role from renewal where renewal.tandem_id = tandem.id order by asked_at) as renewal_asked_by,
    (
        select coalesce(jsonb_agg(jsonb_build_object(
            'role', signature.role, 'version', charter_version, 'signed_at', signed_at
        ) order by signed_at, signature.role), '[]')
        from signature where signature.tandem_id = tandem.id
    ) as signatures,
    (
        select jsonb_build_object(
            'goals', count(*),
            'reached', count(reached_at),
            'steps', coalesce(sum(steps), 0),
            'done', coalesce(sum(done), 0)
        )
        from tandem_goal
        cross join lateral (
            select count(*) as steps, count(done_at) as done from tandem_step
            where tandem_step.tandem_id = tandem_goal.tandem_id and tandem_step.goal_id = tandem_goal.id
        ) as counted
        where tandem_goal.tandem_id = tandem.id
    ) as goals,
    (
        select jsonb_agg(jsonb_build_object(
            'state', to_state, 'cause', cause, 'mover', moved_by, 'moved_at', moved_at
        ) order by sequence)
        from tandem_event where tandem_event.tandem_id = tandem.id
    ) as history
from tandem
join member as caller on caller.uid = $1 and caller.id in (tandem.mentor_id, tandem.mentee_id)
join programme on programme.id = tandem.programme_id
left join closure on closure.tandem_id = tandem.id
where
    ($5::uuid[] is null or tandem.id = any($5))
    and ($2::timestamptz is null or (tandem.formed_at, tandem.id) < ($2, $3::uuid))
    and not exists (
        select from block
        where
            (blocker_id, blocked_id) in (
                (tandem.mentor_id, tandem.mentee_id), (tandem.mentee_id, tandem.mentor_id)
            )
    )
order by tandem.formed_at desc, tandem.id desc
limit $4;

-- name: joined
-- Tandem $2 as the member of uid $1, one of its two, stands in it; nothing for strangers, for the suspended, and where
-- one has blocked the other.
select
    tandem.id,
    tandem.state,
    caller.role,
    caller.id as member_id,
    case caller.role when 'mentee' then tandem.mentor_id else tandem.mentee_id end as other_id,
    tandem.mentee_id,
    tandem.mentor_id,
    tandem.programme_id,
    tandem.formed_at,
    tandem.activated_at,
    tandem.closed_at,
    both_signed(tandem.id) as both_signed
from tandem
join member as caller on caller.uid = $1 and caller.id in (tandem.mentor_id, tandem.mentee_id)
where
    tandem.id = $2
    and caller.suspended_at is null
    and not exists (
        select from block
        where
            (blocker_id, blocked_id) in (
                (tandem.mentor_id, tandem.mentee_id), (tandem.mentee_id, tandem.mentor_id)
            )
    );

-- name: hold_tandem
-- Locks tandem $1, marked as changed: whoever moves or writes in it waits, and a phone hears of it.
update tandem set changed_xid = pg_current_xact_id() where id = $1;
