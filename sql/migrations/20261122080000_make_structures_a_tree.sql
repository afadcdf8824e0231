-- migrate:up

alter table structure
add column kind text not null default 'structure';

alter table structure
add constraint structure_kind check (kind in ('national', 'club', 'structure', 'antenna')) not valid;

-- The structure, and everything below it: what its staff may see. `union` ends even on a tree that is none.
create function structures_under(uuid) returns setof uuid
language sql stable parallel safe rows 20
as $$
    with recursive below as (
        select id from structure where id = $1
        union
        select structure.id from structure join below on structure.parent_id = below.id
    )
    select id from below
$$;

-- One move at a time, so that two that cross cannot close a ring; and nothing hangs below what it is greater than.
create function keep_tree() returns trigger
language plpgsql
as $$
declare
    greatness constant text[] := '{national,club,structure,antenna}';
begin
    perform pg_advisory_xact_lock(hashtextextended('structure-tree', 0));
    if new.parent_id in (select structures_under(new.id)) then
        raise exception 'a structure cannot be below itself'
            using errcode = 'check_violation', constraint = 'structure_no_ring';
    end if;
    if exists (
        select from structure
        where
            (id = new.parent_id and array_position(greatness, kind) > array_position(greatness, new.kind))
            or (parent_id = new.id and array_position(greatness, kind) < array_position(greatness, new.kind))
    ) then
        raise exception 'a structure cannot be below a lesser one'
            using errcode = 'check_violation', constraint = 'structure_order';
    end if;
    return null;
end
$$;

create trigger structure_keep_tree after insert or update of parent_id, kind on structure
for each row execute function keep_tree();

alter table staff
add column left_at timestamptz;

-- migrate:down

alter table staff drop column left_at;
drop trigger structure_keep_tree on structure;
drop function keep_tree();
drop function structures_under(uuid);
alter table structure drop column kind;
