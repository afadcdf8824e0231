"""The tree of structures, the codes they hand out, the agreements they sign. `scope` is the caller's own structure."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from stdnum.fr import siret

from app.db import Connection
from app.errors import Invalid, NotFound, Words
from app.structures import store
from app.structures.errors import AgreementTaken, SignUpCodeTaken, StructureCodeTaken
from app.structures.model import Agreement, SignUpCode, Structure
from app.structures.wire import NewAgreement, NewSignUpCode, NewStructure, StructureChange

UNKNOWN = Words("choisissez une structure de votre périmètre", "choose a structure within your scope")
NOT_SERVED = Words(
    "ce programme n'est ni à cette structure ni à une structure au-dessus",
    "this programme is neither this structure's nor that of one above",
)
LATEST_YEAR = 2200


async def add(connection: Connection, scope: UUID, new: NewStructure) -> tuple[Structure, bool]:
    """The structure, below one of the scope; the flag says whether it is new."""
    await _known(connection, scope, new.parent_id, "parentId")
    added = await store.add_structure(connection, new.code, new.name, new.kind, new.parent_id)
    if added is not None:
        return added, True
    known = await store.structure_by_code(connection, new.code)
    if known is None or (known.name, known.kind, known.parent_id) != (new.name, new.kind, new.parent_id):
        raise StructureCodeTaken
    return known, False


async def by_code(connection: Connection, code: str) -> Structure:
    structure = await store.structure_by_code(connection, code)
    if structure is None:
        raise Invalid((code, Words("aucune structure de ce code", "no structure has this code")))
    return structure


async def place(connection: Connection, new: NewStructure, takes: Sequence[str]) -> tuple[Structure, bool]:
    """An operator's structure: anywhere, the top included; those it takes belong to it from now on."""
    added = await store.add_structure(connection, new.code, new.name, new.kind, new.parent_id)
    structure = added or await by_code(connection, new.code)
    for code in takes:
        taken = await by_code(connection, code)
        await store.change_structure(connection, taken.id, taken.name, taken.kind, structure.id)
    return structure, added is not None


async def change(
    connection: Connection, scope: UUID, structure_id: UUID, change: StructureChange
) -> tuple[Structure, Structure]:
    """The structure before and after. Nobody moves the top of their own scope."""
    before = await store.lock_structure(connection, scope, structure_id)
    if before is None:
        raise NotFound
    if change.parent_id != before.parent_id:
        if structure_id == scope:
            raise Invalid(("parentId", UNKNOWN))
        await _known(connection, scope, change.parent_id, "parentId")
    return before, await store.change_structure(connection, structure_id, change.name, change.kind, change.parent_id)


async def put_code(
    connection: Connection, scope: UUID, code: str, new: NewSignUpCode, staff_id: UUID
) -> tuple[SignUpCode | None, SignUpCode]:
    """The code before and after; one that was revoked is good again."""
    _check_expiry(new.expires_at)
    await _known(connection, scope, new.structure_id, "structureId")
    if not await store.serves(connection, new.structure_id, new.programme_id):
        raise Invalid(("programmeId", NOT_SERVED))
    added = await store.add_sign_up_code(
        connection, code, new.structure_id, new.programme_id, new.label, new.expires_at, staff_id
    )
    if added is not None:
        return None, added
    before = await store.lock_sign_up_code(connection, scope, code)
    if before is None or (before.structure_id, before.programme_id) != (new.structure_id, new.programme_id):
        raise SignUpCodeTaken
    return before, await store.change_sign_up_code(connection, code, new.label, new.expires_at)


async def revoke_code(connection: Connection, scope: UUID, code: str) -> SignUpCode:
    """Nobody signs up with the code any more; who did stays."""
    before = await store.lock_sign_up_code(connection, scope, code)
    if before is None:
        raise NotFound
    await store.revoke_sign_up_code(connection, code)
    return before


async def put_agreement(
    connection: Connection, scope: UUID, agreement_id: UUID, new: NewAgreement, staff_id: UUID
) -> tuple[Agreement | None, Agreement]:
    """The agreement before and after: with another end it is renewed."""
    _check_terms(new)
    await _known(connection, scope, new.structure_id, "structureId")
    number = siret.compact(new.siret) if new.siret else None
    terms = new.structure_id, new.partner, number, new.starts_on, new.ends_on
    added = await store.add_agreement(connection, agreement_id, terms, staff_id)
    if added is not None:
        return None, added
    before = await store.lock_agreement(connection, scope, agreement_id)
    if before is None:
        raise AgreementTaken
    return before, await store.change_agreement(connection, agreement_id, terms)


async def _known(connection: Connection, scope: UUID, structure_id: UUID | None, field: str) -> None:
    if structure_id is None or await store.structure(connection, scope, structure_id) is None:
        raise Invalid((field, UNKNOWN))


def _check_expiry(expires_at: datetime | None) -> None:
    if expires_at is None:
        return
    if not 1 < expires_at.year < LATEST_YEAR or expires_at <= datetime.now(UTC):
        raise Invalid(("expiresAt", Words("choisissez un moment à venir", "choose a time to come")))


def _check_terms(new: NewAgreement) -> None:
    errors = []
    if new.ends_on < new.starts_on:
        errors.append(("endsOn", Words("la fin précède le début", "it ends before it starts")))
    if new.siret is not None and not siret.is_valid(new.siret):
        errors.append(("siret", Words("ce numéro SIRET n'existe pas", "this is not a SIRET number")))
    if errors:
        raise Invalid(*errors)
