"""Short lists of terms that the project ships in TOML: a table per list, a code and its two names per line."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from app.errors import Language


class Term(NamedTuple):
    """A code, which never changes once published, and what it is called."""

    kind: str
    code: str
    fr: str
    en: str

    def name(self, language: Language) -> str:
        return self.en if language == "en" else self.fr


@cache
def terms(package: str, file: str) -> Mapping[str, Mapping[str, Term]]:
    """The lists of a file by their names, each by code, in the order they are shown; read once."""
    lists = tomllib.loads(files(package).joinpath(file).read_text("utf-8"))
    return {kind: {code: Term(kind, code, **names) for code, names in list_.items()} for kind, list_ in lists.items()}
