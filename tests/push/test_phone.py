"""Delivered, but we saw something else: the phone shows one notification all the same."""

from typing import get_args

import pytest

from push.fcm import FcmSender
from push.model import Platform
from tests.push import answers_of_fcm as said
from tests.push.fcm_server import FcmServer, Post, Reply
from tests.push.phone import Phone
from tests.push.samples import a_device, a_notice


@pytest.mark.parametrize("platform", get_args(Platform))
@pytest.mark.parametrize(
    "answer",
    [
        Reply(503, said.UNAVAILABLE, delivers=True),
        Reply(fault="silence", delivers=True),
        Reply(200, said.SENT, fault="half"),
    ],
)
async def test_what_was_delivered_though_we_saw_no_success_is_shown_once(
    fcm: FcmServer, sender: FcmSender, platform: Platform, answer: Reply
) -> None:
    fcm.replies.append(answer)
    device = a_device(platform=platform)
    first = await sender.send(device, a_notice(), 1)
    second = await sender.send(device, a_notice(), 2)
    phone = Phone(platform)
    phone.receive(fcm.posts)
    assert (first.fate, second.fate) == ("retry", "sent")
    assert (phone.rung, len(phone.shown)) == (2, 1)


@pytest.mark.parametrize("platform", get_args(Platform))
async def test_two_notices_are_shown_as_two(fcm: FcmServer, sender: FcmSender, platform: Platform) -> None:
    for notice in (a_notice(id="n1"), a_notice(id="n2")):
        await sender.send(a_device(platform=platform), notice, 1)
    phone = Phone(platform)
    phone.receive(fcm.posts)
    assert len(phone.shown) == 2


async def test_without_the_tag_the_phone_shows_it_twice(fcm: FcmServer, sender: FcmSender) -> None:
    """The phone of these tests notices if the tag is missing."""
    for attempt in (1, 2):
        await sender.send(a_device(), a_notice(), attempt)
    phone = Phone("android")
    phone.receive([_untagged(post) for post in fcm.posts])
    assert len(phone.shown) == 2


def _untagged(post: Post) -> Post:
    return Post(post.at, post.path, post.authorization, post.message | {"android": {"notification": {}}}, post.reply)
