"""The page to try the API, in a small app, without a network."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar, get

from app.api_page import openapi_config


@get("/v1/greetings", operation_id="greet", sync_to_thread=False)
def greet() -> dict[str, str]:
    """Say hello."""
    return {"hello": "you"}


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    app = Litestar([greet], openapi_config=openapi_config("1.2.3", demo=True))
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://tandem") as client:
        yield client


async def test_the_document_says_what_the_api_is(http: httpx.AsyncClient) -> None:
    document = (await http.get("/schema/openapi.json")).json()

    assert document["info"]["title"] == "Tandem"
    assert document["info"]["version"] == "1.2.3"
    assert list(document["paths"]) == ["/v1/greetings"]
    assert document["paths"]["/v1/greetings"]["get"]["description"] == "Say hello."
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert document["security"] == [{"token": []}]


async def test_only_the_demo_tells_of_the_demo_sign_in() -> None:
    assert "/v1/demo/sign-ins" in (openapi_config("1", demo=True).description or "")
    assert "/v1/demo/sign-ins" not in (openapi_config("1", demo=False).description or "")


@pytest.mark.parametrize("path", ["/schema", "/schema/"])
async def test_the_page_takes_nothing_from_elsewhere(http: httpx.AsyncClient, path: str) -> None:
    page = await http.get(path)

    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "://" not in page.text
    assert "//" not in re.sub(r"</|/>", "", page.text)


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
async def test_all_that_the_page_names_is_there(http: httpx.AsyncClient, encoding: str) -> None:
    page = (await http.get("/schema")).text
    named = [*re.findall(r'(?:src|href|url)(?:=|: )"(/[^"]+)"', page)]
    assert len(named) == 3

    for path in named:
        answer = await http.get(path, headers={"Accept-Encoding": encoding})
        assert answer.status_code == 200
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert len(answer.content) > 500


async def test_the_files_may_be_kept_for_ever(http: httpx.AsyncClient) -> None:
    page = (await http.get("/schema")).text
    script = re.findall(r'<script src="([^"]+)"', page)[0]

    answer = await http.get(script)

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")
    version = re.findall(r"swagger-ui-(\d[\d.]+\d)/", script)[0]
    assert f'PACKAGE_VERSION:"{version}"' in answer.text


async def test_the_policy_allows_the_pages_own_script_and_no_other(http: httpx.AsyncClient) -> None:
    page = await http.get("/schema")
    policy = page.headers["content-security-policy"]
    inline = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)

    assert len(inline) == 1
    assert base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode() in policy
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize("name", ["README.md", "LICENSE", "..%2Fapi_page.py", "swagger-ui.css.gz"])
async def test_no_other_file_is_served(http: httpx.AsyncClient, name: str) -> None:
    page = (await http.get("/schema")).text
    folder = re.findall(r'<script src="([^"]+)/', page)[0]

    assert (await http.get(f"{folder}/{name}")).status_code == 404
