"""Every named query fits the schema, is explained, and is used."""

import re
from pathlib import Path

import asyncpg
import pytest

from app.sql import domains, queries

ROOT = Path(__file__).parents[2]
NAMED = [(domain, name) for domain in domains() for name in queries(domain).texts]


@pytest.mark.parametrize("domain", domains())
async def test_every_query_can_be_prepared(database_url: str, domain: str) -> None:
    connection = await asyncpg.connect(database_url)
    for name, text in queries(domain).texts.items():
        try:
            await connection.prepare(text)
        except asyncpg.PostgresError as error:
            pytest.fail(f"{domain}.{name}: {error}")
    await connection.close()


@pytest.mark.parametrize(("domain", "name"), NAMED)
def test_every_query_is_told_in_a_sentence_and_bears_its_name(domain: str, name: str) -> None:
    first, second, *_ = queries(domain).texts[name].splitlines()
    assert first == f"-- name: {name}"
    assert re.match(r"-- \S.*", second), "a sentence must follow the name"


@pytest.mark.parametrize(("domain", "name"), NAMED)
def test_every_parameter_is_explained(domain: str, name: str) -> None:
    text = queries(domain).texts[name]
    explained = " ".join(line for line in text.splitlines() if line.startswith("--"))
    statement = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    used = {int(number) for number in re.findall(r"\$(\d+)", statement)}
    told = {int(number) for number in re.findall(r"\$(\d+)", explained)}
    for first, last in re.findall(r"\$(\d+) to \$(\d+)", explained):
        told |= set(range(int(first), int(last)))
    assert used <= told


def test_every_query_is_used_and_every_use_has_a_query() -> None:
    used: set[tuple[str, str]] = set()
    for path in (ROOT / "app").rglob("*.py"):
        source = path.read_text("utf-8")
        for domain in re.findall(r'Q = queries\("(\w+)"\)', source):
            used |= {(domain, name) for name in re.findall(r"\bQ\.(\w+)", source) if name != "texts"}
    assert used == set(NAMED)


def test_no_query_selects_a_star() -> None:
    assert not [name for name in NAMED if re.search(r"select \*|returning \*", queries(name[0]).texts[name[1]])]
