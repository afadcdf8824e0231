"""Structures, codes and agreements as staff read them."""

from app.structures.model import Agreement, SignUpCode, Structure
from app.structures.wire import SentAgreement, SentSignUpCode, SentStructure


def sent_structure(structure: Structure) -> SentStructure:
    return SentStructure(structure.id, structure.code, structure.name, structure.kind, structure.parent_id)


def sent_code(code: SignUpCode) -> SentSignUpCode:
    return SentSignUpCode(
        code.code, code.structure_id, code.programme_id, code.label, code.expires_at, code.revoked_at, code.made_at
    )


def sent_agreement(agreement: Agreement) -> SentAgreement:
    return SentAgreement(
        id=agreement.id,
        structure_id=agreement.structure_id,
        partner=agreement.partner,
        siret=agreement.siret,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        reminded_at=agreement.reminded_at,
    )
