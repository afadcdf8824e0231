-- Some of what is at risk was picked up, and some of that closed.

insert into care (kind, subject_id, structure_id, picked_up_by, picked_up_at, closed_by, closed_at, done)
select
    at_risk.kind, at_risk.subject_id, at_risk.structure_id, officer.id, now(),
    case when picked.number < 3 then officer.id end,
    case when picked.number < 3 then now() end,
    case when picked.number < 3 then 'Appelés tous les deux.' end
from at_risk
cross join lateral (select abs(hashtext(at_risk.subject_id::text)) % 10 as number) as picked
cross join (select id from staff where role = 'officer' order by uid limit 1) as officer
where picked.number < 6
on conflict (kind, subject_id) do nothing;
