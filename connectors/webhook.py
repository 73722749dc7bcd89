"""Events that another system posts, signed as the Standard Webhooks specification has it (standardwebhooks.com)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from connectors.posted import posted
from connectors.registry import Config, Context
from connectors.signing import verify_standard
from crm.errors import RejectedError
from crm.intake.event import Page

MOST = 500  # items in a request


class Settings(Config):
    secret: str = Field(default="EVENTS_SECRET", description="Name of the secret that signs; whsec_ and base64.")


def connect(settings: Settings, context: Context) -> Webhook:
    return Webhook(settings, context)


class Webhook:
    """Waits to be told: a look at it brings nothing, what is posted to `/events/<name of the source>` does."""

    def __init__(self, settings: Settings, context: Context) -> None:
        self._settings, self._context = settings, context

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:  # noqa: ARG002
        self._context.secret(self._settings.secret)  # a source whose secret is missing says so at its first look
        return iter(())

    def receive(self, headers: Mapping[str, str], body: bytes) -> Page:
        """What a request tells: an event or a row, or a list of them.

        Raises:
            UnauthorizedError: it is not signed with this source's secret, or older than five minutes.
            RejectedError: what it tells cannot be read; the message names each place.
        """
        verify_standard(self._context.secret(self._settings.secret), headers, body)
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            raise RejectedError("The body is not JSON.") from None
        items = told if isinstance(told, list) else [told]
        if len(items) > MOST:
            raise RejectedError(f"One request may tell {MOST} items; send the rest in further ones.")
        return Page.of(posted(items), {})

    def close(self) -> None:
        pass
