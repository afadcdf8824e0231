-- migrate:up

-- As app.spelling: lower case, no accents, and a space for all that is neither letter nor digit.
create function plain(text) returns text
language sql immutable parallel safe
as $$
    select btrim(regexp_replace(
        regexp_replace(
            normalize(replace(replace(replace(lower($1), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), nfkd),
            '[\u0300-\u036f]', '', 'g'
        ),
        '[^a-z0-9]+', ' ', 'g'
    ))
$$;

-- The plain text, and what follows each of its spaces before it: whoever types any word's beginning finds it.
create function turns(text) returns setof text
language sql immutable parallel safe
as $$
    select distinct array_to_string(words[place:] || words[:place - 1], ' ')
    from string_to_array(nullif($1, ''), ' ') as words, generate_subscripts(words, 1) as place
$$;

-- By what staff find members. Apart from them, so that swipes and decks, which write to them, do not pay for it.
create table search_key (
    member_id uuid not null references member (id) on delete cascade,
    structure_id uuid not null references structure (id),
    kind text not null check (kind in ('name', 'phone', 'company', 'siret')),
    key text collate "C" not null,
    primary key (member_id, kind, key)
);

create index search_key_of_structure on search_key (structure_id, kind, key, member_id);

create function find_member_by() returns trigger
language plpgsql
as $$
begin
    update search_key set structure_id = new.structure_id
    where member_id = new.id and structure_id <> new.structure_id;
    delete from search_key where member_id = new.id and kind in ('name', 'phone');
    insert into search_key (member_id, structure_id, kind, key)
    select new.id, new.structure_id, 'name', key from turns(plain(new.first_name || ' ' || new.last_name)) as key
    union all
    select new.id, new.structure_id, 'phone', new.phone where new.phone is not null;
    return null;
end
$$;

create function find_mentor_by() returns trigger
language plpgsql
as $$
begin
    delete from search_key where member_id = new.id and kind in ('company', 'siret');
    insert into search_key (member_id, structure_id, kind, key)
    select member.id, member.structure_id, found.kind, found.key
    from member,
    (
        select 'company' as kind, key from turns(plain(new.company_name)) as key
        union all
        select 'siret', new.company_siret where new.company_siret is not null
    ) as found
    where member.id = new.id;
    return null;
end
$$;

create trigger member_found_by after insert or update of first_name, last_name, phone, structure_id on member
for each row execute function find_member_by();

create trigger mentor_found_by after insert or update of company_name, company_siret on mentor
for each row execute function find_mentor_by();

insert into search_key (member_id, structure_id, kind, key)
select id, structure_id, 'name', key from member, turns(plain(first_name || ' ' || last_name)) as key
union all
select id, structure_id, 'phone', phone from member where phone is not null
union all
select member.id, structure_id, 'company', key
from mentor join member using (id), turns(plain(company_name)) as key
union all
select member.id, structure_id, 'siret', company_siret
from mentor join member using (id) where company_siret is not null;

-- migrate:down

drop trigger mentor_found_by on mentor;
drop trigger member_found_by on member;
drop function find_mentor_by();
drop function find_member_by();
drop table search_key;
drop function turns(text);
drop function plain(text);
