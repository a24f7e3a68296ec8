"""The session of a browser whose reader has given a key: a cookie that says which key and until when, signed with a
secret that a service makes when it starts. It ends with the key, with the service, and after SESSION_SECONDS."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Sequence

from service.access.keys import Key

SESSION_SECONDS = 12 * 3600
COOKIE = "rapporteur_session"


class Sessions:
    """Makes cookies and tells whose they are."""

    def __init__(self, secret: bytes | None = None) -> None:
        self._secret = secret or secrets.token_bytes(32)

    def cookie(self, key: Key) -> str:
        """The value of a cookie for who has given `key`."""
        until = str(int(time.time()) + SESSION_SECONDS)
        return f"{key.name}.{until}.{self._signature(key, until)}"

    def holder(self, keys: Sequence[Key], cookie: str) -> Key | None:
        """The one of `keys` that a cookie was made for, or None when it was not made here or is too old."""
        name, until, signature = ("", "", *cookie.rsplit(".", 2))[-3:]
        for key in keys:
            # The signature first: what it was made of is then known to be whole.
            if key.name == name and hmac.compare_digest(self._signature(key, until).encode(), signature.encode()):
                return key if int(until) > time.time() else None
        return None

    def _signature(self, key: Key, until: str) -> str:
        return hmac.digest(self._secret, f"{key.name}.{until}.{key.hash}".encode(), "sha256").hex()
