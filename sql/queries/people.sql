-- name: faces
-- What a card or a tandem shows of members $1; never a last name, an age or a precise place.
select
    member.id,
    member.role,
    member.profile_version,
    member.first_name,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.about,
    mentor.job_title,
    mentor.company_name
from member
left join mentor on mentor.id = member.id
where member.id = any($1::uuid[]);
