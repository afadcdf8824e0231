"""Whoever is banned or suspended does not join anew, erased or not: their sign-in and phone number are barred."""

import hashlib
import hmac

import msgspec


class BarKey(msgspec.Struct, frozen=True):
    """Makes marks that name nobody: without the key, no list of phone numbers tells whose they are."""

    secret: str

    def marks(self, uid: str, phone: str | None) -> list[bytes]:
        """One for the sign-in, one for the phone number if it is known."""
        known = [f"uid {uid}", *([f"phone {phone}"] if phone else [])]
        return [hmac.digest(self.secret.encode(), what.encode(), hashlib.sha256) for what in known]
