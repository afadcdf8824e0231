import re
from typing import get_args

import pytest
from babel.messages.plurals import get_plural

from push.kinds import KINDS, UnknownKind
from push.model import Locale
from push.words import MissingFact, catalogue, words

EVERY_KIND = sorted(KINDS)
EVERY_LOCALE = get_args(Locale)
FACTS: dict[str, str | int] = {"tandemId": "t1", "milestone": "m3", "choices": "employed,other"}
ONE_AND_MANY = [FACTS, FACTS | {"count": 1}, {"count": 2}, FACTS | {"count": 3}, {"count": 1_000_000}]
NUMBER = re.compile(r"\d+")


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("locale", EVERY_LOCALE)
@pytest.mark.parametrize("facts", ONE_AND_MANY)
def test_every_kind_says_something_short_in_every_language(
    kind: str, locale: Locale, facts: dict[str, str | int]
) -> None:
    said = words(kind, locale, facts)
    assert 5 <= len(said.title) <= 50
    assert 20 <= len(said.body) <= 150
    assert "{" not in said.title + said.body
    assert said.link.startswith("/")
    assert said.category


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("locale", EVERY_LOCALE)
def test_several_read_otherwise_than_one(kind: str, locale: Locale) -> None:
    one, many = words(kind, locale, FACTS), words(kind, locale, FACTS | {"count": 3})
    assert (one.title, one.body) != (many.title, many.body)
    assert not NUMBER.search(one.title + one.body)


@pytest.mark.parametrize("locale", EVERY_LOCALE)
def test_each_catalogue_has_exactly_the_kinds_that_exist_each_with_a_title_and_a_body(locale: Locale) -> None:
    written = {(text.context, text.id) for text in catalogue(locale) if text.id}
    assert written == {(kind, ids) for kind in KINDS for ids in (("title", "titles"), ("body", "bodies"))}


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("part", ["title", "body"])
def test_both_languages_use_the_same_variables(kind: str, part: str) -> None:
    french, english = (variables(locale, kind, part) for locale in EVERY_LOCALE)
    assert french == english
    assert set().union(*french) <= {"count"}


def variables(locale: Locale, kind: str, part: str) -> list[set[str]]:
    """Those of the text for one, and of that for several."""
    text = catalogue(locale).get(part, kind)
    assert text is not None
    assert isinstance(text.string, tuple)
    assert all(text.string)
    return [set(re.findall(r"\{(\w*)\}", written)) for written in text.string]


@pytest.mark.parametrize("locale", EVERY_LOCALE)
def test_the_plural_rule_is_the_one_that_the_language_has(locale: Locale) -> None:
    rule = get_plural(locale)
    assert catalogue(locale).plural_expr == rule.plural_expr
    assert catalogue(locale).num_plurals == rule.num_plurals == 2


@pytest.mark.parametrize(
    ("locale", "count", "title"),
    [
        ("fr", 1, "Une nouvelle demande"),
        ("fr", 3, "3 demandes vous attendent"),
        ("en", 1, "A new request"),
        ("en", 2, "2 requests await you"),
    ],
)
def test_several_requests_become_one_notice(locale: Locale, count: int, title: str) -> None:
    assert words("RequestReceived", locale, {"count": count}).title == title


def test_several_lead_to_the_list_and_one_to_itself() -> None:
    assert words("TandemFormed", "fr", {"tandemId": "t1"}).link == "/tandems/t1"
    assert words("TandemFormed", "fr", {"count": 2}).link == "/tandems"


@pytest.mark.parametrize("count", [0, -1, "3", "many"])
def test_a_count_that_is_none_is_refused(count: str | int) -> None:
    with pytest.raises(ValueError, match="tells of one thing at least"):
        words("RequestReceived", "fr", {"count": count})


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_each_language_has_its_own_words_and_the_same_way_in(kind: str) -> None:
    french, english = words(kind, "fr", FACTS), words(kind, "en", FACTS)
    assert french.title != english.title
    assert french.body != english.body
    assert (french.link, french.category) == (english.link, english.category)


def test_a_language_we_do_not_speak_reads_french() -> None:
    assert words("RequestReceived", "de", {}) == words("RequestReceived", "fr", {})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("count", [1, 3])
def test_french_says_vous_and_sets_its_colons_right(kind: str, count: int) -> None:
    said = words(kind, "fr", FACTS | {"count": count})
    text = f"{said.title} {said.body}".lower()
    assert not re.search(r"\b(tu|te|toi|ton|ta|tes)\b", text)
    assert not re.search(r"(?<!\u00a0)[:;!?]", text)


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize("locale", EVERY_LOCALE)
@pytest.mark.parametrize("count", [1, 3])
def test_no_fact_reaches_what_a_locked_screen_shows(kind: str, locale: Locale, count: int) -> None:
    canary: dict[str, str | int] = {
        "tandemId": "CANARY",
        "milestone": "CANARY",
        "choices": "CANARY",
        "firstName": "CANARY",
        "message": "CANARY",
        "reason": "CANARY",
    }
    said = words(kind, locale, canary | {"count": count})
    assert "CANARY" not in said.title + said.body


@pytest.mark.parametrize("locale", EVERY_LOCALE)
def test_a_closed_request_has_the_same_words_whatever_closed_it(locale: Locale) -> None:
    reasons = ("refused", "expired", "withdrawn", "released")
    assert len({words("RequestClosed", locale, {"reason": reason}) for reason in reasons}) == 1


def test_the_next_step_after_a_closed_request_is_the_deck() -> None:
    assert words("RequestClosed", "fr", {}).link == "/deck"


def test_what_stands_in_a_link_is_encoded() -> None:
    assert words("TandemFormed", "en", {"tandemId": "t 1/2"}).link == "/tandems/t%201%2F2"


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(UnknownKind, match="no words for a notice of kind 'Nope'") as raised:
        words("Nope", "fr", {})
    assert isinstance(raised.value, KeyError)


def test_a_missing_fact_is_named() -> None:
    with pytest.raises(MissingFact, match="'TandemFormed' needs the fact 'tandemId'"):
        words("TandemFormed", "fr", {})
