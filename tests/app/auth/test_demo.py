"""The demo's own tokens: signed by the demo's key, and by nothing else."""

import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.auth.demo import ALGORITHM, LIFETIME_S, DemoSigner, DemoVerifier, demo_key
from app.errors import BadToken

AWA = "+33612345678"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "demo.pem"


@pytest.fixture
def verifier(key_file: Path) -> DemoVerifier:
    return DemoVerifier(key_file)


async def test_whoever_signs_in_is_known_for_twelve_hours(verifier: DemoVerifier, key_file: Path) -> None:
    claims = await verifier.verify(DemoSigner(key_file).sign_in(AWA))

    assert (claims.uid, claims.phone, claims.email) == (f"demo:{AWA}", AWA, None)
    assert claims.expires_at == pytest.approx(time.time() + LIFETIME_S, abs=5)
    assert not claims.second_factor


async def test_a_second_factor_is_kept(verifier: DemoVerifier, key_file: Path) -> None:
    claims = await verifier.verify(DemoSigner(key_file).sign_in(AWA, second_factor=True))

    assert claims.second_factor


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"aud": "another"}, "wrong audience"),
        ({"aud": ["tandem-demo", "another"]}, "wrong audience"),
        ({"iss": "another"}, "wrong issuer"),
        ({"sub": ""}, "no usable subject"),
        ({"sub": "x" * 129}, "no usable subject"),
        ({"sub": None}, "a claim is missing"),
        ({"exp": None}, "a claim is missing"),
        ({"iat": None}, "a claim is missing"),
        ({"exp": -90}, "expired"),
        ({"iat": +90}, "issued in the future"),
        ({"phone_number": 33612345678}, "not a demo token"),
    ],
)
async def test_a_signed_token_with_a_wrong_claim_is_refused(
    verifier: DemoVerifier, key_file: Path, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(BadToken) as refusal:
        await verifier.verify(jwt.encode(demo_claims(**changes), demo_key(key_file), algorithm=ALGORITHM))

    assert refusal.value.reason == reason


async def test_another_key_is_refused(verifier: DemoVerifier, tmp_path: Path) -> None:
    with pytest.raises(BadToken) as refusal:
        await verifier.verify(DemoSigner(tmp_path / "other.pem").sign_in(AWA))

    assert refusal.value.reason == "signature"


async def test_no_algorithm_is_refused(verifier: DemoVerifier) -> None:
    with pytest.raises(BadToken) as refusal:
        await verifier.verify(jwt.encode(demo_claims(), "", algorithm="none"))

    assert refusal.value.reason == "wrong algorithm"


async def test_the_public_key_is_no_secret(verifier: DemoVerifier, key_file: Path) -> None:
    raw = demo_key(key_file).public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    with pytest.raises(BadToken) as refusal:
        await verifier.verify(jwt.encode(demo_claims(), raw, algorithm="HS256"))

    assert refusal.value.reason == "wrong algorithm"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "W10.W10.W10", "é.é.é", "\ud800", "e30" * 2000 + ".e30.e30"])
async def test_what_is_no_token_at_all_is_refused(verifier: DemoVerifier, token: str) -> None:
    with pytest.raises(BadToken):
        await verifier.verify(token)


def test_the_key_is_readable_by_its_owner_alone(key_file: Path) -> None:
    demo_key(key_file)

    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [file.name for file in key_file.parent.iterdir()] == [key_file.name]


def test_the_key_stays(key_file: Path) -> None:
    assert _public(demo_key(key_file)) == _public(demo_key(key_file))


def test_those_who_start_together_share_one_key(key_file: Path) -> None:
    together = Barrier(8)

    def start(_: int) -> bytes:
        together.wait()
        return _public(demo_key(key_file))

    with ThreadPoolExecutor(8) as starters:
        keys = set(starters.map(start, range(8)))

    assert len(keys) == 1
    assert [file.name for file in key_file.parent.iterdir()] == [key_file.name]


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\n", b"\x00\xff"])
def test_a_broken_key_file_is_named(key_file: Path, content: bytes) -> None:
    key_file.parent.mkdir()
    key_file.write_bytes(content)

    with pytest.raises(ValueError, match=r"demo\.pem holds no usable key: delete it"):
        demo_key(key_file)


def demo_claims(**changes: Any) -> dict[str, Any]:
    """Good claims but for the changes; `exp` and `iat` are changed by seconds from now, None leaves out."""
    now = int(time.time())
    seconds = {name: now + changes.pop(name) for name in ("exp", "iat") if changes.get(name) is not None}
    claims = {
        "iss": "tandem-demo",
        "aud": "tandem-demo",
        "sub": f"demo:{AWA}",
        "phone_number": AWA,
        "iat": now,
        "exp": now + 3600,
        **changes,
        **seconds,
    }
    return {name: value for name, value in claims.items() if value is not None}


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
