-- name: form_tandem
-- Takes a seat of mentor $2 and forms the tandem with mentee $1 ($3 programme, $4 exclusive); nothing when no seat is free.
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
insert into tandem (mentee_id, mentor_id, programme_id, exclusive)
select $1, seat.id, $3, $4 from seat
returning id;

-- name: close_tandems_between
-- Ends the open tandem of mentee $1 and mentor $2, for reason $3, and gives the seat back.
with closed as (
    update tandem set state = 'closed', closed_at = now(), closed_reason = $3
    where mentee_id = $1 and mentor_id = $2 and state <> 'closed'
    returning mentee_id, mentor_id
),
counted as (
    update mentee set tandems_open = tandems_open - 1, waiting_since = now()
    from closed
    where mentee.id = closed.mentee_id
)
update mentor set seats_taken = seats_taken - 1
from closed
where mentor.id = closed.mentor_id;

-- name: list_tandems
-- The tandems of uid $1, newest first, before the cursor ($2 formed_at, $3 id), $4 at most; $5: only this one.
select
    tandem.id,
    tandem.state,
    tandem.formed_at,
    tandem.closed_at,
    tandem.mentor_id,
    tandem.mentee_id
from tandem
join member as caller on caller.uid = $1 and caller.id in (tandem.mentor_id, tandem.mentee_id)
where
    ($5::uuid is null or tandem.id = $5)
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
