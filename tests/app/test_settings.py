"""What the environment may say, and what stops the start."""

from pathlib import Path

import pytest

from app.settings import SettingsError, read_settings


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    key = tmp_path / "key.json"
    key.write_text("{}")
    return {
        "TANDEM_ENV": "production",
        "DATABASE_URL": "postgresql://db/tandem",
        "REDIS_URL": "redis://cache",
        "FIREBASE_PROJECT_ID": "tandem-mentorat",
        "GOOGLE_APPLICATION_CREDENTIALS": str(key),
        "TANDEM_BAN_KEY": "k" * 32,
    }


def test_nothing_set_is_the_demo_on_port_8000() -> None:
    settings = read_settings({})
    assert (settings.demo, settings.port, settings.database_url, settings.redis_url) == (True, 8000, "", "")


def test_a_complete_production_starts(production: dict[str, str]) -> None:
    settings = read_settings(production | {"PORT": "8080", "FCM_URL": "https://fcm.example"})
    assert (settings.demo, settings.port, settings.fcm_url) == (False, 8080, "https://fcm.example")


@pytest.mark.parametrize(
    "missing", ["DATABASE_URL", "REDIS_URL", "FIREBASE_PROJECT_ID", "GOOGLE_APPLICATION_CREDENTIALS"]
)
def test_production_names_the_setting_that_is_missing(production: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        read_settings(production | {missing: ""})


def test_without_a_key_of_its_own_the_service_accounts_file_hides_who_is_barred(production: dict[str, str]) -> None:
    given = read_settings(production).ban_key
    made = read_settings(production | {"TANDEM_BAN_KEY": ""}).ban_key
    Path(production["GOOGLE_APPLICATION_CREDENTIALS"]).write_text('{"private_key": "another"}')
    another = read_settings(production | {"TANDEM_BAN_KEY": ""}).ban_key
    assert len({given, made, another}) == 3
    assert len(made) == 64


def test_production_refuses_a_key_that_can_be_guessed(production: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="TANDEM_BAN_KEY must have 32"):
        read_settings(production | {"TANDEM_BAN_KEY": "secret"})


@pytest.mark.parametrize("emulator", ["FIREBASE_AUTH_EMULATOR_HOST", "FIRESTORE_EMULATOR_HOST", "ANY_EMULATOR_HOST"])
def test_production_refuses_an_emulator(production: dict[str, str], emulator: str) -> None:
    with pytest.raises(SettingsError, match=emulator):
        read_settings(production | {emulator: "127.0.0.1:9099"})


def test_production_refuses_a_key_file_that_is_not_there(production: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=r"GOOGLE_APPLICATION_CREDENTIALS.*nowhere\.json"):
        read_settings(production | {"GOOGLE_APPLICATION_CREDENTIALS": "nowhere.json"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TANDEM_ENV", "staging"),
        ("PORT", "0"),
        ("PORT", "http"),
        ("PORT", "99999"),
        ("PORT", "²"),
        ("WEB_CONCURRENCY", "-1"),
        ("DATABASE_URL", "mysql://db"),
        ("REDIS_URL", "cache:6379"),
        ("FCM_URL", "ftp://fcm"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value})
