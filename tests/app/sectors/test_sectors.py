"""No trade is left out, and related fields are related both ways."""

import re
from itertools import combinations

import numpy as np
import pytest

from app.sectors.search import find
from app.sectors.vocabulary import all_sectors, by_code, position, similarity_table
from tests.app.sectors.job_titles import EITHER, JOB_TITLES

TITLES = [(title, {field}) for field, titles in JOB_TITLES.items() for title in titles]


def test_there_are_fourteen_fields_and_about_a_hundred_and_ten_sectors() -> None:
    assert {sector.field.code for sector in all_sectors()} == set("ABCDEFGHIJKLMN")
    assert 100 <= len(all_sectors()) <= 125


def test_codes_and_names_are_unique_and_codes_are_in_order() -> None:
    codes = [sector.code for sector in all_sectors()]
    assert codes == sorted(set(codes))
    assert all(sector.code.startswith(sector.field.code) for sector in all_sectors())
    for names in ([sector.fr for sector in all_sectors()], [sector.en for sector in all_sectors()]):
        assert len(set(names)) == len(names)
        assert all(0 < len(name) <= 60 for name in names)


def test_titles_are_plain_beginnings_of_words() -> None:
    for sector in all_sectors():
        for title in sector.titles:
            assert re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", " ".join(title)), (sector.code, title)


def test_the_list_has_twenty_job_titles_of_each_field() -> None:
    counts = {field: len(set(titles)) for field, titles in JOB_TITLES.items()}
    assert counts == dict.fromkeys("ABCDEFGHIJKLMN", 20)


@pytest.mark.parametrize(("title", "fields"), [*TITLES, *EITHER.items()])
def test_a_job_title_finds_its_place(title: str, fields: set[str]) -> None:
    assert find(title)[0].field.code in fields


@pytest.mark.parametrize(("title", "fields"), TITLES)
def test_a_job_title_is_found_without_accents_hyphens_or_case(title: str, fields: set[str]) -> None:
    typed = title.upper().replace("-", " ").replace("É", "E").replace("È", "E").replace("Ô", "O")
    assert find(typed)[0].field.code in fields


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("boulanger", "boulangère"),
        ("infirmier", "infirmière"),
        ("aide-soignant", "aide-soignante"),
        ("moniteur de ski", "monitrice de ski"),
        ("acteur", "actrice"),
        ("facteur", "factrice"),
        ("formateur", "formatrice"),
        ("restaurateur", "restauratrice"),
        ("chef de rang", "cheffe de rang"),
        ("développeur", "développeuse"),
    ],
)
def test_both_forms_of_a_title_find_the_same(one: str, other: str) -> None:
    assert find(one) == find(other) != []


@pytest.mark.parametrize(("typed", "code"), [("boul", "D01"), ("infirm", "J01"), ("chef de par", "G01"), ("dj", "L02")])
def test_the_beginning_of_a_title_is_enough(typed: str, code: str) -> None:
    assert find(typed)[0].code == code


@pytest.mark.parametrize(("typed", "code"), [("bakery", "D01"), ("accounting", "M01"), ("lettings", "C04")])
def test_the_words_of_a_name_find_it_in_both_languages(typed: str, code: str) -> None:
    assert find(typed)[0].code == code


def test_a_field_s_name_finds_its_sectors() -> None:
    assert {sector.field.code for sector in find("santé")} == {"J"}


def test_nothing_typed_gives_all_sectors() -> None:
    assert find("") == find(" ") == list(all_sectors())


@pytest.mark.parametrize("typed", ["🙂", "\0", "\ud800", "(.*", "[", "de la", "x" * 10_000, "zzzz", "' or 1=1"])
def test_odd_input_finds_nothing_and_harms_nothing(typed: str) -> None:
    assert find(typed) == []


def test_a_sector_is_known_by_its_code() -> None:
    for row, sector in enumerate(all_sectors()):
        assert by_code(sector.code) == sector
        assert position(sector.code) == row
    assert by_code("Z99") is None
    with pytest.raises(KeyError):
        position("Z99")


def test_sectors_are_most_like_themselves_then_their_field_then_related_fields() -> None:
    table = similarity_table()
    assert table.dtype == np.float64
    np.testing.assert_array_equal(table, table.T)
    assert table[position("D01"), position("D01")] == 1
    assert table[position("D01"), position("D02")] == 0.6
    assert table[position("D01"), position("G01")] == 0.25
    assert table[position("D01"), position("L01")] == 0


def test_the_degrees_of_likeness_may_be_chosen() -> None:
    assert set(np.unique(similarity_table(1.0, 0.5, 0.1))) == {0.0, 0.1, 0.5, 1.0}


def test_fields_are_related_both_ways_and_never_to_themselves() -> None:
    fields = {sector.field.code: sector.field for sector in all_sectors()}
    for one, other in combinations(fields.values(), 2):
        assert (other.code in one.related) == (one.code in other.related)
    assert all(field.related and field.code not in field.related for field in fields.values())
