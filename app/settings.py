"""Settings from the environment; a missing or contradictory one stops the start, named."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

GOOGLE_FCM = "https://fcm.googleapis.com"
SHORTEST_KEY = 32


class SettingsError(Exception):
    """A setting is missing or contradicts another."""


class Settings(msgspec.Struct, frozen=True):
    env: Literal["demo", "production"] = "demo"
    port: int = 8000
    processes: int = 1
    # Empty: the embedded service is used (never in production).
    database_url: str = ""
    redis_url: str = ""
    firebase_project_id: str = ""
    google_application_credentials: str = ""
    fcm_url: str = GOOGLE_FCM
    # Where the web app lives (https://…): without it, pushes to browsers carry no link.
    web_origin: str = ""
    folder: Path = Path(".tandem")
    # Where photos are kept (s3://bucket/prefix); empty: in `photos` in the folder.
    photo_store: str = ""
    # Hides whose sign-ins and phone numbers are barred; changing it lets them all in again. Not given in production:
    # made of the service account's key file.
    ban_key: str = "demo"
    pool_size: int = 10

    @property
    def demo(self) -> bool:
        return self.env == "demo"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings that the environment gives, or SettingsError naming what is wrong with them."""
    settings = Settings(
        env=_env(environ),
        port=_number(environ, "PORT", 8000, 1, 65535),
        processes=_number(environ, "WEB_CONCURRENCY", 1, 1, 64),
        database_url=_url(environ, "DATABASE_URL", ("postgresql", "postgres")),
        redis_url=_url(environ, "REDIS_URL", ("redis", "rediss")),
        firebase_project_id=environ.get("FIREBASE_PROJECT_ID", ""),
        google_application_credentials=environ.get("GOOGLE_APPLICATION_CREDENTIALS", ""),
        fcm_url=_url(environ, "FCM_URL", ("https", "http")) or GOOGLE_FCM,
        web_origin=_url(environ, "WEB_ORIGIN", ("https",)).rstrip("/"),
        folder=Path(environ.get("TANDEM_DATA") or ".tandem"),
        photo_store=_url(environ, "PHOTO_STORE", ("s3",)),
        ban_key=environ.get("TANDEM_BAN_KEY") or "demo",
        pool_size=_number(environ, "TANDEM_POOL_SIZE", 10, 1, 200),
    )
    if settings.demo:
        return settings
    _refuse_an_unsafe_production(settings, environ)
    if environ.get("TANDEM_BAN_KEY"):
        return settings
    # A secret that every production has, and that no dump of the database holds.
    credentials = Path(settings.google_application_credentials).read_bytes()
    return replace(settings, ban_key=hashlib.sha256(credentials).hexdigest())


def _env(environ: Mapping[str, str]) -> Literal["demo", "production"]:
    match environ.get("TANDEM_ENV", "demo"):
        case "demo" | "":
            return "demo"
        case "production":
            return "production"
        case other:
            raise SettingsError(f"TANDEM_ENV is {other!r}: it must be demo or production")


def _number(environ: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
        raise SettingsError(f"{name} is {text!r}: it must be a whole number from {least} to {most}")
    return int(text)


def _url(environ: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    url = environ.get(name, "")
    if url and url.partition("://")[0] not in schemes:
        raise SettingsError(f"{name} must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    return url


def _refuse_an_unsafe_production(settings: Settings, environ: Mapping[str, str]) -> None:
    needed = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "FIREBASE_PROJECT_ID": settings.firebase_project_id,
        "GOOGLE_APPLICATION_CREDENTIALS": settings.google_application_credentials,
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise SettingsError(f"TANDEM_ENV is production, and {' and '.join(missing)} must be set")
    if environ.get("TANDEM_BAN_KEY") and len(settings.ban_key) < SHORTEST_KEY:
        raise SettingsError(f"TANDEM_ENV is production, and TANDEM_BAN_KEY must have {SHORTEST_KEY} characters or more")
    if not Path(settings.google_application_credentials).is_file():
        raise SettingsError(
            "GOOGLE_APPLICATION_CREDENTIALS names a file that does not exist: "
            f"{settings.google_application_credentials}"
        )
    # With an emulator's variable set, Firebase's libraries accept tokens that nobody signed.
    emulators = sorted(name for name, value in environ.items() if name.endswith("_EMULATOR_HOST") and value)
    if emulators:
        raise SettingsError(f"TANDEM_ENV is production, and {' and '.join(emulators)} must not be set")
