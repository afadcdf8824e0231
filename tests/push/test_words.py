import re
from typing import get_args

import pytest

from push.model import Locale
from push.words import KINDS, MissingFact, UnknownKind, words

EVERY_KIND = sorted(KINDS)
EVERY_LOCALE = get_args(Locale)
FACTS: dict[str, str | int] = {"tandemId": "t1"}


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("locale", EVERY_LOCALE)
def test_every_kind_says_something_short_in_every_language(kind: str, locale: Locale) -> None:
    said = words(kind, locale, FACTS)
    assert 5 <= len(said.title) <= 50
    assert 20 <= len(said.body) <= 150
    assert said.link.startswith("/")
    assert said.category


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_each_language_has_its_own_words_and_the_same_way_in(kind: str) -> None:
    french, english = words(kind, "fr", FACTS), words(kind, "en", FACTS)
    assert french.title != english.title
    assert french.body != english.body
    assert (french.link, french.category) == (english.link, english.category)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_french_says_vous_and_sets_its_colons_right(kind: str) -> None:
    said = words(kind, "fr", FACTS)
    text = f"{said.title} {said.body}".lower()
    assert not re.search(r"\b(tu|te|toi|ton|ta|tes)\b", text)
    assert not re.search(r"(?<!\u00a0)[:;!?]", text)


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("locale", EVERY_LOCALE)
def test_no_fact_reaches_what_a_locked_screen_shows(kind: str, locale: Locale) -> None:
    canary = {"tandemId": "CANARY", "firstName": "CANARY", "message": "CANARY", "reason": "CANARY"}
    said = words(kind, locale, canary)
    assert "CANARY" not in said.title + said.body


@pytest.mark.parametrize("locale", EVERY_LOCALE)
def test_a_closed_request_has_the_same_words_whatever_closed_it(locale: Locale) -> None:
    reasons = ("refused", "expired", "withdrawn", "released")
    assert len({words("RequestClosed", locale, {"reason": reason}) for reason in reasons}) == 1


def test_the_next_step_after_a_closed_request_is_the_deck() -> None:
    assert words("RequestClosed", "fr", {}).link == "/deck"


def test_a_tandem_is_one_tap_away() -> None:
    assert words("TandemFormed", "en", {"tandemId": "t 1/2"}).link == "/tandems/t%201%2F2"


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(UnknownKind, match="no words for a notice of kind 'Nope'") as raised:
        words("Nope", "fr", {})
    assert isinstance(raised.value, KeyError)


def test_a_missing_fact_is_named() -> None:
    with pytest.raises(MissingFact, match="'TandemFormed' needs the fact 'tandemId'"):
        words("TandemFormed", "fr", {})
