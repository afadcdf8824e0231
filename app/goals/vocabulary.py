"""The goals the project ships, track by track, in the order they are shown."""

import tomllib
from functools import lru_cache
from importlib.resources import files

import msgspec

from app.goals.model import Goal


@lru_cache(maxsize=1)
def all_goals() -> tuple[Goal, ...]:
    """Every goal, read once."""
    tracks = tomllib.loads(files("app.goals").joinpath("goals.toml").read_text("utf-8"))
    return tuple(
        msgspec.convert({"code": code, "track": track, **names}, Goal)
        for track, goals in tracks.items()
        for code, names in goals.items()
    )


def by_code(code: str) -> Goal | None:
    row = _positions().get(code)
    return None if row is None else all_goals()[row]


def position(code: str) -> int:
    """Where the goal stands in `all_goals`. KeyError when there is none."""
    return _positions()[code]


@lru_cache(maxsize=1)
def _positions() -> dict[str, int]:
    return {goal.code: row for row, goal in enumerate(all_goals())}
