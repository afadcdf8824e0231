import json
from datetime import timedelta
from typing import Any, get_args

import pytest

from push.kinds import KINDS
from push.model import Device, Notice, Platform
from push.payload import encode
from tests.push.samples import NOW, a_device, a_notice

# FCM's limit, in bytes.
LONGEST_PAYLOAD = 4096


def message(device: Device, notice: Notice) -> dict[str, Any]:
    encoded = json.loads(encode(device, notice, NOW, "https://tandem.example"))
    assert list(encoded) == ["message"]
    return dict(encoded["message"])


def test_a_fid_and_a_token_are_each_addressed_as_what_they_are() -> None:
    by_fid = message(a_device(kind="fid", value="cX1"), a_notice())
    by_token = message(a_device(kind="token", value="eT9:APA91b"), a_notice())
    assert (by_fid["fid"], "token" in by_fid) == ("cX1", False)
    assert (by_token["token"], "fid" in by_token) == ("eT9:APA91b", False)


def test_the_notice_id_is_what_a_duplicate_replaces_everywhere() -> None:
    sent = message(a_device(), a_notice(id="n7"))
    assert sent["data"]["nid"] == "n7"
    assert sent["android"]["notification"]["tag"] == "n7"
    assert sent["apns"]["headers"]["apns-collapse-id"] == "n7"
    assert sent["webpush"]["notification"]["tag"] == "n7"


def test_each_platform_is_told_what_remains_of_the_horizon() -> None:
    sent = message(a_device(), a_notice(expires_at=NOW + timedelta(hours=1, milliseconds=700)))
    assert sent["android"]["ttl"] == "3600s"
    assert sent["apns"]["headers"]["apns-expiration"] == str(int(NOW.timestamp()) + 3600)
    assert sent["webpush"]["headers"]["TTL"] == "3600"


def test_a_far_horizon_stays_within_what_fcm_accepts() -> None:
    sent = message(a_device(), a_notice(expires_at=NOW + timedelta(days=90)))
    assert sent["android"]["ttl"] == "2419200s"
    assert sent["webpush"]["headers"]["TTL"] == "2419200"


def test_only_urgent_notices_wake_the_phone() -> None:
    urgent = message(a_device(), a_notice(kind="TandemFormed"))
    calm = message(a_device(), a_notice(kind="RequestClosed"))
    assert (urgent["android"]["priority"], calm["android"]["priority"]) == ("high", "normal")
    assert urgent["apns"]["headers"]["apns-priority"] == "10"
    assert calm["apns"]["headers"]["apns-priority"] == "5"
    assert urgent["webpush"]["headers"]["Urgency"] == "high"
    assert "sound" not in calm["apns"]["payload"]["aps"]


def test_words_links_and_channels_follow_the_kind_and_the_language() -> None:
    sent = message(a_device(locale="en"), a_notice(kind="TandemFormed", facts={"tandemId": "t1"}))
    assert sent["notification"]["title"] == "Your tandem is formed"
    assert sent["data"] == {
        "nid": a_notice().id,
        "kind": "TandemFormed",
        "category": "tandems",
        "link": "tandem://tandems/t1",
    }
    assert sent["webpush"]["fcm_options"]["link"] == "https://tandem.example/tandems/t1"
    assert sent["android"]["notification"]["channel_id"] == "tandems"
    assert sent["apns"]["payload"]["aps"]["thread-id"] == "tandems"
    assert sent["apns"]["payload"]["aps"]["category"] == "tandems"


def test_without_a_web_app_there_is_no_web_link() -> None:
    sent = json.loads(encode(a_device(), a_notice(), NOW, None))["message"]
    assert "fcm_options" not in sent["webpush"]


def test_a_collapse_key_is_one_of_four() -> None:
    assert message(a_device(), a_notice())["android"]["collapse_key"] == "tandem"
    assert message(a_device(), a_notice(collapse="request"))["android"]["collapse_key"] == "request"
    assert "collapse_key" not in message(a_device(), a_notice(kind="PulseAsked"))["android"]
    with pytest.raises(ValueError, match="collapse key 'request:42' is not one of"):
        a_notice(collapse="request:42")


def test_an_id_that_apple_would_refuse_is_refused_at_once() -> None:
    a_notice(id="n" * 64)
    with pytest.raises(ValueError, match="may have 64 bytes"):
        a_notice(id="é" * 33)


def test_the_badge_is_what_the_inbox_counts() -> None:
    assert message(a_device(platform="ios"), a_notice(badge=3))["apns"]["payload"]["aps"]["badge"] == 3
    assert message(a_device(platform="ios"), a_notice(badge=0))["apns"]["payload"]["aps"]["badge"] == 0
    assert "badge" not in message(a_device(platform="ios"), a_notice())["apns"]["payload"]["aps"]


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("platform", get_args(Platform))
@pytest.mark.parametrize("count", [1, 3])
def test_every_kind_fits_into_a_message_for_every_platform(kind: str, platform: Platform, count: int) -> None:
    facts = {"tandemId": "t" * 36, "milestone": "close", "choices": "c" * 200, "count": count}
    sent = message(a_device(platform=platform), a_notice(kind=kind, facts=facts))
    assert len(json.dumps(sent["notification"]).encode()) + len(json.dumps(sent["data"]).encode()) < LONGEST_PAYLOAD
    assert sent["data"]["link"].startswith("tandem://")
    assert sent["webpush"]["fcm_options"]["link"].startswith("https://tandem.example/")
