"""What administrators decide about programmes."""

from datetime import date
from uuid import UUID

from msgspec import to_builtins
from msgspec.structs import asdict

from app.audit import service as audit
from app.db import Connection, Database
from app.errors import Invalid, NotFound, Words
from app.paging import Cursor
from app.programmes import service, store
from app.programmes.model import Programme, Rules, Version
from app.programmes.wire import NewProgramme, NewRules
from app.staff import service as staff
from app.structures import store as structures

LATEST = date(2200, 1, 1)


async def list_programmes(db: Database, uid: str, before: Cursor | None, limit: int) -> list[Programme]:
    async with db.connection() as connection:
        reader = await staff.reading(connection, uid)
        return await store.programmes(connection, reader.structure_id, before, limit)


async def list_versions(db: Database, uid: str, programme_id: UUID) -> list[Version]:
    """The rules of a programme, those to come included, newest first."""
    async with db.connection() as connection:
        reader = await staff.reading(connection, uid)
        if await store.programme(connection, reader.structure_id, programme_id) is None:
            raise NotFound
        return await store.versions(connection, programme_id)


async def add_programme(db: Database, uid: str, new: NewProgramme) -> tuple[Programme, bool]:
    """The programme, and whether it is new."""
    rules = _checked(new.rules)
    return await db.transact(_add_programme, uid, new, rules)


async def put_rules(
    db: Database, uid: str, programme_id: UUID, effective_on: date, new: NewRules
) -> tuple[Version, bool]:
    """The rules from that day on, and whether they are new."""
    rules = _checked(new)
    if effective_on > LATEST:
        raise NotFound
    return await db.transact(_put_rules, uid, programme_id, effective_on, rules)


async def _add_programme(connection: Connection, uid: str, new: NewProgramme, rules: Rules) -> tuple[Programme, bool]:
    administrator = await staff.deciding(connection, uid, "administrator")
    scope = administrator.structure_id
    if await structures.structure(connection, scope, new.structure_id) is None:
        unknown = Words("choisissez une structure de votre périmètre", "choose a structure within your scope")
        raise Invalid(("structureId", unknown))
    programme, is_new = await service.add(
        connection, scope, new.structure_id, new.code, new.name, administrator.id, rules
    )
    if is_new:
        after = {"code": new.code, "name": new.name, "rules": to_builtins(rules)}
        await audit.record(connection, administrator.id, "add-programme", "programme", programme.id, after=after)
    return programme, is_new


async def _put_rules(
    connection: Connection, uid: str, programme_id: UUID, effective_on: date, rules: Rules
) -> tuple[Version, bool]:
    administrator = await staff.deciding(connection, uid, "administrator")
    before, after = await service.put_rules(
        connection, administrator.structure_id, programme_id, effective_on, administrator.id, rules
    )
    if before != after:
        was, facts = None if before is None else to_builtins(before), to_builtins(after)
        await audit.record(
            connection, administrator.id, "put-rules", "programme", programme_id, before=was, after=facts
        )
    return after, before is None


def _checked(new: NewRules) -> Rules:
    errors = []
    if new.max_age is not None and new.max_age < new.min_age:
        errors.append(("maxAge", Words("l'âge maximal est sous l'âge minimal", "the highest age is below the lowest")))
    if new.opens_on and new.closes_on and new.closes_on < new.opens_on:
        errors.append(("closesOn", Words("la fermeture précède l'ouverture", "it closes before it opens")))
    if errors:
        raise Invalid(*errors)
    facts = asdict(new) | {"territories": sorted(set(new.territories))}
    return Rules(**facts)
