"""Rows of Postgres as the columns that ranking reads."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from app.areas.atlas import load_atlas
from app.decks.model import LookingMember, MarketRow
from app.goals import vocabulary as goals
from app.members.model import DAY_PARTS, LANGUAGES
from app.sectors import vocabulary as sectors
from ranking import IN_PERSON, REMOTE, Rules, Seeker, Weights, padded

MOST_SECTORS = 3
MOST_GOALS = 5

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


def card_of(row: MarketRow) -> dict[str, Any]:
    """One card's columns, as Index.put takes them; its prior is not among them."""
    return {
        "sectors": sector_positions(row.sectors),
        "goals": goal_positions(row.goals),
        "xyz": unit_vector(row.area_code),
        "modalities": modality_bits(row.modalities),
        "languages": language_bits(row.languages),
        "availability": day_part_bits(row.availability),
        "rank": row.rank,
        "eligible": row.eligible,
    }


def table_of(rows: Sequence[MarketRow]) -> dict[str, npt.NDArray[Any]]:
    """The columns of many cards, as Cards takes them; their priors are not among them."""
    return {
        "sectors": padded([sector_positions(row.sectors) for row in rows], MOST_SECTORS, np.int16),
        "goals": padded([goal_positions(row.goals) for row in rows], MOST_GOALS, np.int8),
        "xyz": np.array([unit_vector(row.area_code) for row in rows], dtype=np.float32).reshape(-1, 3),
        "modalities": np.array([modality_bits(row.modalities) for row in rows], dtype=np.uint8),
        "languages": np.array([language_bits(row.languages) for row in rows], dtype=np.uint32),
        "availability": np.array([day_part_bits(row.availability) for row in rows], dtype=np.uint32),
        "ranks": np.array([row.rank for row in rows], dtype=np.int64),
        "eligible": np.array([row.eligible for row in rows], dtype=np.bool_),
    }


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
