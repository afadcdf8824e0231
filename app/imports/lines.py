"""A line of a file as the beginning of somebody's profile, or what is wrong with it."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import msgspec
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siret

from app.areas.atlas import load_atlas
from app.goals import vocabulary as goals
from app.imports.columns import NEEDED
from app.imports.model import Line, Problem, Read
from app.members.rules import LEAST_AGE, OLDEST_AGE
from app.members.wire import ProfileChange
from app.phones import read_phone
from app.sectors import search
from app.sectors import vocabulary as sectors
from app.spelling import plain_phrase, plain_words

SEVERAL = re.compile(r"[;,/|\n]+")
DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y")
MOST = {"sectors": 3, "goals": 5}
# A spreadsheet that takes a phone number for a number drops its first 0.
SHORN = re.compile(r"[67]\d{8}")
LANGUAGES = {
    "francais": "fr", "french": "fr", "anglais": "en", "english": "en", "arabe": "ar", "espagnol": "es",
    "italien": "it", "portugais": "pt", "allemand": "de", "turc": "tr", "armenien": "hy", "russe": "ru",
    "ukrainien": "uk", "polonais": "pl", "roumain": "ro", "chinois": "zh", "vietnamien": "vi", "persan": "fa",
    "kurde": "ku", "wolof": "wo", "bambara": "bm", "peul": "ff", "occitan": "oc", "neerlandais": "nl",
}  # fmt: skip
MODALITIES = {
    "en personne": ["in_person"], "presentiel": ["in_person"], "en presentiel": ["in_person"],
    "in person": ["in_person"], "a distance": ["remote"], "distanciel": ["remote"], "visio": ["remote"],
    "remote": ["remote"], "les deux": ["in_person", "remote"], "both": ["in_person", "remote"],
}  # fmt: skip


class Doubt(Exception):
    """A cell that cannot be understood: the code of the problem, and the value."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


def read_line(line: Line, fields: Sequence[str]) -> Read:
    """Every problem of the line is told, not only the first."""
    cells = {field: cell for field, cell in zip(fields, line.cells, strict=False) if field and cell}
    problems = [Problem(field, "missing") for field in NEEDED if field not in cells]
    found: dict[str, Any] = {}
    for field, readings in READINGS.items():
        if field in cells:
            try:
                found[field] = readings(cells[field])
            except Doubt as doubt:
                problems.append(Problem(field, doubt.code, doubt.value))
    problems += _area(cells, found)
    if not problems:
        problems += _misfit(found)
    phone = found.pop("phone", None)
    return Read(line.line, phone, {} if problems else _profile(found), problems)


def _phone(cell: str) -> str:
    read = read_phone(f"0{cell}" if SHORN.fullmatch(cell) else cell)
    if read is None or not (read.valid and read.mobile):
        raise Doubt("phone", cell)
    return read.number


def _birth_date(cell: str) -> str:
    for form in DATES:
        try:
            born = datetime.strptime(cell, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        age = _age(born)
        if not 0 <= age <= OLDEST_AGE:
            raise Doubt("date", cell)
        if age < LEAST_AGE:
            raise Doubt("too-young", cell)
        return born.isoformat()
    raise Doubt("date", cell)


def _age(born: date) -> int:
    today = datetime.now(UTC).date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _siret(cell: str) -> str:
    try:
        return siret.validate(cell)
    except StdnumError:
        raise Doubt("siret", cell) from None


def _number(cell: str) -> int:
    if not re.fullmatch(r"\d{1,3}", cell):
        raise Doubt("number", cell)
    return int(cell)


def _modalities(cell: str) -> list[str]:
    known = MODALITIES.get(plain_phrase(cell))
    if known is None:
        raise Doubt("modality", cell)
    return known


def _several(code: str, one: Callable[[str], str | None]) -> Callable[[str], list[str]]:
    def read(cell: str) -> list[str]:
        found: list[str] = []
        for part in filter(None, map(str.strip, SEVERAL.split(cell))):
            known = one(part)
            if known is None:
                raise Doubt(code, part)
            found.append(known)
        return list(dict.fromkeys(found))

    return read


def _language(typed: str) -> str | None:
    plain = plain_phrase(typed)
    return plain if plain in LANGUAGES.values() else LANGUAGES.get(plain)


@lru_cache(maxsize=4096)
def _sector(typed: str) -> str | None:
    if sectors.by_code(typed.upper()):
        return typed.upper()
    found = search.find(typed)
    return found[0].code if found else None


@lru_cache(maxsize=4096)
def _goal(typed: str) -> str | None:
    if goals.by_code(typed):
        return typed
    plain = plain_words(typed)
    named = [goal.code for goal in goals.all_goals() if plain in (plain_words(goal.fr), plain_words(goal.en))]
    return named[0] if named else None


def _area(cells: dict[str, str], found: dict[str, Any]) -> list[Problem]:
    given = [cells.get(field, "") for field in ("areaCode", "postcode", "town")]
    if not any(given):
        return []
    code = _area_code(*given)
    if code is None:
        return [Problem("town", "area", " ".join(filter(None, given)))]
    found["areaCode"] = code
    return []


@lru_cache(maxsize=8192)
def _area_code(code: str, postcode: str, town: str) -> str | None:
    atlas = load_atlas()
    if code:
        return code.upper() if atlas.by_code(code.upper()) else None
    # A spreadsheet that takes a postcode for a number drops its first 0.
    near = atlas.find(postcode.zfill(5)) if postcode else atlas.find(town)
    named = [area for area in near if plain_words(area.name) == plain_words(town)]
    if postcode and town and not named:
        # “Marseille 13008”: the arrondissements are many, and their names long.
        named = [area for area in near if plain_words(area.name)[:1] == plain_words(town)[:1]]
    if named or not postcode:
        return named[0].code if named else None
    return near[0].code if len(near) == 1 else None


def _misfit(found: dict[str, Any]) -> list[Problem]:
    """What a profile would not take either: texts that are too long, numbers out of range."""
    try:
        msgspec.convert(_profile(found), ProfileChange)
    except msgspec.ValidationError as misfit:
        place = re.search(r"`\$\.?(\w*)", str(misfit))
        field = place[1] if place else ""
        code = "number" if field in ("capacity", "hoursPerMonth") else "text"
        return [Problem(field, code, str(found.get(field, "")))]
    return []


def _profile(found: dict[str, Any]) -> dict[str, Any]:
    """As PATCH /v1/me has it."""
    profile = {field: value for field, value in found.items() if field not in ("phone", "company", "siret")}
    for field, most in MOST.items():
        if field in profile:
            profile[field] = profile[field][:most]
    if "company" in found:
        profile["company"] = {"name": found["company"], "siret": found.get("siret")}
    return profile


READINGS: dict[str, Callable[[str], Any]] = {
    "firstName": str,
    "lastName": str,
    "phone": _phone,
    "birthDate": _birth_date,
    "sectors": _several("sector", _sector),
    "goals": _several("goal", _goal),
    "modalities": _modalities,
    "languages": _several("language", _language),
    "about": str,
    "jobTitle": str,
    "company": str,
    "siret": _siret,
    "capacity": _number,
    "hoursPerMonth": _number,
}
