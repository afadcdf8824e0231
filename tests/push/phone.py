"""What a phone does with what FCM hands it: the same tag replaces what is shown."""

from typing import Any

from tests.push.fcm_server import Post


class Phone:
    """One notification per tag on Android and in browsers, per collapse id on iOS.

    https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages#androidnotification (`tag`),
    https://developer.apple.com/documentation/usernotifications/sending-notification-requests-to-apns
    """

    def __init__(self, platform: str) -> None:
        self.platform = platform
        self.shown: dict[str, str] = {}
        self.rung = 0

    def receive(self, posts: list[Post]) -> None:
        """All that reached FCM and that FCM delivered."""
        for post in posts:
            if post.delivered:
                self.rung += 1
                self.shown[self._tag(post.message)] = str(post.message["notification"]["title"])

    def _tag(self, message: dict[str, Any]) -> str:
        match self.platform:
            case "android":
                return str(message["android"]["notification"].get("tag", f"untagged {self.rung}"))
            case "ios":
                return str(message["apns"]["headers"].get("apns-collapse-id", f"untagged {self.rung}"))
            case _:
                return str(message["webpush"]["notification"].get("tag", f"untagged {self.rung}"))
