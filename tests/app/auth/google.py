"""What is Google's to run: signing keys, tokens signed with them, the address of their certificates."""

import base64
import datetime
import json
import time
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from app.auth.certificates import Fetched, Unreachable

PROJECT = "tandem-test"
MAX_AGE_S = 6 * 3600.0


class SigningKey:
    """An RSA key with its self-signed certificate."""

    def __init__(self, kid: str) -> None:
        self.kid = kid
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.certificate = _self_signed(self.private)

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        signed = f"{part({'alg': 'RS256', 'kid': self.kid, 'typ': 'JWT', **header})}.{part(claims)}"
        return f"{signed}.{encoded(self.private.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


class CertificatesAddress:
    """Publishes the certificates of `keys`, unless it is `down`; counts how often it is asked."""

    def __init__(self, *keys: SigningKey) -> None:
        self.keys = list(keys)
        self.down = False
        self.asked = 0

    async def __call__(self) -> Fetched:
        self.asked += 1
        if self.down:
            raise Unreachable("no route to Google")
        return Fetched(json.dumps({key.kid: key.certificate for key in self.keys}).encode(), MAX_AGE_S)


class Clock:
    """Stands still until moved."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def id_token_claims(**changes: Any) -> dict[str, Any]:
    """What Firebase says of somebody who signed in by phone; a change to None leaves the claim out."""
    now = int(time.time())
    claims = {
        "iss": f"https://securetoken.google.com/{PROJECT}",
        "aud": PROJECT,
        "sub": "uid-of-awa",
        "iat": now - 10,
        "exp": now + 3590,
        "auth_time": now - 10,
        "phone_number": "+33612345678",
        "firebase": {"sign_in_provider": "phone", "identities": {"phone": ["+33612345678"]}},
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not None}


def part(content: dict[str, Any]) -> str:
    """One of the first two parts of a token."""
    return encoded(json.dumps(content).encode())


def encoded(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _self_signed(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "securetoken.system.gserviceaccount.com")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=16))
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
