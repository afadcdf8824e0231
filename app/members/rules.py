"""What a profile may say, and from which age."""

from datetime import UTC, date, datetime

from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siret

from app.areas.atlas import load_atlas
from app.errors import Invalid, Words
from app.goals import vocabulary as goals
from app.members.errors import ProgrammeAge, TooYoung
from app.members.model import LANGUAGES
from app.members.wire import NewProfile
from app.programmes.model import Programme
from app.sectors import vocabulary as sectors

LEAST_AGE = 15
OLDEST_AGE = 110


def check(new: NewProfile) -> None:
    """Refuses what cannot be: unknown codes, a SIRET that is none, an age, a role's fields that do not belong."""
    age = _age(new.birth_date)
    errors = [*_unknown_codes(new), *_misplaced_fields(new)]
    if not 0 <= age <= OLDEST_AGE:
        errors.append(("birthDate", Words("date impossible", "impossible date")))
    if new.company and new.company.siret and not _is_siret(new.company.siret):
        errors.append(("company.siret", Words("ce numéro SIRET n'existe pas", "this is not a SIRET number")))
    if errors:
        raise Invalid(*errors)
    if age < LEAST_AGE:
        raise TooYoung


def check_programme_age(programme: Programme, born: date) -> None:
    age = _age(born)
    if age < programme.min_age or (programme.max_age is not None and age > programme.max_age):
        raise ProgrammeAge


def _unknown_codes(new: NewProfile) -> list[tuple[str, Words]]:
    errors = []
    if load_atlas().by_code(new.area_code) is None:
        errors.append(("areaCode", Words("choisissez une commune de la liste", "choose an area from the list")))
    for field, codes, by_code in (
        ("sectors", new.sectors, sectors.by_code),
        ("goals", new.goals, goals.by_code),
    ):
        errors += [
            (f"{field}.{place}", Words("code inconnu", "unknown code"))
            for place, code in enumerate(codes)
            if by_code(code) is None
        ]
    errors += [
        (f"languages.{place}", Words("langue inconnue", "unknown language"))
        for place, code in enumerate(new.languages)
        if code not in LANGUAGES
    ]
    return errors


def _misplaced_fields(new: NewProfile) -> list[tuple[str, Words]]:
    given = {
        "jobTitle": new.job_title,
        "capacity": new.capacity,
        "hoursPerMonth": new.hours_per_month,
    }
    if new.role == "mentor":
        needed = Words("obligatoire pour un mentor", "required for a mentor")
        return [(field, needed) for field, value in given.items() if value is None]
    excess = Words("réservé aux mentors", "for mentors only")
    return [(field, excess) for field, value in (given | {"company": new.company}).items() if value is not None]


def _is_siret(number: str) -> bool:
    try:
        siret.validate(number)
    except StdnumError:
        return False
    return True


def _age(born: date) -> int:
    today = datetime.now(UTC).date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
