"""Calls that Schemathesis makes up from the API's own document, right and wrong: never a fault of ours."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests.api.conftest import Stage
from tests.api.ledger import assert_refused
from tests.api.routes import routes_of

EXAMPLES = 4


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: str(mode.value))
async def test_calls_made_up_from_the_document_are_answered_or_refused(stage: Stage, mode: GenerationMode) -> None:
    document = stage.town.app.openapi_schema.to_schema()
    callers = {route.operation: stage.caller_of(route) for route in routes_of(stage.town.app)}
    made_up = 0
    for operation, case in _cases(document, mode):
        answer = await callers[operation].call(
            case.method,
            case.path.format_map(
                {name: quote(str(value), safe="") for name, value in (case.path_parameters or {}).items()}
            ),
            **_payload(case),
        )
        made_up += 1
        assert answer.status_code < 500, (operation, case)
        if answer.status_code >= 400:
            assert_refused(answer)
    assert made_up > 40


def _cases(document: dict[str, Any], mode: GenerationMode) -> Iterator[tuple[str, Any]]:
    schema = schemathesis.openapi.from_dict(document)
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        name = operation.definition.raw["operationId"]
        # An erased caller would end the run.
        if name != "deleteMe":
            yield from ((name, case) for case in _examples(operation, mode))


def _examples(operation: Any, mode: GenerationMode) -> list[Any]:
    made: list[Any] = []

    @seed(2026)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def collect(case: Any) -> None:
        made.append(case)

    with suppress(Unsatisfiable):  # a call without anything to get wrong
        collect()
    return made


def _payload(case: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {"params": case.query or None}
    body = case.as_transport_kwargs(base_url="http://town")
    for kind in ("json", "data"):
        if kind in body:
            sent["json" if kind == "json" else "content"] = body[kind]
    return sent
