"""Rows of Postgres as the columns that ranking reads."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from app.areas.atlas import load_atlas
from app.decks.model import LookingMember
from app.goals import vocabulary as goals
from app.members.model import DAY_PARTS, LANGUAGES
from app.sectors import vocabulary as sectors
from ranking import IN_PERSON, REMOTE, Rules, Seeker, Weights

_MODALITIES = {"in_person": IN_PERSON, "remote": REMOTE}
_LANGUAGES = {code: 1 << place for place, code in enumerate(LANGUAGES)}
_DAY_PARTS = {code: 1 << place for place, code in enumerate(DAY_PARTS)}


@cache
def rules() -> Rules:
    """The published weights over our sectors."""
    weights = Weights()
    return Rules(weights, sectors.similarity_table(1.0, weights.same_field, weights.related_field))


def seeker_of(member: LookingMember) -> Seeker:
    """The member who looks, in numbers."""
    return Seeker(
        role=member.role,
        sectors=sector_positions(member.sectors),
        goals=goal_positions(member.goals),
        xyz=unit_vector(member.area_code),
        modalities=modality_bits(member.modalities),
        languages=language_bits(member.languages),
        availability=day_part_bits(member.availability),
    )


def sector_positions(codes: Sequence[str]) -> list[int]:
    return [sectors.position(code) for code in codes]


def goal_positions(codes: Sequence[str]) -> list[int]:
    return [goals.position(code) for code in codes]


def unit_vector(area_code: str) -> npt.NDArray[np.float32]:
    atlas = load_atlas()
    vector: npt.NDArray[np.float32] = atlas.xyz[atlas.position(area_code)].astype(np.float32)
    return vector


def modality_bits(modalities: Sequence[str]) -> int:
    return sum(_MODALITIES[modality] for modality in modalities)


def language_bits(languages: Sequence[str]) -> int:
    return sum(_LANGUAGES.get(language, 0) for language in set(languages))


def day_part_bits(availability: Sequence[str]) -> int:
    return sum(_DAY_PARTS[part] for part in set(availability))
