"""Whether a request comes from who holds the source's secret."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from crm.errors import FatalError
from crm.intake.connector import UnauthorizedError

SIGNATURE = "The signature does not fit. Sign with the source's secret, as the Standard Webhooks specification has it."
FRESH = timedelta(minutes=5)


def verify_standard(secret: str, headers: Mapping[str, str], body: bytes) -> None:
    """As the Standard Webhooks specification has it (standardwebhooks.com).

    Raises:
        UnauthorizedError: it is not signed with this secret, or older than five minutes.
        FatalError: the secret is none.
    """
    from standardwebhooks import webhooks  # noqa: PLC0415

    try:
        signature = webhooks.Webhook(secret)
    except (ValueError, webhooks.EmptyWebhookSecretError):
        raise FatalError("The source's secret must be base64, such as whsec_… made by `openssl rand`.") from None
    try:
        signature.verify(body, dict(headers), json_parse=False)
    except (webhooks.WebhookVerificationError, ValueError):
        raise UnauthorizedError(SIGNATURE) from None


def verify_zoom(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """As Zoom signs its events ("Verify webhook events"): `v0:<timestamp>:<body>` under the app's secret token.

    Raises:
        UnauthorizedError: it is not signed with this secret, or older than five minutes.
    """
    at = headers.get("x-zm-request-timestamp", "")
    sent = headers.get("x-zm-signature", "")
    wanted = "v0=" + hex_digest(secret, b"v0:" + at.encode() + b":" + body)
    fresh = at.isascii() and at.isdigit() and abs(now.timestamp() - int(at[:15])) <= FRESH.total_seconds()
    if not fresh or not hmac.compare_digest(wanted.encode(), sent.encode()):
        raise UnauthorizedError(SIGNATURE)


def hex_digest(secret: str, content: bytes) -> str:
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
