"""Why members end a tandem, as the project lists it."""

import tomllib
from functools import lru_cache
from importlib.resources import files

import msgspec


class Reason(msgspec.Struct, frozen=True):
    """`told` says whether the other reads it."""

    code: str
    fr: str
    en: str
    told: bool


@lru_cache(maxsize=1)
def all_reasons() -> dict[str, Reason]:
    """Every reason by its code, in the order they are shown, read once."""
    shipped = tomllib.loads(files("app.tandems.closures").joinpath("reasons.toml").read_text("utf-8"))
    return {code: msgspec.convert({"code": code, **reason}, Reason) for code, reason in shipped.items()}
