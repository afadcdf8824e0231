"""Staff find members, companies and tandems of their scope. What they were shown of persons is in the audit log."""

import re

from app.audit import service as audit
from app.db import Connection, Database
from app.paging import Cursor, NameCursor
from app.search import store
from app.search.model import FoundCompany, FoundMember, FoundTandem, MemberFilter, Sought, TandemFilter
from app.spelling import plain_phrase
from app.staff import service as staff

SIRET_DIGITS = 14
FRANCE = "+33"
_NUMBER = re.compile(r"\+?[\d .\-/()]+")


async def find_members(
    db: Database, uid: str, q: str, only: MemberFilter, after: NameCursor | None, limit: int
) -> list[FoundMember]:
    """By the beginning of any word of their names, of their phone number, or of their company's SIRET."""
    return await db.transact(_find_members, uid, sought_member(q), only, after, limit)


async def find_companies(db: Database, uid: str, q: str, after: NameCursor | None, limit: int) -> list[FoundCompany]:
    """By the beginning of any word of their name, or of their SIRET; no person is shown."""
    async with db.connection() as connection:
        caller = await staff.reading(connection, uid)
        return await store.find_companies(connection, caller.structure_id, sought_company(q), after, limit)


async def find_tandems(
    db: Database, uid: str, only: TandemFilter, before: Cursor | None, limit: int
) -> list[FoundTandem]:
    """By the beginning of any word of either's names; newest first."""
    return await db.transact(_find_tandems, uid, only, before, limit)


def sought_member(q: str) -> Sought:
    if not _NUMBER.fullmatch(q):
        return Sought("name", plain_phrase(q))
    digits = re.sub(r"\D", "", q)
    # No phone number has as many digits as a SIRET, and no SIRET of which the first nine are given begins with 0.
    if len(digits) >= SIRET_DIGITS - 5 and not q.startswith(("+", "0")):
        return Sought("siret", digits)
    if q.startswith("+"):
        return Sought("phone", f"+{digits}")
    return Sought("phone", FRANCE + digits.removeprefix("0"))


def sought_company(q: str) -> Sought:
    if _NUMBER.fullmatch(q):
        return Sought("siret", re.sub(r"\D", "", q))
    return Sought("company", plain_phrase(q))


async def _find_members(
    connection: Connection, uid: str, sought: Sought, only: MemberFilter, after: NameCursor | None, limit: int
) -> list[FoundMember]:
    caller = await staff.reading(connection, uid)
    found = await store.find_members(connection, caller.structure_id, sought, only, after, limit)
    shown = [member.id for member in found]
    # Not what was typed: it may be the name of somebody who was not found.
    facts = {"by": sought.kind, "members": len(shown)}
    await audit.record(connection, caller.id, "find-members", "search", None, after=facts, about=shown)
    return found


async def _find_tandems(
    connection: Connection, uid: str, only: TandemFilter, before: Cursor | None, limit: int
) -> list[FoundTandem]:
    caller = await staff.reading(connection, uid)
    found = await store.find_tandems(connection, caller.structure_id, only, before, limit)
    shown = sorted({id for tandem in found for id in (tandem.mentee_id, tandem.mentor_id)})
    facts = {"tandems": len(found)}
    await audit.record(connection, caller.id, "find-tandems", "search", None, after=facts, about=shown)
    return found
