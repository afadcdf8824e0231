"""What a profile may say, and from which age."""

from datetime import UTC, date, datetime

from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siret

from app.areas.atlas import load_atlas
from app.errors import Invalid, Words
from app.goals import vocabulary as goals
from app.members.errors import ProgrammeAge, ProgrammeClosed, ProgrammeTerritory, TooYoung
from app.members.model import LANGUAGES, Profile
from app.members.wire import NewProfile
from app.programmes.model import Admission
from app.sectors import vocabulary as sectors

LEAST_AGE = 15
OF_AGE = 18
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


def admit(admission: Admission, new: NewProfile, before: Profile | None = None) -> None:
    """Refuses whom the programme is not for; of a member who was there `before`, only what they change is looked at."""
    if before is None and not admission.open:
        raise ProgrammeClosed
    if new.role == "mentor":
        return
    if before is None or before.birth_date != new.birth_date:
        _admit_age(admission, _age(new.birth_date))
    if before is None or before.area_code != new.area_code:
        _admit_area(admission, new.area_code)


def _admit_age(admission: Admission, age: int) -> None:
    least = admission.min_age if admission.minors_admitted else max(admission.min_age, OF_AGE)
    if age < least or (admission.max_age is not None and age > admission.max_age):
        raise ProgrammeAge


def _admit_area(admission: Admission, area_code: str) -> None:
    area = load_atlas().by_code(area_code)
    if admission.territories and area and not {area.code, area.department} & set(admission.territories):
        raise ProgrammeTerritory


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
