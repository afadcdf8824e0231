-- migrate:up

-- What ranking reads of each card: read whole by a census, and a few at a time as they change.
create view market_mentor as
select
    member.id,
    member.rank,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    may_meet(member)
    and member.paused_at is null
    and mentor.verified_at is not null
    and (mentor.trained_at is not null or not programme.training_required)
    and mentor.seats_taken < mentor.capacity as eligible,
    coalesce(extract(epoch from member.shown_at), '-infinity')::double precision as shown_at,
    mentor.requests_waiting as waiting,
    greatest(mentor.capacity - mentor.seats_taken, 0) as seats_free,
    mentor.yes_weight,
    mentor.answer_weight,
    extract(epoch from mentor.answered_at)::double precision as answered_at,
    extract(epoch from member.last_seen_at)::double precision as last_seen_at
from mentor
join member on member.id = mentor.id
join programme on programme.id = member.programme_id;

create view market_mentee as
select
    member.id,
    member.rank,
    member.area_code,
    member.sectors,
    member.goals,
    member.modalities,
    member.languages,
    member.availability,
    may_meet(member)
    and member.paused_at is null
    and not (programme.one_tandem_at_a_time and mentee.tandems_open > 0) as eligible,
    coalesce(extract(epoch from member.shown_at), '-infinity')::double precision as shown_at,
    mentee.requests_waiting as waiting,
    mentee.tandems_open as tandems,
    extract(epoch from mentee.waiting_since)::double precision as waiting_since
from mentee
join member on member.id = mentee.id
join programme on programme.id = member.programme_id;

-- migrate:down

drop view market_mentee;
drop view market_mentor;
