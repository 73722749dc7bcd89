"""Events that another system posts, signed as the Standard Webhooks specification has it (standardwebhooks.com)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from connectors.registry import Config, Context
from connectors.signing import verify_standard
from crm.errors import RejectedError
from crm.intake.event import Change, Event, Page

MOST = 500  # items in a request
WRONG_SHOWN = 10
POSTED: TypeAdapter[Event | Change] = TypeAdapter(Annotated[Event | Change, Field(discriminator="type")])


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
        return Page.of(_read(items), {})

    def close(self) -> None:
        pass


def _read(items: list[Any]) -> list[Any]:
    read: list[Any] = []
    wrong: list[str] = []
    for number, item in enumerate(items):
        try:
            read.append(POSTED.validate_python(_typed(item)) if isinstance(item, dict) else _no_object())
        except ValidationError as error:
            wrong += [_place(number, each) for each in error.errors(include_input=False, include_url=False)]
        except RejectedError as error:
            wrong.append(f"[{number}]: {error.message}")
    if wrong:
        rest = f" (and {len(wrong) - WRONG_SHOWN} more)" if len(wrong) > WRONG_SHOWN else ""
        raise RejectedError("Nothing was taken. " + "; ".join(wrong[:WRONG_SHOWN]) + rest)
    return read


def _typed(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "change" if "entity" in item else "event", **item}


def _no_object() -> Any:
    raise RejectedError("an object is wanted here")


def _place(number: int, error: Any) -> str:
    where = ".".join(str(part) for part in error["loc"][1:])
    return f"[{number}] {where}: {error['msg']}"
