from pathlib import Path

from bench.terms import picture

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "terms.svg"


def test_the_picture_of_the_terms_is_what_the_code_computes() -> None:
    assert PICTURE.read_text() == picture()
