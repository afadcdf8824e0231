-- name: faces
-- What a card or a tandem shows of members $1; never a last name, an age or a precise place.
select
    member.id,
    member.role,
    face_version(member) as version,
    member.first_name,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.about,
    mentor.job_title,
    mentor.company_name,
    photo_link(photo.id) as photo_path,
    photo.thumbhash as photo_hash
from member
left join mentor on mentor.id = member.id
left join photo on photo.member_id = member.id and photo.state = 'accepted'
where member.id = any($1::uuid[]);
