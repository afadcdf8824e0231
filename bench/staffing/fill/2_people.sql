-- Members, one in six a mentor, over the last 400 days; by what they are found; what is checked of mentors; photos.

set session_replication_role = replica;

create table bench.person as
select
    n,
    now() - interval '400 days' * (1 - n / ((select members from bench.size) + 1.0)) as joined_at,
    bench.id(now() - interval '400 days' * (1 - n / ((select members from bench.size) + 1.0)), n, 1) as id,
    case when n % 6 = 0 then 'mentor' else 'mentee' end as role,
    home.structure_id,
    home.programme_id
from generate_series(1, (select members from bench.size)) as n
cross join lateral (select bench.chance(n, 10) as place offset 0) as drawn
join bench.home on drawn.place >= home.from_share and drawn.place < home.to_share;

analyze bench.person;

insert into member (
    id, uid, role, phone, first_name, last_name, birth_date, area_code, sectors, goals, modalities, languages,
    availability, about, structure_id, programme_id, paused_at, last_seen_at, created_at
)
select
    id,
    'demo:+336' || 20000000 + n,
    role,
    '+336' || 20000000 + n,
    bench.pick(list.first_names, n, 11, 1.6),
    bench.pick(list.last_names, n, 12, 1.6),
    current_date - 6570 - (bench.chance(n, 13) * 15000)::integer,
    bench.pick(list.areas, n, 14, 2),
    (
        select array_agg(distinct bench.pick(list.sectors, n, 20 + choice))
        from generate_series(1, 1 + (n % 3)::integer) as choice
    ),
    (
        select array_agg(distinct bench.pick(list.goals, n, 30 + choice))
        from generate_series(1, 1 + (n % 5)::integer) as choice
    ),
    (array['{in_person}', '{remote}', '{in_person,remote}'])[1 + n % 3]::text[],
    case when bench.chance(n, 15) < 0.3 then '{fr,en}' else '{fr}' end::text[],
    '{}',
    'Vingt ans de métier, et l''envie d''ouvrir des portes à qui commence.',
    structure_id,
    programme_id,
    case when bench.chance(n, 16) < 0.05 then now() end,
    least(now(), joined_at + bench.chance(n, 17) * (now() - joined_at)),
    joined_at
from bench.person
cross join bench.list
order by n;

insert into mentee (id, waiting_since) select id, joined_at from bench.person where role = 'mentee';

insert into mentor (id, job_title, company_name, company_siret, capacity, hours_per_month, verified_at, trained_at)
select
    id,
    'Responsable',
    case when bench.chance(n, 40) < 0.8 then
        bench.pick(list.trades, company, 41) || ' ' || bench.pick(list.last_names, company, 42)
    end,
    case when bench.chance(n, 40) < 0.7 then lpad((company * 7919 + 30000000000000)::text, 14, '4') end,
    1 + n % 5,
    4,
    case when bench.chance(n, 43) < 0.92 then joined_at + interval '2 days' end,
    case when bench.chance(n, 44) < 0.7 then joined_at + interval '3 days' end
from bench.person
cross join bench.list
cross join lateral (
    select floor(power(bench.chance(n, 45), 2) * (select members from bench.size) / 12)::bigint as company
) as employer
where role = 'mentor';

insert into search_key (member_id, structure_id, kind, key)
select member.id, member.structure_id, found.kind, found.key
from member
left join mentor on mentor.id = member.id
cross join lateral (
    select 'name' as kind, key from turns(plain(member.first_name || ' ' || member.last_name)) as key
    union all
    select 'phone', member.phone
    union all
    select 'company', key from turns(plain(mentor.company_name)) as key
    union all
    select 'siret', mentor.company_siret where mentor.company_siret is not null
) as found;

-- A new mentor is owed a call; most were called.
insert into promise (id, kind, subject_id, structure_id, made_at, due_at, kept_at)
select
    bench.id(member.created_at, person.n, 50), 'mentor-called-back', member.id, member.structure_id, made.at,
    made.at + interval '2 days', mentor.verified_at
from bench.person
join member using (id)
join mentor using (id)
cross join lateral (
    select case when mentor.verified_at is null then now() - bench.chance(person.n, 51) * interval '4 days'
        else member.created_at end as at
) as made;

insert into verification (member_id, decision, reason, decided_at)
select id, 'more-asked', 'company', verified_at - interval '1 day'
from mentor where verified_at is not null and bench.chance(hashtext(id::text), 52) < 0.2;

insert into verification (member_id, decision, decided_by, decided_at)
select id, 'verified', (select id from staff where role = 'officer' limit 1), verified_at
from mentor where verified_at is not null;

insert into honesty_check (member_id, checked_on, expires_on, recorded_by, lapsed_at)
select
    mentor.id, date.checked_on, date.checked_on + 365, (select id from staff where role = 'officer' limit 1),
    case when date.checked_on + 365 < current_date then now() end
from bench.person
join mentor using (id)
cross join lateral (select current_date - (bench.chance(person.n, 53) * 400)::integer as checked_on) as date
where bench.chance(person.n, 54) < 0.6;

insert into photo (id, member_id, state, thumbhash, sent_at, decided_at)
select
    bench.id(sent.at, person.n, 55), person.id, sent.state, '1QcSHQRnh493V4dIh4eXh1h4kJUI', sent.at,
    case when sent.state = 'accepted' then sent.at + interval '1 day' end
from bench.person
cross join lateral (
    select
        case when person.n % 100 = 7 then 'pending' else 'accepted' end as state,
        case when person.n % 100 = 7 then now() - bench.chance(person.n, 56) * interval '3 days'
            else person.joined_at end as at
) as sent
where person.n % 10 in (3, 7);

insert into promise (kind, subject_id, structure_id, made_at, due_at)
select 'photo-looked-at', photo.member_id, member.structure_id, photo.sent_at, photo.sent_at + interval '2 days'
from photo
join member on member.id = photo.member_id
where photo.state = 'pending';

insert into answer (mentee_id, topic, words, audience, written_at)
select id, topic, 'Ce que j''attends d''un mentor : de l''écoute et des contacts.', audience, joined_at
from bench.person
cross join (values ('expectations', 'structure'), ('motivations', 'mentor')) as said (topic, audience)
where role = 'mentee' and n % 5 < 2;
