"""Slack's request signature, right or wrong on purpose."""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import Literal

Forgery = Literal["unsigned", "wrong_secret", "stale", "tampered"]
_STALE = 3_600  # seconds


def signature(secret: str, timestamp: str, body: str) -> str:
    """The `v0` signature of a body sent at a Unix time."""
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def signed_headers(secret: str, body: str, forgery: Forgery | None = None) -> dict[str, str]:
    """Headers that prove a body, or fail to in the named way.

    The receiver compares the timestamp with its own wall clock, so this does not follow the passed-in clock.
    """
    timestamp = str(int(time.time()) - (_STALE if forgery == "stale" else 0))
    if forgery == "unsigned":
        return {}
    if forgery == "wrong_secret":
        secret = f"not {secret}"
    if forgery == "tampered":
        body = f"{body} "
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature(secret, timestamp, body)}
