-- name: put_calendar
-- The calendar of uid $1 is read at the address whose secret hashes to $2, in language $3; at no other any more.
insert into calendar (member_id, secret_hash, locale)
select id, $2, $3 from member where uid = $1
on conflict (member_id) do update set
    secret_hash = excluded.secret_hash,
    locale = excluded.locale,
    made_at = now()
returning made_at;

-- name: delete_calendar
-- The calendar of uid $1 is read nowhere any more.
delete from calendar using member where member.id = calendar.member_id and member.uid = $1;

-- name: calendar_made_at
-- Since when the calendar of uid $1 has its address.
select calendar.made_at from calendar join member on member.id = calendar.member_id where member.uid = $1;

-- name: reader_of
-- Whose calendar is read at the address whose secret hashes to $1, and in which language.
select member.id, calendar.locale
from calendar
join member on member.id = calendar.member_id
where calendar.secret_hash = $1 and member.suspended_at is null;

-- name: entries_of
-- What the calendar of member $1 shows, $2 entries at most: meetings confirmed once, from a month ago on. Neither places
-- nor links, which people typed; the other's first name only while the two may hear of each other, and who introduces
-- them.
select
    meeting.id,
    meeting.revision,
    meeting.state,
    meeting.kind,
    meeting.place_kind,
    meeting.zone,
    meeting.starts_at,
    meeting.ends_at,
    meeting.changed_at,
    concat_ws(', ', other.first_name, officer.display_name) as with_whom
from tandem
join meeting on meeting.tandem_id = tandem.id
left join staff as officer on officer.id = meeting.officer_id
join member as other on other.id = case $1::uuid when tandem.mentee_id then tandem.mentor_id else tandem.mentee_id end
where
    $1 in (tandem.mentee_id, tandem.mentor_id)
    and meeting.starts_at > now() - interval '31 days'
    and on_speaking_terms($1, other.id)
order by meeting.starts_at desc, meeting.id
limit $2;
