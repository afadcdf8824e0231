"""Answers as FCM's v1 API really words them."""

import json
from typing import Any

FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
APNS_ERROR = "type.googleapis.com/google.firebase.fcm.v1.ApnsError"
QUOTA_FAILURE = "type.googleapis.com/google.rpc.QuotaFailure"


def error(code: int, status: str, message: str, *details: dict[str, Any]) -> bytes:
    """A v1 error body."""
    said = {"code": code, "message": message, "status": status, "details": list(details)}
    return json.dumps({"error": said}, indent=2).encode()


def fcm_error(code: str) -> dict[str, str]:
    return {"@type": FCM_ERROR, "errorCode": code}


def violation(field: str, description: str) -> dict[str, Any]:
    return {"@type": BAD_REQUEST, "fieldViolations": [{"field": field, "description": description}]}


SENT = b'{\n  "name": "projects/tandem-test/messages/0:1500415314455276%31bd1c9631bd1c96"\n}\n'
UNREGISTERED = error(404, "NOT_FOUND", "Requested entity was not found.", fcm_error("UNREGISTERED"))
NO_SUCH_PROJECT = error(404, "NOT_FOUND", "Requested entity was not found.")
INVALID_TOKEN = error(
    400,
    "INVALID_ARGUMENT",
    "Request contains an invalid argument.",
    fcm_error("INVALID_ARGUMENT"),
    violation("message.token", "Invalid registration token"),
)
INVALID_FID = error(
    400,
    "INVALID_ARGUMENT",
    "Request contains an invalid argument.",
    violation("message.fid", "Invalid Firebase installation id"),
    fcm_error("INVALID_ARGUMENT"),
)
INVALID_TOKEN_IN_WORDS = error(
    400,
    "INVALID_ARGUMENT",
    "The registration token is not a valid FCM registration token",
    fcm_error("INVALID_ARGUMENT"),
)
INVALID_TTL = error(
    400,
    "INVALID_ARGUMENT",
    "Invalid value at 'message.android.ttl' (type.googleapis.com/google.protobuf.Duration)",
    violation("message.android.ttl", "Field 'ttl', Illegal duration format"),
)
TOO_BIG = error(400, "INVALID_ARGUMENT", "Android message is too big", fcm_error("INVALID_ARGUMENT"))
OTHER_SENDER = error(403, "PERMISSION_DENIED", "SenderId mismatch", fcm_error("SENDER_ID_MISMATCH"))
NOT_ALLOWED = error(
    403,
    "PERMISSION_DENIED",
    "Permission 'cloudmessaging.messages.create' denied on resource "
    "'//cloudresourcemanager.googleapis.com/projects/tandem-test' (or it may not exist).",
    {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "IAM_PERMISSION_DENIED",
        "domain": "cloudresourcemanager.googleapis.com",
        "metadata": {"permission": "cloudmessaging.messages.create"},
    },
)
NOT_SIGNED_IN = error(
    401,
    "UNAUTHENTICATED",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
    "other valid authentication credential.",
    {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_EXPIRED",
        "domain": "googleapis.com",
        "metadata": {"service": "fcm.googleapis.com"},
    },
)
APPLE_REFUSES = error(
    401,
    "UNAUTHENTICATED",
    "Auth error from APNS or Web Push Service",
    fcm_error("THIRD_PARTY_AUTH_ERROR"),
    {"@type": APNS_ERROR, "statusCode": 403, "reason": "InvalidProviderToken"},
)
QUOTA = error(
    429,
    "RESOURCE_EXHAUSTED",
    "Quota exceeded for quota metric 'Send requests' and limit 'Send requests per minute'.",
    fcm_error("QUOTA_EXCEEDED"),
    {"@type": QUOTA_FAILURE, "violations": [{"subject": "project:tandem-test", "description": "minute"}]},
)
INTERNAL = error(500, "INTERNAL", "Internal error encountered.", fcm_error("INTERNAL"))
UNAVAILABLE = error(503, "UNAVAILABLE", "The service is currently unavailable.", fcm_error("UNAVAILABLE"))
HTML = (
    b"<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>Error 502 (Server Error)!!1</title>\n"
    b"<p><b>502.</b> <ins>That's an error.</ins><p>The server encountered a temporary error.</html>\n"
)
