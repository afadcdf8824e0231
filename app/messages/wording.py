"""What a member is asked about before it is sent: words that may hurt, and contact details. The list: wording.toml."""

import re
import tomllib
from functools import cache
from itertools import islice
from pathlib import Path

from phonenumbers import PhoneNumberMatcher

from app.spelling import plain_phrase

_LIST = Path(__file__).parent / "wording.toml"
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_MAIL_IN_WORDS = re.compile(r" (?:arobase|at) (?:gmail|hotmail|outlook|orange|free|yahoo|laposte|icloud|sfr) ")
# A phone's digits, however they are grouped; the library, slow on long texts, only sees what might be one.
_DIGITS = re.compile(r"(?<!\w)\+?\d(?:[ ./()-]{0,3}\d){8,14}(?!\w)")
_MOST_NUMBERS = 20
_REGION = "FR"


def may_hurt(text: str) -> bool:
    """Whether a word or phrase of the list is in it."""
    return _hurtful().search(_spaced(text)) is not None


def tells_contact(text: str) -> bool:
    """Whether it seems to hold a phone number, an e-mail address or a street address."""
    numbers = islice(_DIGITS.finditer(text), _MOST_NUMBERS)
    if _MAIL.search(text) or any(_is_phone(found[0]) for found in numbers):
        return True
    spaced = _spaced(text)
    return _MAIL_IN_WORDS.search(spaced) is not None or _street().search(spaced) is not None


def _is_phone(digits: str) -> bool:
    return PhoneNumberMatcher(digits, _REGION).has_next()


def _spaced(text: str) -> str:
    """In plain words, each between spaces: a phrase is found only where words begin and end."""
    return f" {plain_phrase(text)} "


@cache
def _hurtful() -> re.Pattern[str]:
    phrases = {plain_phrase(phrase) for phrases in _read()["hurt"].values() for phrase in phrases}
    return re.compile(rf" (?:{'|'.join(sorted(phrases))})s? ")


@cache
def _street() -> re.Pattern[str]:
    french, english = ("|".join(_read()["streets"][language]) for language in ("fr", "en"))
    number = r"\d{1,4} ?(?:bis|ter|quater)?"
    return re.compile(rf" {number} (?:(?:{french}) [a-z]|[a-z]+ (?:[a-z]+ )?(?:{english}) )")


@cache
def _read() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_LIST.read_text("utf-8"))
