"""Firebase ID tokens, verified by firebase-admin with certificates that we keep ourselves."""

import asyncio
import os
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import firebase_admin
import google.auth.credentials
import google.auth.transport
import msgspec
from firebase_admin import auth, credentials

from app.auth import Claims
from app.auth.certificates import Certificates
from app.errors import BadToken, DependencyDown

CLOCK_SKEW_S = 60  # firebase-admin allows no more
THREADS = 4
EMULATOR_VARIABLE = "FIREBASE_AUTH_EMULATOR_HOST"

# The first line whose words are in firebase-admin's message gives the reason. The messages themselves
# quote the token, so they go no further.
_REASONS = (
    ("custom token", "a custom token, not an ID token"),
    ('"aud"', "wrong audience"),
    ('"iss"', "wrong issuer"),
    ('"sub"', "no usable subject"),
    ("used too early", "issued in the future"),
    ("Certificate for key id", "unknown signing key"),
    ("verify token signature", "signature"),
)


class _Header(msgspec.Struct):
    alg: str = ""
    kid: str = ""


class _SignIn(msgspec.Struct):
    sign_in_second_factor: str | None = None


class _Payload(msgspec.Struct):
    uid: str
    exp: float
    auth_time: float = 0
    phone_number: str | None = None
    email: str | None = None
    email_verified: bool = False
    firebase: _SignIn = msgspec.field(default_factory=_SignIn)


class FirebaseVerifier:
    """Verifies ID tokens of one Firebase project."""

    def __init__(
        self, project_id: str, *, certificates: Certificates | None = None, allow_emulator: bool = False
    ) -> None:
        if not project_id:
            raise ValueError("a Firebase project id is needed to verify tokens")
        self._allow_emulator = allow_emulator
        self._refuse_emulator()
        self._certificates = certificates or Certificates()
        self._client = _client(project_id, self._certificates)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="firebase")

    async def verify(self, token: str) -> Claims:
        # Looked at again for each token, because firebase-admin does so too.
        self._refuse_emulator()
        if not _emulated():
            await self._certificates.ensure(_signing_key_id(token))
        # In a thread: firebase-admin is synchronous, and a signature costs half a millisecond.
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._verify, token)

    def _verify(self, token: str) -> Claims:
        try:
            decoded = self._client.verify_id_token(token, clock_skew_seconds=CLOCK_SKEW_S)
            return _claims(msgspec.convert(decoded, _Payload))
        except auth.CertificateFetchError as failure:
            raise DependencyDown("firebase") from failure
        except auth.ExpiredIdTokenError as refusal:
            raise BadToken("expired") from refusal
        except (auth.InvalidIdTokenError, ValueError, TypeError, AttributeError, RecursionError) as refusal:
            raise BadToken(_reason(str(refusal))) from refusal

    def _refuse_emulator(self) -> None:
        if _emulated() and not self._allow_emulator:
            raise RuntimeError(f"{EMULATOR_VARIABLE} is set: unsigned tokens would be accepted. Unset it.")


class _NoCredential(credentials.Base):
    """Verifying a token needs no account at Google."""

    def get_credential(self) -> google.auth.credentials.Credentials:
        return google.auth.credentials.AnonymousCredentials()  # type: ignore[no-untyped-call]


class _HeldCertificates(google.auth.transport.Request):
    """Answers firebase-admin's request for certificates from those already held."""

    def __init__(self, certificates: Certificates) -> None:
        self._certificates = certificates

    def __call__(self, *_: Any, **__: Any) -> google.auth.transport.Response:
        return _Held(self._certificates.body)


class _Held(google.auth.transport.Response):
    def __init__(self, body: bytes) -> None:
        self._body = body

    @property
    def status(self) -> int:
        return 200

    @property
    def headers(self) -> Mapping[str, str]:
        return {}

    @property
    def data(self) -> bytes:
        return self._body


def _client(project_id: str, certificates: Certificates) -> Any:
    app = firebase_admin.App("tandem-auth", _NoCredential(), {"projectId": project_id})  # type: ignore[no-untyped-call]
    client: Any = auth.Client(app)  # type: ignore[no-untyped-call]
    # The one private name we touch. firebase-admin's own request fetches in every waiting thread once
    # max-age has passed, and fails when Google does. Should a new version stop reading it, our tests fail.
    client._token_verifier.request = _HeldCertificates(certificates)
    return client


def _emulated() -> bool:
    return bool(os.environ.get(EMULATOR_VARIABLE))


def _signing_key_id(token: str) -> str:
    """The key a token names. What Firebase never sends is refused here, before anything is fetched."""
    header_part, *parts = token.split(".")
    if len(parts) != 2:
        raise BadToken("not a Firebase ID token")
    try:
        header = msgspec.json.decode(urlsafe_b64decode(header_part + "=" * (-len(header_part) % 4)), type=_Header)
    except (ValueError, RecursionError) as garbage:
        raise BadToken("not a Firebase ID token") from garbage
    if header.alg.lower() == "none":
        raise BadToken("unsigned, or issued by an emulator")
    if header.alg != "RS256":
        raise BadToken("wrong algorithm, RS256 is expected")
    if not header.kid:
        raise BadToken("no signing key named")
    return header.kid


def _claims(payload: _Payload) -> Claims:
    now = time.time()
    if payload.exp + CLOCK_SKEW_S < now:
        raise BadToken("expired")  # firebase-admin does not look when it takes the emulator's tokens
    if payload.auth_time > now + CLOCK_SKEW_S:
        raise BadToken("signed in in the future")
    return Claims(
        uid=payload.uid,
        phone=payload.phone_number,
        email=payload.email if payload.email_verified else None,
        expires_at=payload.exp,
        second_factor=payload.firebase.sign_in_second_factor is not None,
    )


def _reason(message: str) -> str:
    return next((reason for words, reason in _REASONS if words in message), "not a Firebase ID token")
