from datetime import timedelta

import pytest

from push.answers import LONGEST_RETRY_AFTER, Answer, provider_id_of, retry_after, trouble_of
from tests.push import answers_of_fcm as said
from tests.push.samples import NOW


def asked(**headers: str) -> timedelta:
    return retry_after(Answer(503, {name.replace("_", "-"): value for name, value in headers.items()}), NOW)


def test_retry_after_is_read_as_seconds() -> None:
    assert asked(retry_after="120") == timedelta(seconds=120)
    assert asked(retry_after=" 7 ") == timedelta(seconds=7)


def test_retry_after_is_read_as_a_date() -> None:
    assert asked(retry_after="Fri, 20 Nov 2026 09:02:00 GMT") == timedelta(minutes=2)


def test_a_retry_after_date_is_measured_on_the_providers_own_clock() -> None:
    wait = asked(retry_after="Fri, 20 Nov 2026 09:02:00 GMT", date="Fri, 20 Nov 2026 08:58:30 GMT")
    assert wait == timedelta(minutes=3, seconds=30)


@pytest.mark.parametrize(
    "value", ["", "soon", "-5", "1.5", "²", "Fri, 20 Nov 2026", "Fri, 20 Nov 2026 08:00:00 GMT", "0"]
)
def test_a_retry_after_that_says_nothing_useful_asks_for_nothing(value: str) -> None:
    assert asked(retry_after=value) == timedelta(0)


@pytest.mark.parametrize("value", ["9" * 400, "9999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_an_absurd_retry_after_is_bounded(value: str) -> None:
    assert asked(retry_after=value) == LONGEST_RETRY_AFTER


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"error": "no"}',
        b'{"error": {"details": 5}}',
        b'{"error": {"details": [{"errorCode": 7}]}}',
        said.UNREGISTERED[:150],
        said.HTML,
        b"\xff\xfe\x00",
        b'{"error": {"message": "\xff"}}',
        b"[" * 50_000,
        b'{"error": {"details": ' + b"[" * 50_000,
        b'{"x": ' * 50_000,
    ],
)
def test_a_body_that_is_no_v1_error_tells_of_no_code(body: bytes) -> None:
    trouble = trouble_of(Answer(404, {}, body))
    assert (trouble.code, trouble.blames_address) == (None, False)
    assert provider_id_of(Answer(200, {}, body)) is None


@pytest.mark.parametrize("body", [said.INVALID_TOKEN, said.INVALID_FID, said.INVALID_TOKEN_IN_WORDS])
def test_an_invalid_address_is_recognised_in_each_of_its_forms(body: bytes) -> None:
    assert trouble_of(Answer(400, {}, body)).blames_address


@pytest.mark.parametrize("body", [said.INVALID_TTL, said.TOO_BIG])
def test_an_invalid_message_does_not_blame_the_address(body: bytes) -> None:
    assert not trouble_of(Answer(400, {}, body)).blames_address
