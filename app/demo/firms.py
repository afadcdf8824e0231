"""Companies that do not exist, with numbers that could."""

from random import Random

from stdnum import luhn

from app.demo.lore import lore

# No real SIREN begins with 0.
FIRST_SIREN = 1_300_000
HEAD_OFFICE = "0001"


def company_name(rng: Random, sector: str, family: str) -> str:
    """What a company of this sector may be called, after a family or a place."""
    words = lore("firms")
    brand = rng.choice(words["brand_begin"]) + rng.choice(words["brand_end"])
    pattern: str = rng.choice(lore("trades")["sectors"][sector]["firms"])
    return pattern.format(place=rng.choice(words["places"]), brand=brand, family=family)


def siret(serial: int) -> str:
    """A SIRET whose checksums hold, another for each number."""
    siren = _checked(f"{FIRST_SIREN + serial:08}")
    return _checked(siren + HEAD_OFFICE)


def _checked(digits: str) -> str:
    return f"{digits}{luhn.calc_check_digit(digits)}"
