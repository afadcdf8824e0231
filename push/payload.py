"""A notice as FCM's v1 JSON, by firebase-admin's own message types."""

# mypy: allow-untyped-calls
# firebase-admin has no types.

import math
from datetime import datetime, timedelta

from firebase_admin import messaging

from push.kinds import kind_of
from push.model import Device, Notice
from push.words import Words, words

# The longest that FCM stores a message.
LONGEST_TTL = timedelta(weeks=4)
# The app's own scheme: it answers tandem://tandems/… with the page of that path.
SCHEME = "tandem:/"


def encode(device: Device, notice: Notice, now: datetime, web_origin: str | None) -> bytes:
    """The body of `messages:send`; its TTL is the whole seconds left at `now` until the notice expires.

    The notice's id is the Android and web tag and the APNs collapse id, so that a duplicate replaces what is
    shown. `data.link` is the app's deep link (tandem://…); `web_origin` (https://…) makes the web link.
    Fields: https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages.
    Raises UnknownKind, MissingFact, ValueError.
    """
    said = words(notice.kind, device.locale, notice.facts)
    ttl = min(notice.expires_at - now, LONGEST_TTL)
    message = messaging.Message(
        data={"nid": notice.id, "kind": notice.kind, "category": said.category, "link": SCHEME + said.link},
        notification=messaging.Notification(title=said.title, body=said.body),
        android=_android(notice, said, ttl),
        apns=_apns(notice, said, now + ttl),
        webpush=_webpush(notice, said, ttl, web_origin),
    )
    # Set afterwards, not passed: passing a token warns that it is deprecated, and phones still have them.
    setattr(message, device.kind, device.value)
    return f'{{"message":{message}}}'.encode()


def _android(notice: Notice, said: Words, ttl: timedelta) -> messaging.AndroidConfig:
    return messaging.AndroidConfig(
        collapse_key=notice.collapse or kind_of(notice.kind).collapse,
        priority="high" if said.urgent else "normal",
        ttl=math.floor(ttl.total_seconds()),
        notification=messaging.AndroidNotification(tag=notice.id, channel_id=said.category),
    )


def _apns(notice: Notice, said: Words, expires_at: datetime) -> messaging.APNSConfig:
    return messaging.APNSConfig(
        headers={
            "apns-push-type": "alert",
            "apns-collapse-id": notice.id,
            "apns-priority": "10" if said.urgent else "5",
            "apns-expiration": str(math.floor(expires_at.timestamp())),
        },
        payload=messaging.APNSPayload(
            aps=messaging.Aps(
                badge=notice.badge,
                category=said.category,
                thread_id=said.category,
                sound="default" if said.urgent else None,
            )
        ),
    )


def _webpush(notice: Notice, said: Words, ttl: timedelta, origin: str | None) -> messaging.WebpushConfig:
    return messaging.WebpushConfig(
        headers={
            "TTL": str(math.floor(ttl.total_seconds())),
            "Urgency": "high" if said.urgent else "normal",
        },
        notification=messaging.WebpushNotification(tag=notice.id),
        fcm_options=messaging.WebpushFCMOptions(link=origin + said.link) if origin else None,
    )
