"""What the bench's people are called, do and live; the vocabularies are the service's own."""

import tomllib
from pathlib import Path

from app.areas.atlas import load_atlas
from app.feedback import vocabulary as feedback
from app.goals.vocabulary import all_goals
from app.outcomes import vocabulary as outcomes
from app.reports import vocabulary as reports
from app.sectors.vocabulary import all_sectors
from app.tandems.closures import reasons as closures

DEPARTMENTS = ("13", "34", "69", "93")
AREAS_OF_EACH = 60
NAMES = Path(__file__).with_name("names.toml")


def lists() -> dict[str, list[str]]:
    """By the name of the column in which the SQL finds them."""
    near = (area for code in DEPARTMENTS for area in load_atlas().find(code, 1000) if area.code.startswith(code))
    return {
        **tomllib.loads(NAMES.read_text()),
        "areas": [area.code for area in sorted(near, key=lambda area: -area.population)][: 4 * AREAS_OF_EACH],
        "sectors": [sector.code for sector in all_sectors()],
        "goals": [goal.code for goal in all_goals()],
        "reasons": list(reports.all_reasons()),
        "closures": list(closures.all_reasons()),
        "situations": outcomes.situations(),
        "rhythms": [term.code for term in feedback.all_terms() if term.kind == "rhythm"],
    }
