"""What a database's schema is, as comparable lines."""

import asyncpg

_LINES = """
select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || udt_name || ' '
    || is_nullable || ' ' || coalesce(column_default, '') || ' ' || coalesce(identity_generation, '') as line
from information_schema.columns where table_schema = 'public'
union all
select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
from pg_constraint where connamespace = 'public'::regnamespace
union all
select 'index ' || indexdef from pg_indexes where schemaname = 'public'
union all
select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
union all
select 'function ' || pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
"""
_ROWS = "select 'structure ' || code from structure union all select 'programme ' || code from programme"


async def catalogue(connection: asyncpg.Connection) -> list[str]:
    """Every table, column, constraint, index, trigger, function and first row, sorted."""
    rows = [*await connection.fetch(_LINES), *await connection.fetch(_ROWS)]
    return sorted(row[0] for row in rows)


async def tables(connection: asyncpg.Connection) -> set[str]:
    rows = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
    return {row[0] for row in rows}
