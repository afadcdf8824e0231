"""Drawn portraits, and the rules that are published: open to all."""

from uuid import UUID
from xml.etree import ElementTree

import pytest

from app.portraits import portrait_url
from tests.people import Town


@pytest.mark.parametrize("name", ["Inès", "élodie", "<script>", "/", "..", "李", "🙂"])
async def test_a_portrait_is_an_image_of_the_initial(town: Town, name: str) -> None:
    answer = await town.http.get(portrait_url(UUID(int=1234), name))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert "immutable" in answer.headers["cache-control"]
    drawn = ElementTree.fromstring(answer.text)
    [shown] = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert shown == (name[0].upper() if name[0].isalnum() else "·")


async def test_the_ranking_is_published_in_words_and_numbers(town: Town) -> None:
    french = (await town.http.get("/v1/ranking/rules")).json()
    english = (await town.http.get("/v1/ranking/rules", headers={"Accept-Language": "en"})).json()
    assert [term["code"] for term in french["terms"]] == ["sector", "goals", "place", "time"]
    assert sum(term["weight"] for term in french["terms"]) == pytest.approx(1)
    assert french["constants"] == english["constants"]
    assert "âge" in french["neverUsed"]
    assert "age" in english["neverUsed"]
    assert french["text"] != english["text"]
