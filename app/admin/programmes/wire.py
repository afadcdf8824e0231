"""Programmes as staff read them."""

from app.programmes.model import Programme, Rules, Version
from app.programmes.wire import SentProgramme, SentRules, SentVersion


def sent_programme(programme: Programme) -> SentProgramme:
    return SentProgramme(
        id=programme.id,
        structure_id=programme.structure_id,
        code=programme.code,
        name=programme.name,
        effective_on=programme.effective_on,
        rules=_sent_rules(programme),
    )


def sent_version(version: Version) -> SentVersion:
    return SentVersion(version.effective_on, version.decided_at, version.staff_id, _sent_rules(version))


def _sent_rules(rules: Rules) -> SentRules:
    return SentRules(*(getattr(rules, field) for field in SentRules.__struct_fields__))
