"""Firebase ID tokens: the good one, and each forged kind."""

import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any

import pytest

from app.auth.certificates import Certificates
from app.auth.firebase import EMULATOR_VARIABLE, FirebaseVerifier
from app.errors import BadToken, DependencyDown
from tests.app.auth.google import PROJECT, CertificatesAddress, SigningKey, encoded, id_token_claims, part

Forge = Callable[[SigningKey], str]

NESTED = b"[" * 2000 + b"]" * 2000
HEADER_NESTED = b'{"alg": "RS256", "x": ' + NESTED + b"}"


@pytest.fixture(autouse=True)
def no_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EMULATOR_VARIABLE, raising=False)


@pytest.fixture
def verifier(google: CertificatesAddress) -> FirebaseVerifier:
    return FirebaseVerifier(PROJECT, certificates=Certificates(google))


async def test_a_good_token_says_who_is_calling(verifier: FirebaseVerifier, key: SigningKey) -> None:
    said = id_token_claims()

    claims = await verifier.verify(key.sign(said))

    assert (claims.uid, claims.phone, claims.email) == ("uid-of-awa", "+33612345678", None)
    assert claims.expires_at == said["exp"]
    assert not claims.second_factor


async def test_a_second_factor_is_seen(verifier: FirebaseVerifier, key: SigningKey) -> None:
    token = key.sign(id_token_claims(firebase={"sign_in_second_factor": "totp", "tenant": "cci"}))

    assert (await verifier.verify(token)).second_factor


@pytest.mark.parametrize(("verified", "email"), [(True, "awa@example.org"), (False, None), (None, None)])
async def test_only_a_verified_address_counts(
    verifier: FirebaseVerifier, key: SigningKey, verified: bool | None, email: str | None
) -> None:
    token = key.sign(id_token_claims(email="awa@example.org", email_verified=verified))

    assert (await verifier.verify(token)).email == email


def unsigned(key: SigningKey) -> str:
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(id_token_claims())}."


def unsigned_naming_a_key(key: SigningKey) -> str:
    return f"{part({'alg': 'none', 'kid': key.kid})}.{part(id_token_claims())}."


def signed_with_the_certificate_as_a_secret(key: SigningKey) -> str:
    signed = f"{part({'alg': 'HS256', 'kid': key.kid})}.{part(id_token_claims())}"
    mac = hmac.new(key.certificate.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{encoded(mac)}"


def signed_by_another_key_under_a_known_name(key: SigningKey) -> str:
    return SigningKey(key.kid).sign(id_token_claims())


def claims_exchanged_after_signing(key: SigningKey) -> str:
    header, _, signature = key.sign(id_token_claims()).split(".")
    return f"{header}.{part(id_token_claims(sub='uid-of-somebody-else'))}.{signature}"


def legacy_custom_token(key: SigningKey) -> str:
    return f"{part({'alg': 'HS256'})}.{part({'v': 0, 'd': 5})}.{encoded(b'x')}"


def nested_two_thousand_deep(key: SigningKey) -> str:
    return f"{part({'alg': 'RS256', 'kid': key.kid})}.{encoded(NESTED)}.{encoded(b'x')}"


def with_a_header_nested_two_thousand_deep(key: SigningKey) -> str:
    return f"{encoded(HEADER_NESTED)}.{part(id_token_claims())}.{encoded(b'x')}"


def with_an_answer_of_the_wrong_type(key: SigningKey) -> str:
    return key.sign(id_token_claims(phone_number=33612345678))


def unnamed_key(key: SigningKey) -> str:
    return key.sign(id_token_claims(), kid="")


def custom_token(key: SigningKey) -> str:
    audience = "https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit"
    return key.sign(id_token_claims(aud=audience))


@pytest.mark.parametrize(
    ("forge", "reason"),
    [
        (unsigned, "unsigned, or issued by an emulator"),
        (unsigned_naming_a_key, "unsigned, or issued by an emulator"),
        (signed_with_the_certificate_as_a_secret, "wrong algorithm, RS256 is expected"),
        (signed_by_another_key_under_a_known_name, "signature"),
        (claims_exchanged_after_signing, "signature"),
        (unnamed_key, "no signing key named"),
        (custom_token, "a custom token, not an ID token"),
        (legacy_custom_token, "wrong algorithm, RS256 is expected"),
        (nested_two_thousand_deep, "not a Firebase ID token"),
        (with_a_header_nested_two_thousand_deep, "not a Firebase ID token"),
        (with_an_answer_of_the_wrong_type, "not a Firebase ID token"),
    ],
)
async def test_a_forged_token_is_refused(
    verifier: FirebaseVerifier, key: SigningKey, forge: Forge, reason: str
) -> None:
    with pytest.raises(BadToken) as refusal:
        await verifier.verify(forge(key))

    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"aud": "another-project"}, "wrong audience"),
        ({"aud": [PROJECT, "another-project"]}, "wrong audience"),
        ({"aud": None}, "wrong audience"),
        ({"iss": "https://securetoken.google.com/another-project"}, "wrong issuer"),
        ({"iss": f"https://session.firebase.google.com/{PROJECT}"}, "wrong issuer"),
        ({"sub": None}, "no usable subject"),
        ({"sub": ""}, "no usable subject"),
        ({"sub": "x" * 129}, "no usable subject"),
        ({"exp": None}, "not a Firebase ID token"),
        ({"iat": None}, "not a Firebase ID token"),
        ({"exp": "tomorrow"}, "not a Firebase ID token"),
    ],
)
async def test_a_signed_token_with_a_wrong_claim_is_refused(
    verifier: FirebaseVerifier, key: SigningKey, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(BadToken) as refusal:
        await verifier.verify(key.sign(id_token_claims(**changes)))

    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("claim", "seconds", "reason"),
    [
        ("iat", +90, "issued in the future"),
        ("auth_time", +90, "signed in in the future"),
        ("exp", -90, "expired"),
        ("exp", -3600, "expired"),
    ],
)
async def test_a_clock_ninety_seconds_wrong_is_refused(
    verifier: FirebaseVerifier, key: SigningKey, claim: str, seconds: int, reason: str
) -> None:
    with pytest.raises(BadToken) as refusal:
        await verifier.verify(key.sign(id_token_claims(**{claim: int(time.time()) + seconds})))

    assert refusal.value.reason == reason


@pytest.mark.parametrize(("claim", "seconds"), [("iat", +30), ("auth_time", +30), ("exp", -30)])
async def test_a_clock_half_a_minute_wrong_is_forgiven(
    verifier: FirebaseVerifier, key: SigningKey, claim: str, seconds: int
) -> None:
    claims = await verifier.verify(key.sign(id_token_claims(**{claim: int(time.time()) + seconds})))

    assert claims.uid == "uid-of-awa"


@pytest.mark.parametrize("token", ["", "x", "a.b", "a.b.c", "....", "é.é.é", "\x00.\x00.\x00", "W10.W10.W10"])
async def test_what_is_no_token_at_all_is_refused(verifier: FirebaseVerifier, token: str) -> None:
    with pytest.raises(BadToken):
        await verifier.verify(token)


async def test_a_refusal_never_quotes_the_token(verifier: FirebaseVerifier, key: SigningKey) -> None:
    with pytest.raises(BadToken) as refusal:
        await verifier.verify(key.sign(id_token_claims(aud='"\r\nSet-Cookie: stolen=1')))

    assert refusal.value.reason == "wrong audience"


async def test_certificates_out_of_reach_do_not_blame_the_token(
    verifier: FirebaseVerifier, google: CertificatesAddress, key: SigningKey
) -> None:
    google.down = True

    with pytest.raises(DependencyDown) as failure:
        await verifier.verify(key.sign(id_token_claims()))

    assert failure.value.dependency == "firebase"


async def test_certificates_are_fetched_once_for_many_tokens(
    verifier: FirebaseVerifier, google: CertificatesAddress, key: SigningKey
) -> None:
    for uid in range(20):
        await verifier.verify(key.sign(id_token_claims(sub=f"uid-{uid}")))

    assert google.asked == 1


def test_it_does_not_start_beside_an_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EMULATOR_VARIABLE, "127.0.0.1:9099")

    with pytest.raises(RuntimeError, match=EMULATOR_VARIABLE):
        FirebaseVerifier(PROJECT)


async def test_an_emulator_named_after_the_start_opens_nothing(
    verifier: FirebaseVerifier, key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EMULATOR_VARIABLE, "127.0.0.1:9099")

    with pytest.raises(RuntimeError, match=EMULATOR_VARIABLE):
        await verifier.verify(unsigned(key))


async def test_an_emulator_that_is_allowed_may_sign_nothing(
    google: CertificatesAddress, key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EMULATOR_VARIABLE, "127.0.0.1:9099")
    verifier = FirebaseVerifier(PROJECT, certificates=Certificates(google), allow_emulator=True)

    assert (await verifier.verify(unsigned(key))).uid == "uid-of-awa"
    assert google.asked == 0


def test_a_project_must_be_named() -> None:
    with pytest.raises(ValueError, match="project id"):
        FirebaseVerifier("")
