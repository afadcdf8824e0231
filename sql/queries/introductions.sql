-- name: hold_two
-- The mentee, then the mentor of tandem $1, locked while an introduction is booked for both.
with two as (select mentee_id, mentor_id from tandem where id = $1),
first as materialized (
    select mentee.id, two.mentor_id from two join mentee on mentee.id = two.mentee_id
    for no key update of mentee
)
select mentor.id from first join mentor on mentor.id = first.mentor_id
for no key update of mentor;

-- name: lock_slots
-- Slot $2, and whatever slot tandem $1 has booked, locked in id order.
select id from introduction_slot
where id = $2 or (tandem_id = $1 and state = 'booked')
order by id
for update;

-- name: lock_officer
-- The calendar of officer $1, in which nobody else publishes until the transaction ends; nothing once they have left.
select id from staff where id = $1 and left_at is null for no key update;

-- name: is_awaited
-- Whether the two of tandem $1 are still to be introduced, and may meet. Those of a renewed tandem know each other.
select exists (
    select from tandem
    join programme on programme.id = tandem.programme_id
    where
        tandem.id = $1
        and tandem.state = 'formed'
        and tandem.renews_id is null
        and programme.introduction_required
        and on_speaking_terms(tandem.mentee_id, tandem.mentor_id)
        and on_speaking_terms(tandem.mentor_id, tandem.mentee_id)
);

-- name: free_slots
-- What tandem $1 may book from $2 on, the soonest first, after the cursor ($3 starts_at, $4 id), $5 at most: free slots
-- for its mentee's structure and its programme, at which neither of the two is in another meeting.
with recursive above as (
    select structure.id, structure.parent_id
    from tandem
    join member on member.id = tandem.mentee_id
    join structure on structure.id = member.structure_id
    where tandem.id = $1
    union
    select structure.id, structure.parent_id from above join structure on structure.id = above.parent_id
)
select
    slot.id,
    staff.display_name as officer,
    slot.starts_at,
    slot.ends_at,
    slot.kind,
    slot.place_kind,
    slot.place
from above
join introduction_slot as slot on slot.structure_id = above.id
join staff on staff.id = slot.staff_id
join tandem on tandem.id = $1
where
    slot.state = 'free'
    and slot.starts_at >= $2
    and ($3::timestamptz is null or (slot.starts_at, slot.id) > ($3, $4::uuid))
    and (slot.programme_id is null or slot.programme_id = tandem.programme_id)
    and staff.left_at is null
    and not exists (
        select from booking
        where
            booking.member_id in (tandem.mentee_id, tandem.mentor_id)
            and booking.during && tstzrange(slot.starts_at, slot.ends_at)
            -- It would make room for the new one.
            and not exists (
                select from introduction_slot as own
                where own.meeting_id = booking.meeting_id and own.tandem_id = tandem.id and own.state = 'booked'
            )
    )
order by slot.starts_at, slot.id
limit $5;

-- name: offer
-- Slot $2, if it serves tandem $1: its mentee's structure, and its programme.
select
    slot.starts_at,
    slot.state,
    slot.tandem_id,
    staff.left_at is null as staffed
from introduction_slot as slot
join staff on staff.id = slot.staff_id
join tandem on tandem.id = $1
join member on member.id = tandem.mentee_id
where
    slot.id = $2
    and member.structure_id in (select structures_under(slot.structure_id))
    and (slot.programme_id is null or slot.programme_id = tandem.programme_id);

-- name: booked_slot
-- The slot that tandem $1 has booked.
select id as slot_id, meeting_id, starts_at, ends_at from introduction_slot
where tandem_id = $1 and state = 'booked';

-- name: booked_slots_of
-- The tandems of member $1 whose introduction is still to come, in the order of locks, each with the other one.
select tandem.id, case when tandem.mentee_id = $1 then tandem.mentor_id else tandem.mentee_id end as other_id
from tandem
join introduction_slot as slot on slot.tandem_id = tandem.id and slot.state = 'booked' and slot.starts_at > now()
where $1 in (tandem.mentee_id, tandem.mentor_id)
order by tandem.id;

-- name: confirm_introduction
-- The two of tandem $1 meet an officer in slot $2: so says the side $3, or staff. The new meeting's id.
insert into meeting (
    id, tandem_id, state, proposed_by, kind, place_kind, place, link, zone, starts, minutes, starts_at, ends_at,
    confirmed_at, officer_id
)
select
    uuid_v7(), $1, 'confirmed', $3, kind, place_kind, place, link, 'Europe/Paris', array[starts_at],
    array[(extract(epoch from ends_at - starts_at) / 60)::integer], starts_at, ends_at, now(), staff_id
from introduction_slot where id = $2
returning id;

-- name: move_introduction
-- Meeting $1 is at the time and the place of slot $2, and with its officer: so says the side $3, or staff.
update meeting
set
    revision = revision + 1,
    proposed_by = $3,
    proposed_at = now(),
    kind = slot.kind,
    place_kind = slot.place_kind,
    place = slot.place,
    link = slot.link,
    starts = array[slot.starts_at],
    minutes = array[(extract(epoch from slot.ends_at - slot.starts_at) / 60)::integer],
    starts_at = slot.starts_at,
    ends_at = slot.ends_at,
    confirmed_at = now(),
    officer_id = slot.staff_id,
    changed_at = now()
from introduction_slot as slot
where meeting.id = $1 and slot.id = $2
returning meeting.revision;

-- name: revision_of
-- How often meeting $1 has changed.
select revision from meeting where id = $1;

-- name: book_slot
-- Slot $1 is tandem $2's, for meeting $3.
update introduction_slot set state = 'booked', tandem_id = $2, meeting_id = $3, changed_at = now() where id = $1;

-- name: free_slot
-- Slot $1 is nobody's again.
update introduction_slot set state = 'free', tandem_id = null, meeting_id = null, changed_at = now() where id = $1;

-- name: set_state
-- Slot $1 is $2.
update introduction_slot set state = $2, changed_at = now() where id = $1;

-- name: publish_slots
-- Slots $1 of officer $3 that start at $2 and take $4 minutes, for structure $5 and programme $6: kind $7, kind of place
-- $8, place $9, link $10. The ids of those that overlap none.
insert into introduction_slot (
    id, staff_id, structure_id, programme_id, starts_at, ends_at, kind, place_kind, place, link
)
select slot.id, $3, $5, $6, slot.starts_at, slot.starts_at + $4 * interval '1 minute', $7, $8, $9, $10
from unnest($1::uuid[], $2::timestamptz[]) as slot (id, starts_at)
on conflict do nothing
returning id;

-- name: change_slot
-- Slot $1 is from $2 to $3: kind $4, kind of place $5, place $6, link $7.
update introduction_slot
set starts_at = $2, ends_at = $3, kind = $4, place_kind = $5, place = $6, link = $7, changed_at = now()
where id = $1;

-- name: slots_under
-- Slots for structure $1 and those below it, the soonest first: from $2 until $3, of officer $4, in state $5 if given;
-- after the cursor ($6 starts_at, $7 id), $8 at most. $9: only these, whenever they are.
select
    slot.id,
    slot.staff_id as officer_id,
    staff.display_name as officer,
    slot.structure_id,
    slot.programme_id,
    slot.starts_at,
    slot.ends_at,
    slot.kind,
    slot.place_kind,
    slot.place,
    slot.link,
    slot.state,
    slot.tandem_id,
    slot.meeting_id,
    mentee.id as mentee_id,
    mentee.first_name as mentee_first_name,
    mentor.id as mentor_id,
    mentor.first_name as mentor_first_name
from introduction_slot as slot
join staff on staff.id = slot.staff_id
left join tandem on tandem.id = slot.tandem_id
left join member as mentee on mentee.id = tandem.mentee_id
left join member as mentor on mentor.id = tandem.mentor_id
where
    slot.structure_id in (select structures_under($1))
    and ($9::uuid[] is not null or (slot.starts_at >= $2 and slot.starts_at < $3))
    and ($4::uuid is null or slot.staff_id = $4)
    and ($5::text is null or slot.state = $5)
    and ($6::timestamptz is null or (slot.starts_at, slot.id) > ($6, $7::uuid))
    and ($9::uuid[] is null or slot.id = any($9))
order by slot.starts_at, slot.id
limit $8;

-- name: tandem_in_scope
-- The two of tandem $1, if its mentee's structure is $2 or below it.
select tandem.mentee_id, tandem.mentor_id from tandem
join member on member.id = tandem.mentee_id
where tandem.id = $1 and member.structure_id in (select structures_under($2));

-- name: list_awaiting
-- Tandems whose two are still to be introduced, their mentees of structure $1 and those below, the oldest first, after
-- the cursor ($2 formed_at, $3 id), $4 at most; in progress $5 if given.
select
    tandem.id as tandem_id,
    mentee.structure_id,
    tandem.programme_id,
    tandem.mentee_id,
    mentee.first_name as mentee_first_name,
    tandem.mentor_id,
    mentor.first_name as mentor_first_name,
    tandem.formed_at,
    both_signed(tandem.id) as both_signed,
    slot.id as slot_id,
    staff.display_name as officer,
    slot.starts_at,
    stage.progress
from tandem
join programme on programme.id = tandem.programme_id
join member as mentee on mentee.id = tandem.mentee_id
join member as mentor on mentor.id = tandem.mentor_id
left join introduction_slot as slot on slot.tandem_id = tandem.id and slot.state = 'booked'
left join staff on staff.id = slot.staff_id
cross join lateral (
    select case when slot.id is null then 'to_book' when slot.starts_at > now() then 'booked' else 'to_tell' end as progress
) as stage
where
    tandem.state = 'formed'
    and tandem.renews_id is null
    and programme.introduction_required
    and mentee.structure_id in (select structures_under($1))
    and mentee.suspended_at is null
    and mentor.suspended_at is null
    and ($2::timestamptz is null or (tandem.formed_at, tandem.id) > ($2, $3::uuid))
    and ($5::text is null or stage.progress = $5)
order by tandem.formed_at, tandem.id
limit $4;

-- name: slots_without_officer
-- The slots to come of officer $1 that they cannot hold any more: they left, or decide on no introductions there.
select slot.id, slot.structure_id
from introduction_slot as slot
join staff on staff.id = slot.staff_id
where
    slot.staff_id = $1
    and slot.state in ('free', 'booked')
    and slot.starts_at > now()
    and not (
        staff.left_at is null
        and staff.role in ('officer', 'administrator')
        and slot.structure_id in (select structures_under(staff.structure_id))
    )
order by slot.id;

-- name: put_calendar
-- The introductions of officer $1 are read at the address whose secret hashes to $2, in language $3; at no other.
insert into introduction_calendar (staff_id, secret_hash, locale) values ($1, $2, $3)
on conflict (staff_id) do update set
    secret_hash = excluded.secret_hash,
    locale = excluded.locale,
    made_at = now()
returning made_at;

-- name: delete_calendar
-- The introductions of officer $1 are read nowhere any more.
delete from introduction_calendar where staff_id = $1;

-- name: calendar_made_at
-- Since when the introductions of officer $1 have their address.
select made_at from introduction_calendar where staff_id = $1;

-- name: reader_of
-- Whose introductions are read at the address whose secret hashes to $1, and in which language.
select staff.id, introduction_calendar.locale
from introduction_calendar
join staff on staff.id = introduction_calendar.staff_id
where introduction_calendar.secret_hash = $1 and staff.left_at is null;

-- name: entries_of
-- What the calendar of officer $1 shows, $2 entries at most: first meetings from a month ago on, and nobody's name.
select
    id,
    revision,
    state,
    kind,
    place_kind,
    zone,
    starts_at,
    ends_at,
    changed_at
from meeting
where officer_id = $1 and starts_at > now() - interval '31 days'
order by starts_at desc, id
limit $2;
