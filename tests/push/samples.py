"""Devices, notices and senders for the tests."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from push.fcm import FcmSender
from push.model import Device, Notice
from push.tokens import AccessToken, AccessTokens

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
    }
    return FcmSender(**{**settings, **changes})
