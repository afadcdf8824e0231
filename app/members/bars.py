"""Whoever is banned or suspended does not join anew, erased or not: their sign-in and phone number are barred."""

import hashlib
import hmac

import msgspec


class BarKey(msgspec.Struct, frozen=True):
    """Makes marks that name nobody: without the key, no list of phone numbers tells whose they are."""

    secret: str

    def marks(self, uid: str, phone: str | None) -> list[bytes]:
        """One for the sign-in, one for the phone number if it is known."""
        return [self._mark(f"uid {uid}"), *([self.of_phone(phone)] if phone else [])]

    def of_phone(self, phone: str) -> bytes:
        return self._mark(f"phone {phone}")

    def _mark(self, what: str) -> bytes:
        return hmac.digest(self.secret.encode(), what.encode(), hashlib.sha256)
