-- What the office itself leaves behind: imports, notices, runs of jobs, and two entries of the audit log per member.

insert into import (id, structure_id, programme_id, staff_id, role, file_name, headers, fields, state, made_at, settled_at)
select
    bench.id(now() - number * interval '2 hours', number, 300), home.structure_id, home.programme_id,
    (select id from staff where role = 'officer' limit 1), 'mentor', 'mentors-' || number || '.csv',
    '{prénom,nom,téléphone}', '{firstName,lastName,phone}', 'imported', now() - number * interval '2 hours', now()
from generate_series(1, 200) as number
join bench.home on bench.chance(number, 301) >= home.from_share and bench.chance(number, 301) < home.to_share;

insert into import_line (import_id, line, cells, state, phone, problems)
select
    import.id, line, array['Ana', 'Roux', '06'], read.state, case when read.state <> 'bad' then '+337' || 10000000 + line end,
    case when read.state = 'bad' then '[{"field": "phone", "code": "phone", "value": "06"}]'::jsonb else '[]' end
from (select row_number() over (order by made_at desc) as number, id from import) as import
cross join lateral generate_series(
    2, 1 + (select members from bench.size)::integer / case when import.number <= 5 then 10 else 400 end
) as line
cross join lateral (
    select case when line % 40 = 0 then 'bad' when line % 10 = 0 then 'known' else 'invited' end as state
) as read;

insert into outbox (
    id, kind, event_id, recipient_id, facts, state, attempts, due_at, expires_at, settled_at, reason, created_at
)
select
    bench.id(told.at, person.n, 310), 'RequestReceived', bench.id(told.at, person.n, 311), person.id, '{}', told.state, 1, told.at,
    told.at + interval '1 day', case when told.state <> 'waiting' then told.at + interval '1 minute' end,
    case when told.state = 'dead' then 'INVALID_ARGUMENT' end, told.at
from bench.person
cross join lateral (
    select
        now() - bench.chance(person.n, 312) * interval '30 days' as at,
        case when bench.chance(person.n, 313) < 0.01 then 'dead' when bench.chance(person.n, 313) < 0.02 then 'waiting'
            else 'sent' end as state
) as told;

insert into job_run (job, slot, began_at, ended_at, seconds, done)
select job.name, slot, slot, slot + interval '1 second', 1, 0
from (
    values
    ('go-on-with-imports', interval '5 seconds'),
    ('expire-requests', interval '30 seconds'),
    ('keep-sanctions', interval '30 seconds'),
    ('discard-photos', interval '30 seconds'),
    ('remind-of-meetings', interval '5 minutes'),
    ('watch-tandems', interval '1 hour'),
    ('count-promises', interval '1 day')
) as job (name, every)
cross join bench.size
cross join lateral generate_series(
    now() - interval '7 days' * least(1, size.members / 200000.0), now(), job.every
) as slot;

insert into audit_entry (id, at, staff_id, act, subject_kind, digest)
select
    bench.id(acted.at, n, 320), acted.at, staff.id,
    (array['find-members', 'read-mentors-to-check', 'verify-mentor', 'list-cases', 'read-report'])[1 + n % 5],
    (array['search', 'member', 'member', 'board', 'report'])[1 + n % 5],
    sha256(int8send(n))
from generate_series(1, (select members * 2 from bench.size)) as n
cross join lateral (select now() - interval '365 days' * (1 - n / (select members * 2 + 1.0 from bench.size)) as at) as acted
join (select row_number() over (order by uid) - 1 as place, count(*) over () as staff, id from staff) as staff
    on staff.place = floor(power(bench.chance(n, 321), 2) * staff.staff);

insert into audit_detail (entry_id, salt, subject_id, about, after)
select entry.id, gen_random_uuid(), case when entry.n % 5 <> 0 then one.id end, array[one.id, other.id], '{"members": 2}'
from (select row_number() over (order by at) as n, id from audit_entry) as entry
join bench.person as one on one.n = 1 + entry.n * 7 % (select members from bench.size)
join bench.person as other on other.n = 1 + entry.n * 13 % (select members from bench.size);

insert into audit_seal (sequence, entry_id, hash)
select row_number() over (order by at, id), id, sha256(uuid_send(id)) from audit_entry;

update audit_head set sequence = (select max(sequence) from audit_seal);
