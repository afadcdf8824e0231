"""The three reference lists over HTTP: open, in the caller's language, not sent twice."""

from collections.abc import AsyncIterator

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar, Router

from app.areas.controllers import find_areas
from app.goals.controllers import list_goals
from app.problems import render
from app.sectors.controllers import list_sectors

LISTS = ["/v1/areas?q=mars", "/v1/areas", "/v1/sectors", "/v1/sectors?q=boulanger", "/v1/goals"]


@pytest.fixture(scope="module")
async def client() -> AsyncIterator[AsyncClient]:
    lists = Router("/v1", route_handlers=[find_areas, list_sectors, list_goals])
    app = Litestar([lists], exception_handlers={Exception: render})
    transport = ASGITransport(app)  # type: ignore[arg-type]
    async with AsyncClient(transport=transport, base_url="http://tandem.test") as client:
        yield client


async def test_areas_are_a_page_without_any_position(client: AsyncClient) -> None:
    page = (await client.get("/v1/areas", params={"q": "mars", "limit": 1})).json()
    assert page == {
        "items": [
            {
                "code": "13201",
                "name": "Marseille 1er Arrondissement",
                "department": "13",
                "postcodes": ["13001"],
            }
        ],
        "next": None,
    }


async def test_sectors_have_their_field_and_goals_their_track(client: AsyncClient) -> None:
    sectors = (await client.get("/v1/sectors", params={"q": "boulangère"})).json()
    assert sectors["items"][0] == {
        "code": "D01",
        "name": "Boulangerie, pâtisserie",
        "field": {"code": "D", "name": "Commerce, vente et artisanat de proximité"},
    }
    goals = (await client.get("/v1/goals")).json()
    assert goals["items"][0] == {
        "code": "find-apprenticeship", "name": "Trouver une alternance", "track": "employment"
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/v1/sectors", "/v1/goals"])
async def test_names_are_in_the_caller_s_language(client: AsyncClient, path: str) -> None:
    french = await client.get(path)
    english = await client.get(path, headers={"Accept-Language": "en-GB,en;q=0.9,fr;q=0.5"})
    assert french.headers["Content-Language"] == "fr"
    assert english.headers["Content-Language"] == "en"
    assert [item["code"] for item in french.json()["items"]] == [item["code"] for item in english.json()["items"]]
    assert french.json() != english.json()
    assert french.headers["ETag"] != english.headers["ETag"]


@pytest.mark.parametrize("path", LISTS)
async def test_a_list_the_caller_has_is_not_sent_again(client: AsyncClient, path: str) -> None:
    first = await client.get(path)
    assert first.status_code == 200
    assert first.headers["Vary"] == "Accept-Language"
    etag = first.headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = await client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == etag
        assert again.headers["Vary"] == "Accept-Language"
    changed = await client.get(path, headers={"If-None-Match": '"other"'})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "query",
    ["q=" + "x" * 101, "limit=0", "limit=51", "limit=-1", "limit=many", "limit=" + "9" * 400, "limit=1e3"],
)
async def test_a_query_that_cannot_be_is_a_problem(client: AsyncClient, query: str) -> None:
    refused = await client.get(f"/v1/areas?{query}")
    assert 400 <= refused.status_code < 500
    assert refused.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/v1/areas", "/v1/sectors"])
@pytest.mark.parametrize("q", ["%ED%A0%80", "%FF", "%F0%9F%99%82", "(.*%5B", "%25"])
async def test_odd_letters_find_nothing(client: AsyncClient, path: str, q: str) -> None:
    found = await client.get(f"{path}?q={q}")
    assert found.status_code == 200
    assert found.json() == {"items": [], "next": None}
