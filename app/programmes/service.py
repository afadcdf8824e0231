"""Programmes: their rules, decided ahead and in force from a day on."""

from datetime import date
from uuid import UUID

from app.db import Connection
from app.errors import NotFound
from app.programmes import store
from app.programmes.errors import ProgrammeCodeTaken, RulesInForce
from app.programmes.model import Programme, Rules, Version


async def add(
    connection: Connection, scope: UUID, structure_id: UUID, code: str, name: str, staff_id: UUID, rules: Rules
) -> tuple[Programme, bool]:
    """A programme with its first rules, in force today; the flag says whether it is new."""
    programme_id = await store.add_programme(connection, structure_id, code, name)
    if programme_id is None:
        return await _same(connection, scope, structure_id, code, name), False
    today = await store.lock_programme(connection, scope, programme_id)
    assert today is not None
    await store.put_version(connection, programme_id, today, staff_id, rules)
    await store.apply_rules(connection)
    return await read(connection, scope, programme_id), True


async def put_rules(
    connection: Connection, scope: UUID, programme_id: UUID, effective_on: date, staff_id: UUID, rules: Rules
) -> tuple[Version | None, Version]:
    """The rules from that day on, before and after. A day that has begun keeps the rules it began with."""
    today = await store.lock_programme(connection, scope, programme_id)
    if today is None:
        raise NotFound
    before = await _version(connection, programme_id, effective_on)
    if before is not None and _rules(before) == rules:
        return before, before
    if effective_on < today or (effective_on == today and before is not None):
        raise RulesInForce
    await store.put_version(connection, programme_id, effective_on, staff_id, rules)
    await store.apply_rules(connection)
    after = await _version(connection, programme_id, effective_on)
    assert after is not None
    return before, after


async def read(connection: Connection, scope: UUID, programme_id: UUID) -> Programme:
    programme = await store.programme(connection, scope, programme_id)
    if programme is None:
        raise NotFound
    return programme


async def _same(connection: Connection, scope: UUID, structure_id: UUID, code: str, name: str) -> Programme:
    programme_id = await store.programme_id_by_code(connection, scope, code)
    known = programme_id and await store.programme(connection, scope, programme_id)
    if not known or (known.structure_id, known.name) != (structure_id, name):
        raise ProgrammeCodeTaken
    return known


async def _version(connection: Connection, programme_id: UUID, effective_on: date) -> Version | None:
    versions = await store.versions(connection, programme_id)
    return next((version for version in versions if version.effective_on == effective_on), None)


def _rules(version: Version) -> Rules:
    return Rules(*(getattr(version, field) for field in Rules.__struct_fields__))
