"""The atlas holds all of France, and finds what people type."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from app.areas.atlas import DIVIDED, FIRST_PAGE, Atlas, load_atlas
from app.areas.model import Area

SHIPPED = 34_915
FOREIGN_LETTERS = [
    "🙂",
    "\0",
    "\ud800",
    "(.*",
    "[-",
    "\\",
    "%",
    "'; drop table area",
    "日本",
    "--",
    "'",
    "\n",
    "x" * 10_000,
]


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas()


def names(areas: list[Area]) -> list[str]:
    return [area.name for area in areas]


def everywhere(atlas: Atlas) -> Iterator[Area]:
    return iter(atlas.find("", SHIPPED))


def test_every_commune_and_arrondissement_is_there_but_the_three_divided_cities(atlas: Atlas) -> None:
    codes = {area.code for area in everywhere(atlas)}
    assert len(codes) == len(atlas) == SHIPPED - len(DIVIDED)
    assert not codes & set(DIVIDED)


def test_a_divided_city_is_neither_found_nor_accepted(atlas: Atlas) -> None:
    for code in DIVIDED:
        assert atlas.by_code(code) is None
        assert atlas.find(code) == []
    assert len(atlas.find("marseille", 50)) > 16
    assert "Marseille" not in names(atlas.find("marseille", 50))


def test_an_area_is_known_by_its_code(atlas: Atlas) -> None:
    area = atlas.by_code("13001")
    assert area is not None
    assert (area.name, area.department, area.region) == ("Aix-en-Provence", "13", "93")
    assert "13100" in area.postcodes
    assert atlas.by_code("99999") is None


def test_the_beginning_of_marseille_gives_its_arrondissements_in_their_order(atlas: Atlas) -> None:
    found = names(atlas.find("mars"))
    assert found[:3] == [f"Marseille {n} Arrondissement" for n in ("1er", "2e", "3e")]
    whole = names(atlas.find("marseille", 16))
    assert whole == [
        "Marseille 1er Arrondissement",
        *(f"Marseille {n}e Arrondissement" for n in range(2, 17)),
    ]


@pytest.mark.parametrize(
    "typed",
    ["marseille 8", "marseille 8e", "Marseille 8ème", "MARSEILLE 8eme arrondissement", "marseille 8 arr",
     "13008", "13008 marseille", "marseille 13008", " marseille  8 ", "13208"],
)  # fmt: skip
def test_an_arrondissement_is_found_however_it_is_typed(atlas: Atlas, typed: str) -> None:
    assert atlas.find(typed)[0].code == "13208"


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("aix", "Aix-en-Provence"),
        ("saint-étienne", "Saint-Étienne"),
        ("st etienne", "Saint-Étienne"),
        ("SAINT ETIENNE", "Saint-Étienne"),
        ("st-etienne", "Saint-Étienne"),
        ("ste foy les lyon", "Sainte-Foy-lès-Lyon"),
        ("lisle sur la sorgue", "L'Isle-sur-la-Sorgue"),
        ("l’isle-sur-la-sorgue", "L'Isle-sur-la-Sorgue"),
        ("isle sur la so", "L'Isle-sur-la-Sorgue"),
        ("ciotat", "La Ciotat"),
        ("oeting", "Œting"),
        ("y", "Yerres"),
        ("2a004", "Ajaccio"),
        ("st", "Strasbourg"),
        ("13400", "Aubagne"),
        ("aix 13", "Aix-en-Provence"),
    ],
)
def test_what_people_type_finds_what_they_mean(atlas: Atlas, typed: str, best: str) -> None:
    assert atlas.find(typed)[0].name == best


def test_st_is_both_saint_and_the_beginning_of_strasbourg(atlas: Atlas) -> None:
    assert {"Strasbourg", "Saint-Étienne"} <= set(names(atlas.find("st")))


def test_a_postcode_is_found_by_its_beginning(atlas: Atlas) -> None:
    found = atlas.find("1300", 50)
    assert {area.code for area in found} == {f"132{n:02}" for n in range(1, 10)}


def test_beginnings_of_names_come_before_later_words_and_then_the_most_populous(atlas: Atlas) -> None:
    found = atlas.find("roche", 50)
    begins = [area.name.casefold().startswith("roche") for area in found]
    assert begins == sorted(begins, reverse=True)
    begun = [area.population for area, first in zip(found, begins, strict=True) if first and area.name != "Roche"]
    assert begun == sorted(begun, reverse=True)


def test_nothing_typed_gives_the_most_populous(atlas: Atlas) -> None:
    populations = [area.population for area in atlas.find("")]
    assert populations == sorted((area.population for area in everywhere(atlas)), reverse=True)[:FIRST_PAGE]
    assert atlas.find("  ") == atlas.find("")


def test_a_shorter_list_is_the_beginning_of_a_longer_one(atlas: Atlas) -> None:
    for typed in ("", "mars", "saint", "1300", "beaulieu", "l"):
        assert atlas.find(typed, 50)[:3] == atlas.find(typed, 3)
        assert atlas.find(typed, 50)[:FIRST_PAGE] == atlas.find(typed)


def test_a_district_that_is_no_commune_is_not_found(atlas: Atlas) -> None:
    assert atlas.find("L'Estaque") == []
    assert atlas.find("zzzz") == []


@pytest.mark.parametrize("typed", FOREIGN_LETTERS)
def test_odd_input_finds_nothing_and_harms_nothing(atlas: Atlas, typed: str) -> None:
    assert atlas.find(typed) == [] or not typed.strip()


def test_every_area_is_found_by_its_own_name_on_the_first_page(atlas: Atlas) -> None:
    """Where more namesakes exist than the page has room, the postcode tells them apart."""
    namesakes = Counter(area.name for area in everywhere(atlas))
    for area in everywhere(atlas):
        found = atlas.find(area.name)
        if namesakes[area.name] > FIRST_PAGE:
            assert all(other.name == area.name for other in found)
            found = atlas.find(f"{area.name} {area.postcodes[0]}")
        assert area in found, area


def test_areas_are_found_by_their_postcodes_and_their_codes(atlas: Atlas) -> None:
    for area in list(everywhere(atlas))[::20]:
        assert area in atlas.find(area.code), area
        assert all(area in atlas.find(postcode, 60) for postcode in area.postcodes), area


def test_positions_are_unit_vectors(atlas: Atlas) -> None:
    assert atlas.xyz.shape == (len(atlas), 3)
    assert atlas.xyz.dtype == np.float64
    np.testing.assert_allclose(np.linalg.norm(atlas.xyz, axis=1), 1)


def test_distances_between_positions_are_those_of_the_map(atlas: Atlas) -> None:
    for one, other, km in [("13201", "13001", 26), ("13201", "75101", 660), ("13201", "13202", 1)]:
        apart = np.linalg.norm(atlas.xyz[atlas.position(one)] - atlas.xyz[atlas.position(other)]) * 6371
        assert apart == pytest.approx(km, abs=max(1.0, 0.05 * km))


def test_every_area_lies_near_those_that_share_its_postcode(atlas: Atlas) -> None:
    sharing: dict[str, list[int]] = {}
    for area in everywhere(atlas):
        for postcode in area.postcodes:
            sharing.setdefault(postcode, []).append(atlas.position(area.code))
    for postcode, rows in sharing.items():
        if len(rows) > 3 and not postcode.startswith("97"):
            apart = np.linalg.norm(atlas.xyz[rows] - np.median(atlas.xyz[rows], axis=0), axis=1) * 6371
            assert apart.max() < 40, postcode


def test_every_area_lies_in_france(atlas: Atlas) -> None:
    for area in everywhere(atlas):
        if not area.department.startswith("97"):
            assert 41 < area.latitude < 51.2, area
            assert -5.2 < area.longitude < 9.7, area
