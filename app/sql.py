"""Loads the named queries of `sql/queries/<domain>.sql`."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "sql"

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


class Queries:
    """The named queries of one domain, each an attribute holding its text."""

    def __init__(self, domain: str, texts: dict[str, str]) -> None:
        self.domain = domain
        self.texts = texts

    def __getattr__(self, name: str) -> str:
        try:
            return self.texts[name]
        except KeyError:
            raise AttributeError(f"sql/queries/{self.domain}.sql has no query named {name}") from None


@cache
def queries(domain: str) -> Queries:
    """The queries of `sql/queries/<domain>.sql`; each keeps its name as a leading comment for pg_stat_statements."""
    _, *parts = _NAME.split((FOLDER / "queries" / f"{domain}.sql").read_text("utf-8"))
    texts = {
        name: f"-- name: {name}\n{text.strip().rstrip(';')}" for name, text in zip(parts[::2], parts[1::2], strict=True)
    }
    if len(texts) * 2 != len(parts):
        raise ValueError(f"sql/queries/{domain}.sql names a query twice")
    return Queries(domain, texts)


def domains() -> list[str]:
    """Every domain that has queries."""
    return sorted(path.stem for path in (FOLDER / "queries").glob("*.sql"))
