"""A broker's message as items of the record; one that cannot be read is told as such, and never fetched again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from connectors.posted import posted
from crm.errors import RejectedError
from crm.intake.event import Broken, Item, fitting, revision_of

LARGEST = 8 * 1024 * 1024  # bytes of a message
MOST_TOLD = 500  # items in a message
REASON_LENGTH = 300


@dataclass(frozen=True)
class Message:
    """What a broker delivered. `identity` is the same whenever it is delivered again; "" where nothing tells it."""

    identity: str
    body: bytes


def items_of(message: Message) -> list[Item]:
    """An event, a row, or a list of them; where one tells no key of its own, it has the message's identity."""
    try:
        return posted(_told(message))
    except RejectedError as error:
        key = fitting(message.identity) if message.identity else revision_of(repr(message.body))
        return [Broken(key=key, reason=error.message[:REASON_LENGTH])]


def _told(message: Message) -> list[Any]:
    if len(message.body) > LARGEST:
        raise RejectedError(f"The message is larger than {LARGEST >> 20} MiB.")
    try:
        told = json.loads(message.body)
    except (ValueError, RecursionError):
        raise RejectedError("The message is not JSON.") from None
    if not isinstance(told, list):
        return [_keyed(told, message.identity)]
    if len(told) > MOST_TOLD:
        raise RejectedError(f"One message may tell {MOST_TOLD} items.")
    return [_keyed(each, f"{message.identity}#{number}") for number, each in enumerate(told)]


def _keyed(item: Any, identity: str) -> Any:
    if not isinstance(item, dict) or "key" in item:
        return item
    if identity.partition("#")[0] == "":
        raise RejectedError("It has neither a key nor a message id: nobody could tell whether it is told again.")
    return {**item, "key": fitting(identity)}
