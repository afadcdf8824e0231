"""Sign-in without Firebase, for the demo only: tokens signed with a key made at the first start."""

import contextlib
import os
import tempfile
import time
from pathlib import Path

import jwt
import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.exceptions import InvalidSubjectError

from app.auth import Claims
from app.errors import BadToken

ISSUER = AUDIENCE = "tandem-demo"
ALGORITHM = "EdDSA"
LIFETIME_S = 12 * 3600
CLOCK_SKEW_S = 60
LONGEST_UID = 128

# The first line whose error matches gives the reason.
_REASONS: tuple[tuple[type[jwt.InvalidTokenError], str], ...] = (
    (jwt.ExpiredSignatureError, "expired"),
    (jwt.ImmatureSignatureError, "issued in the future"),
    (jwt.InvalidAudienceError, "wrong audience"),
    (jwt.InvalidIssuerError, "wrong issuer"),
    (jwt.InvalidAlgorithmError, "wrong algorithm"),
    (jwt.InvalidSignatureError, "signature"),
    (jwt.MissingRequiredClaimError, "a claim is missing"),
    (InvalidSubjectError, "no usable subject"),
)


class _DemoPayload(msgspec.Struct):
    sub: str
    exp: float
    phone_number: str | None = None
    second_factor: bool = False


class DemoSigner:
    """Signs people in by their phone number alone."""

    def __init__(self, key_file: Path) -> None:
        self._key = demo_key(key_file)

    def sign_in(self, phone: str, *, second_factor: bool = False) -> str:
        """A token of 12 hours for the owner of this E.164 number."""
        now = int(time.time())
        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": f"demo:{phone}",
            "phone_number": phone,
            "second_factor": second_factor,
            "iat": now,
            "exp": now + LIFETIME_S,
        }
        return jwt.encode(payload, self._key, algorithm=ALGORITHM)


class DemoVerifier:
    """Accepts what a `DemoSigner` with the same key file signed, and nothing else."""

    def __init__(self, key_file: Path) -> None:
        self._key = demo_key(key_file).public_key()

    async def verify(self, token: str) -> Claims:
        try:
            decoded = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                leeway=CLOCK_SKEW_S,
                options={"require": ["iss", "aud", "sub", "iat", "exp"], "strict_aud": True},
            )
            payload = msgspec.convert(decoded, _DemoPayload)
        except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError) as refusal:
            raise BadToken(_reason(refusal)) from refusal
        if not 0 < len(payload.sub) <= LONGEST_UID:
            raise BadToken("no usable subject")
        return Claims(
            uid=payload.sub,
            phone=payload.phone_number,
            email=None,
            expires_at=payload.exp,
            second_factor=payload.second_factor,
        )


def demo_key(key_file: Path) -> Ed25519PrivateKey:
    """The demo's key, made if there is none yet; processes that start together end with the same one."""
    if not key_file.exists():
        _make_key(key_file)
    try:
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
    except ValueError as unreadable:
        raise ValueError(f"{key_file} holds no usable key: delete it and start again") from unreadable
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{key_file} holds a key of another kind: delete it and start again")
    return key


def _make_key(key_file: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key_file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=key_file.parent, prefix=f".{key_file.name}.")  # 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        # A link appears whole and only where there was none: the first process wins, the others read its key.
        with contextlib.suppress(FileExistsError):
            os.link(draft, key_file)
    finally:
        os.unlink(draft)


def _reason(refusal: Exception) -> str:
    return next((reason for kind, reason in _REASONS if isinstance(refusal, kind)), "not a demo token")
