-- Twenty structures in a tree, most people in few of them; staff, programmes, codes and agreements.

-- Always the same between 0 and 1 for a row and what it is about.
create function bench.chance(bigint, integer) returns double precision
language sql immutable parallel safe
as $$ select (hashint8extended($1, $2) & 9007199254740991) / 9007199254740992.0 $$;

-- One of a list; those at its beginning more often the more it leans.
create function bench.pick(text[], bigint, integer, lean double precision default 1) returns text
language sql immutable parallel safe
as $$ select $1[1 + floor(power(bench.chance($2, $3), $4) * cardinality($1))::integer] $$;

-- An id as ours are: ordered by time.
create function bench.id(timestamptz, bigint, integer) returns uuid
language sql immutable parallel safe
as $$
    select (
        lpad(to_hex((extract(epoch from $1) * 1000)::bigint), 12, '0')
        || '7' || substr(md5($2 || ':' || $3), 1, 3) || '8' || substr(md5($2 || ':' || $3), 4, 15)
    )::uuid
$$;

insert into structure (code, name, kind, parent_id) values ('national', 'Réseau national', 'national', null);

insert into structure (code, name, kind, parent_id)
select 'club-' || department, 'Club ' || department, 'club', (select id from structure where code = 'national')
from unnest('{13,34,69,93}'::text[]) as department;

update structure set parent_id = (select id from structure where code = 'club-13') where code = 'cci-amp';

insert into structure (code, name, kind, parent_id)
select sort || '-' || department, initcap(sort) || ' ' || department, 'structure', club.id
from unnest('{13,34,69,93}'::text[]) as department
join structure as club on club.code = 'club-' || department
cross join unnest('{mission-locale,association,ecole}'::text[]) as sort;

insert into structure (code, name, kind, parent_id)
select 'antenne-' || place, 'Antenne ' || initcap(place), 'antenna', (select id from structure where code = 'cci-amp')
from unnest('{nord,sud}'::text[]) as place;

insert into programme (structure_id, code, name)
select id, 'programme-' || code, 'Programme ' || name from structure where kind <> 'national';

insert into programme_version (programme_id, effective_on, months, decided_at)
select programme.id, current_date - month * 30, 6 + month % 6, now() - month * interval '30 days'
from programme
cross join generate_series(1, 12) as month;

-- Whose share of the people ends where.
create table bench.home as
select
    structure.id as structure_id,
    programme.id as programme_id,
    structure.code,
    (sum(structure.share) over (order by structure.code) - structure.share) / sum(structure.share) over () as from_share,
    sum(structure.share) over (order by structure.code) / sum(structure.share) over () as to_share
from (
    select
        id,
        code,
        case when code = 'cci-amp' then 6.0 when kind = 'structure' then 1.0 when kind = 'club' then 0.5 else 0.1 end
            as share
    from structure where kind <> 'national'
) as structure
join programme on programme.structure_id = structure.id and programme.code <> 'tandem';

insert into staff (uid, display_name, role, structure_id)
select
    'demo:+3369900' || lpad((row_number() over (order by structure.code, role, number))::text, 4, '0'),
    initcap(role) || ' ' || number || ', ' || structure.name,
    role,
    structure.id
from structure
cross join unnest('{reader,officer,moderator,administrator}'::text[]) as role
cross join generate_series(1, 3) as number;

insert into sign_up_code (code, structure_id, programme_id, label, made_at)
select
    home.code || '-' || number, home.structure_id, home.programme_id, 'Forum ' || number,
    now() - number * interval '1 day'
from bench.home
cross join generate_series(1, 50) as number;

insert into agreement (id, structure_id, partner, siret, starts_on, ends_on)
select
    bench.id(now() - number * interval '1 hour', number, 0), home.structure_id, 'Partenaire ' || number,
    lpad(number::text, 14, '1'), current_date - 300, current_date + (bench.chance(number, 1) * 700)::integer
from generate_series(1, 2000) as number
join bench.home on bench.chance(number, 2) >= home.from_share and bench.chance(number, 2) < home.to_share;
