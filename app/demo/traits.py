"""What mentors and mentees of the demo have alike: names, places, trades, languages, hours."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from app.areas.atlas import load_atlas
from app.demo.lore import lore
from app.members.model import DAY_PARTS
from app.sectors.vocabulary import all_sectors, by_code

T = TypeVar("T")

DEPARTMENT = "13"
# Communes are numbered from 001, the arrondissements of Marseille from 201.
NUMBERS = range(1, 300)
ELDER_FROM = 50
CCI, OPEN_PROGRAMME = "cci-amp", "tandem"

EVENINGS = [part for part in DAY_PARTS if part.endswith("eve") or part.startswith("sat")]
OFFICE_HOURS = [part for part in DAY_PARTS if part[:3] not in ("sat", "sun") and not part.endswith("eve")]


class Identity:
    """A name and what goes with it: drawn together, because families hand down both names and languages."""

    def __init__(self, rng: Random, age: int, from_abroad: bool = False) -> None:
        families = lore("names")
        weights = {name: group["weight"] for name, group in families.items()}
        if from_abroad:
            del weights["provence"]
        family = families[pick(rng, weights)]
        self.feminine = rng.random() < 0.54
        gender = "feminine" if self.feminine else "masculine"
        elder = age >= ELDER_FROM and f"{gender}_elder" in family
        self.first_name: str = rng.choice(family[f"{gender}_elder" if elder else gender])
        # One name in six comes by marriage, or from the other parent.
        by_marriage = rng.random() < 1 / 6
        self.last_name: str = rng.choice((rng.choice(list(families.values())) if by_marriage else family)["last"])
        self.languages = ["fr"]
        if from_abroad or rng.random() < family["spoken"]:
            self.languages.append(rng.choice(family["languages"]))


def pick(rng: Random, weights: Mapping[T, float]) -> T:
    """One of the keys, as often as it weighs."""
    return rng.choices(list(weights), list(weights.values()))[0]


def phone(number: int) -> str:
    return f"+33600{number:06}"


def version_7(rng: Random, at: datetime) -> UUID:
    """An id as the database would have made it at that time."""
    milliseconds = int(at.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | rng.getrandbits(12) << 64 | 2 << 62 | rng.getrandbits(62))


def born(rng: Random, age: int, today: date) -> date:
    """A birthday that makes somebody this old today, and tomorrow too."""
    day = min(today.day, 28)
    return today.replace(year=today.year - age, day=day) - timedelta(days=rng.randrange(4, 360))


def home(rng: Random) -> str:
    """An area of Bouches-du-Rhône, as often as people live there."""
    codes, cumulated = _inhabitants()
    return rng.choices(codes, cum_weights=cumulated)[0]


def trades(rng: Random, area_code: str, own_boss: bool = False) -> list[str]:
    """One to three sectors: what the area employs (and where one may be one's own boss), then what is near it."""
    sectors, cumulated = _employment(area_code, own_boss)
    first = rng.choices(sectors, cum_weights=cumulated)[0]
    chosen = {first: None}
    for _ in range(rng.choices((0, 1, 2), (60, 30, 10))[0]):
        chosen[rng.choice(_near(first))] = None
    return list(chosen)


def languages(rng: Random, identity: Identity, english: float) -> list[str]:
    spoken = dict.fromkeys(identity.languages)
    for language, share in (("en", english), ("es", 0.12), ("it", 0.05), ("de", 0.02)):
        if rng.random() < share:
            spoken[language] = None
    return list(spoken)


def modalities(rng: Random) -> list[str]:
    return rng.choices((["in_person", "remote"], ["in_person"], ["remote"]), (58, 30, 12))[0]


def availability(rng: Random, usual: list[str]) -> list[str]:
    """Three to seven parts of the week, in its order; four in ten give none."""
    if rng.random() < 0.4:
        return []
    free = {*rng.sample(usual, rng.randint(2, 5)), *rng.sample(DAY_PARTS, rng.randint(1, 2))}
    return [part for part in DAY_PARTS if part in free]


def membership(rng: Random, area_code: str, age: int, track: str, share: float) -> tuple[str, str]:
    """The structure and programme of somebody from there: a partner's for this share of those it is for."""
    for partner in lore("partners")["partners"]:
        programme = partner["programme"]
        in_age = programme.get("min_age", 0) <= age <= programme.get("max_age", 110)
        if area_code in partner["areas"] and track in partner["tracks"] and in_age and rng.random() < share:
            return partner["code"], programme["code"]
    return CCI, OPEN_PROGRAMME


@cache
def _inhabitants() -> tuple[list[str], list[float]]:
    """The areas, and how many people live in each and those before it."""
    found = (load_atlas().by_code(f"{DEPARTMENT}{number:03}") for number in NUMBERS)
    areas = [area for area in found if area]
    return [area.code for area in areas], list(accumulate(area.population for area in areas))


@cache
def _employment(area_code: str, own_boss: bool) -> tuple[list[str], list[float]]:
    """Sectors where people of this area work, or those where some are their own boss, and weights cumulated."""
    wide = lore("trades")
    local: list[dict[str, Any]] = [place["more"] for place in wide["local"] if area_code in place["areas"]]
    open_to = {code: trade for code, trade in wide["sectors"].items() if "bosses" in trade or not own_boss}
    weights: dict[str, float] = {}
    for field, share in wide["fields"].items():
        within = {code: trade.get("weight", 1) for code, trade in open_to.items() if code[0] == field}
        for code, weight in within.items():
            weights[code] = share * weight / sum(within.values())
            for more in local:
                weights[code] *= more.get(field, 1) * more.get(code, 1)
    return list(weights), list(accumulate(weights.values()))


@cache
def _near(sector: str) -> list[str]:
    """Sectors of the same wide field, and fewer of related ones."""
    own = by_code(sector)
    assert own is not None
    same = [other.code for other in all_sectors() if other.field.code == own.field.code and other != own]
    related = [other.code for other in all_sectors() if other.field.code in own.field.related]
    return same * (1 + len(related) // max(len(same), 1)) + related
