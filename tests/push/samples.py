"""Devices, notices and senders for the tests."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from push.fcm import FcmSender
from push.model import Device, Notice
from push.tokens import AccessToken, AccessTokens
from tests.push.certificates import loopback_tls

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def a_device(**changes: Any) -> Device:
    facts: dict[str, Any] = {
        "id": "d1",
        "kind": "fid",
        "value": "cX1fid",
        "platform": "android",
        "locale": "fr",
        "registered_at": NOW - timedelta(days=3),
    }
    return Device(**{**facts, **changes})


def a_notice(**changes: Any) -> Notice:
    facts: dict[str, Any] = {
        "id": "019a9c1e-7e5b-7c55-9a37-0d3c1be4a001",
        "kind": "TandemFormed",
        "facts": {"tandemId": "t1"},
        "expires_at": NOW + timedelta(hours=24),
        "collapse": None,
    }
    return Notice(**{**facts, **changes})


def numbered_tokens(lifetime: timedelta = timedelta(hours=1)) -> Callable[[], Awaitable[AccessToken]]:
    """Fetches t1, t2, t3 …"""
    count = 0

    async def fetch() -> AccessToken:
        nonlocal count
        count += 1
        return AccessToken(f"t{count}", NOW + lifetime)

    return fetch


def a_sender(url: str, **changes: Any) -> FcmSender:
    settings: dict[str, Any] = {
        "project": "tandem-test",
        "tokens": AccessTokens(numbered_tokens(), clock=lambda: NOW),
        "url": url,
        "web_origin": "https://tandem.example",
        "clock": lambda: NOW,
        "jitter": lambda: 0.5,
        "trust": loopback_tls()[1],
    }
    return FcmSender(**{**settings, **changes})


def key_file(folder: Path, token_uri: str) -> Path:
    """A service account's key file as the Firebase console gives it, with a key of its own."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    account = {
        "type": "service_account",
        "project_id": "tandem-test",
        "private_key_id": "1",
        "private_key": pem.decode(),
        "client_email": "push@tandem-test.iam.gserviceaccount.com",
        "token_uri": token_uri,
    }
    path = folder / "key.json"
    path.write_text(json.dumps(account))
    return path
