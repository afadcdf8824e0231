"""Why a member may report another."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from app.reports.model import Reason

OTHER = "other"


@cache
def all_reasons() -> dict[str, Reason]:
    """Every reason by its code, in the order they are shown."""
    written = tomllib.loads(files("app.reports").joinpath("reasons.toml").read_text("utf-8"))
    return {code: msgspec.convert({"code": code, **reason}, Reason) for code, reason in written.items()}
