"""Who passes the guards: in production staff with a second factor only; and every router asks the same verifier."""

import time
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar
from msgspec.structs import replace

from app.asgi import create_app
from app.auth import Claims
from app.auth.certificates import Certificates
from app.auth.firebase import EMULATOR_VARIABLE, FirebaseVerifier
from app.settings import Settings
from tests.app.auth.google import PROJECT, CertificatesAddress, SigningKey, id_token_claims
from tests.people import Town, living


@pytest.fixture
async def http(
    settings: Settings, google: CertificatesAddress, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    """The service as in production, with Google's certificates being ours."""
    monkeypatch.delenv(EMULATOR_VARIABLE, raising=False)
    app = create_app(replace(settings, env="production"), FirebaseVerifier(PROJECT, certificates=Certificates(google)))
    async with living(app), httpx.AsyncClient(transport=_transport(app), base_url="http://town") as client:
        yield client


async def test_staff_need_a_second_factor_in_production(town: Town, http: httpx.AsyncClient, key: SigningKey) -> None:
    await town.run(
        "insert into staff (uid, display_name, role, structure_id) "
        "select 'uid-of-awa', 'Awa', 'administrator', id from structure"
    )
    for firebase in (None, {}, {"sign_in_second_factor": None}, {"second_factor_identifier": "x"}):
        answer = await _get(http, key, "/v1/staff/me", **({"firebase": firebase} if firebase is not None else {}))
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:tandem:second-factor-needed")
    assert (await _get(http, key, "/v1/staff/me", sign_in_second_factor="totp")).status_code == 403
    answer = await _get(http, key, "/v1/staff/me", firebase={"sign_in_second_factor": "totp"})
    assert (answer.status_code, answer.json()["displayName"]) == (200, "Awa")


async def test_a_forged_second_factor_opens_nothing(http: httpx.AsyncClient, key: SigningKey) -> None:
    forger = SigningKey(key.kid)
    token = forger.sign(id_token_claims(firebase={"sign_in_second_factor": "totp"}))
    answer = await http.get("/v1/staff/me", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:tandem:bad-token")


async def test_a_second_factor_alone_makes_nobody_staff(http: httpx.AsyncClient, key: SigningKey) -> None:
    answer = await _get(http, key, "/v1/staff/me", firebase={"sign_in_second_factor": "totp"})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:tandem:staff-only")


async def test_members_need_none(http: httpx.AsyncClient, key: SigningKey) -> None:
    assert (await _get(http, key, "/v1/me")).json()["type"] == "urn:tandem:profile-needed"


async def test_a_token_is_verified_once_for_all_routers(settings: Settings) -> None:
    asked: list[str] = []

    class Everybody:
        async def verify(self, token: str) -> Claims:
            asked.append(token)
            return Claims(uid="awa", phone=None, email=None, expires_at=time.time() + 60, second_factor=False)

    app = create_app(settings, Everybody())
    async with living(app), httpx.AsyncClient(transport=_transport(app), base_url="http://town") as client:
        for path in ("/v1/me", "/v1/staff/me", "/v1/tandems", "/v1/me"):
            await client.get(path, headers={"Authorization": "Bearer awa"})
    assert asked == ["awa"]


async def _get(http: httpx.AsyncClient, key: SigningKey, path: str, **claims: object) -> httpx.Response:
    token = key.sign(id_token_claims(**claims))
    return await http.get(path, headers={"Authorization": f"Bearer {token}"})


def _transport(app: Litestar) -> httpx.ASGITransport:
    return httpx.ASGITransport(app)  # type: ignore[arg-type]
