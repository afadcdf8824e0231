"""The modules that the project ships, in the order they are followed."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from app.errors import Words
from app.training.model import Module, Question


@cache
def modules() -> Mapping[str, Module]:
    """Every module by its code, read once."""
    written = tomllib.loads(files("app.training").joinpath("modules.toml").read_text("utf-8"))
    return {module["code"]: _module(module) for module in written["module"]}


def _module(written: dict[str, Any]) -> Module:
    return Module(
        code=written["code"],
        minutes=written["minutes"],
        title=Words(**written["title"]),
        lesson=[Words(**paragraph) for paragraph in written["lesson"]],
        questions=[_question(question) for question in written["question"]],
    )


def _question(written: dict[str, Any]) -> Question:
    return Question(
        code=written["code"],
        right=written["right"],
        text=Words(**written["text"]),
        why=Words(**written["why"]),
        choices={code: Words(**words) for code, words in written["choices"].items()},
    )
