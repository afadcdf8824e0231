"""Searches in Postgres."""

from uuid import UUID

from app.db import Connection
from app.paging import Cursor, NameCursor
from app.search.model import FoundCompany, FoundMember, FoundTandem, MemberFilter, Sought, TandemFilter
from app.sql import queries

Q = queries("search")

# Of so many members the tandems are looked up; of more, tandems are looked through, and enough are soon found.
FEW = 1_500


async def find_members(
    connection: Connection, scope: UUID, sought: Sought, only: MemberFilter, after: NameCursor | None, limit: int
) -> list[FoundMember]:
    key, member_id = after or (None, None)
    rows = await connection.fetch(
        Q.find_members,
        scope,
        sought.kind,
        sought.key,
        key,
        member_id,
        limit,
        only.role,
        only.state,
        only.structure_code,
    )
    return [FoundMember(**row) for row in rows]


async def find_companies(
    connection: Connection, scope: UUID, sought: Sought, after: NameCursor | None, limit: int
) -> list[FoundCompany]:
    rows = await connection.fetch(Q.find_companies, scope, sought.kind, sought.key, *(after or (None, None)), limit)
    return [FoundCompany(**row) for row in rows]


async def find_tandems(
    connection: Connection, scope: UUID, only: TandemFilter, before: Cursor | None, limit: int
) -> list[FoundTandem]:
    formed_at, tandem_id = before or (None, None)
    rows = await connection.fetch(
        Q.find_tandems, scope, formed_at, tandem_id, limit, only.state, only.member_id, only.name, FEW
    )
    return [FoundTandem(**row) for row in rows]
