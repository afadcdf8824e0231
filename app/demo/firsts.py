"""The two members that somebody new to the demo signs in as."""

from datetime import datetime, timedelta
from random import Random

from msgspec.structs import replace

from app.demo.cast import Mentee, Mentor
from app.demo.firms import siret
from app.demo.traits import CCI, OPEN_PROGRAMME, born

INES_ABOUT = (
    "J'ai fini ma licence de communication à Marseille et je cherche mon premier poste. J'ai fait deux stages, j'aime "
    "écrire et organiser, mais je ne connais presque personne dans le métier. Un regard franc sur mon CV et quelques "
    "rencontres m'aideraient beaucoup."
)
KARIM_ABOUT = (
    "J'ai monté mon agence de communication il y a douze ans, à deux pas du Vieux-Port, après quelques détours. "
    "Je relis les CV, je prépare aux entretiens et je présente volontiers les gens les uns aux autres. On se parle "
    "simplement, autour d'un café ou au téléphone."
)

# What waits for the mentor: how many days ago it came, whether he opened it, and its words.
KARIMS_REQUESTS = (
    (
        0.2,
        False,
        "Bonjour Karim, j'ai lu votre présentation et j'ai eu envie de vous écrire. Auriez-vous une demi-heure ?",
    ),
    (
        4.6,
        True,
        "Bonjour Karim. Les entretiens m'intimident encore : accepteriez-vous de m'y préparer ? Merci d'avance.",
    ),
)


def as_ines(mentee: Mentee, rng: Random, now: datetime) -> Mentee:
    """A mentee who has not swiped yet, and has much in common with several mentors."""
    joined_at = now - timedelta(days=3)
    return replace(
        mentee,
        feminine=True,
        first_name="Inès",
        last_name="Benali",
        birth_date=born(rng, 23, now.date()),
        area_code="13201",
        sectors=["E02", "M06"],
        goals=["find-first-job", "cv-and-interview", "build-network"],
        modalities=["in_person", "remote"],
        languages=["fr", "ar", "en"],
        availability=["tue_eve", "thu_eve", "sat_am"],
        about=INES_ABOUT,
        structure=CCI,
        programme=OPEN_PROGRAMME,
        created_at=joined_at,
        ready_at=joined_at,
        last_seen_at=joined_at,
        guardian_agreed_at=None,
        exclusive=False,
    )


def as_karim(mentor: Mentor, rng: Random, now: datetime) -> Mentor:
    """A mentor who answers, has seats free, and whom a mentee like Inès finds among her first cards."""
    verified_at = now - timedelta(days=400)
    return replace(
        mentor,
        feminine=False,
        first_name="Karim",
        last_name="Haddad",
        birth_date=born(rng, 44, now.date()),
        area_code="13201",
        sectors=["E02", "M06", "E03"],
        goals=["cv-and-interview", "build-network", "find-first-job", "find-internship", "first-customers"],
        modalities=["in_person", "remote"],
        languages=["fr", "ar", "en"],
        availability=["mon_eve", "tue_eve", "thu_eve", "sat_am"],
        about=KARIM_ABOUT,
        structure=CCI,
        programme=OPEN_PROGRAMME,
        created_at=verified_at - timedelta(days=1),
        ready_at=verified_at,
        last_seen_at=now - timedelta(hours=7),
        paused_at=None,
        job_title="Directeur d'agence de communication",
        company_name="Agence des Deux Rives",
        company_siret=siret(0),
        capacity=5,
        hours_per_month=4,
        temper="quick",
    )
