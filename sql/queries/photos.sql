-- name: announce_files
-- Files of photo $1 are about to be written: unless the photo is added within the hour, they are left over.
insert into photo_leftover (photo_id, due_at) values ($1, now() + interval '1 hour');

-- name: claim_files
-- The files of photo $1 belong to it: nothing if they were deleted meanwhile.
delete from photo_leftover where photo_id = $1 and due_at > now() returning photo_id;

-- name: lock_sender
-- Member $1, so that their photos change one after the other.
select id, structure_id from member where id = $1 for no key update;

-- name: remove_waiting
-- The photos of member $1 that nobody sees: what waited for staff, or was refused.
delete from photo where member_id = $1 and state <> 'accepted';

-- name: add_photo
-- Member $2 sent photo $1, for which thumbhash $3 stands.
insert into photo (id, member_id, thumbhash) values ($1, $2, $3);

-- name: own_photo
-- The photo that the member of uid $1 sent last.
select
    photo.id,
    photo.state,
    photo.thumbhash,
    case when photo.state <> 'refused' then photo_link(photo.id) end as path,
    photo.sent_at,
    photo.decided_at,
    photo.refusal,
    photo.refusal_text
from photo
join member on member.id = photo.member_id
where member.uid = $1
order by photo.sent_at desc, photo.id desc
limit 1;

-- name: remove_photos
-- Every photo of member $1; the states they were in.
delete from photo where member_id = $1 returning state;

-- name: renew_face
-- Cards of member $1 are drawn up again.
update member set profile_version = profile_version + 1 where id = $1;

-- name: may_show
-- Whether the files of photo $1 may be shown on a link good until $2 (in Unix seconds) that is signed $3.
select
    $3::text = photo_signature($1::uuid, $2::bigint)
    and $2::bigint > extract(epoch from now())
    and exists (select from photo where id = $1::uuid and state <> 'refused');

-- name: leftovers
-- Photos, at most $1, whose files are to be deleted.
select photo_id from photo_leftover where due_at <= now() order by due_at limit $1;

-- name: forget_leftover
-- The files of photo $1 are gone.
delete from photo_leftover where photo_id = $1;

-- name: waiting_photos
-- Photos that await staff of structure $1, in the order they were sent; after ($2, $3), at most $4.
select
    photo.id,
    photo.member_id,
    member.role,
    member.first_name,
    structure.code as structure_code,
    photo_link(photo.id) as path,
    photo.thumbhash,
    photo.sent_at,
    promise.due_at
from photo
join member on member.id = photo.member_id
join structure on structure.id = member.structure_id
left join promise on
    promise.kind = 'photo-looked-at' and promise.subject_id = member.id
    and promise.kept_at is null and promise.dropped_at is null
where
    photo.state = 'pending'
    and member.structure_id in (select structures_under($1))
    and ($2::timestamptz is null or (photo.sent_at, photo.id) > ($2, $3::uuid))
order by photo.sent_at, photo.id
limit $4;

-- name: lock_photo
-- Photo $1 and its member, if staff of structure $2 may decide on it.
select photo.id, photo.member_id, photo.state
from photo
join member on member.id = photo.member_id
where photo.id = $1 and member.structure_id in (select structures_under($2))
for no key update of member, photo;

-- name: remove_others
-- The photos of member $1 in state $2 make room for another.
delete from photo where member_id = $1 and state = $2;

-- name: accept_photo
-- Others see photo $1 from now on, on the word of staff $2.
update photo set state = 'accepted', decided_at = now(), decided_by = $2 where id = $1;

-- name: refuse_photo
-- Nobody sees photo $1 any more, on the word of staff $2, because $3; to its owner they say $4.
update photo
set state = 'refused', decided_at = now(), decided_by = $2, refusal = $3, refusal_text = $4
where id = $1;
