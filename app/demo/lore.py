"""The lists that the demo's people are made from."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lore(name: str) -> dict[str, Any]:
    """The list of this name, read once."""
    return tomllib.loads(files("app.demo").joinpath(f"{name}.toml").read_text("utf-8"))
