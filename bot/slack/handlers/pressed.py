"""What a pressed button carries."""

from __future__ import annotations

import dataclasses
from typing import Any

from bot.slack.desk import Visit
from bot.slack.views.kit import Block
from crm.errors import RejectedError


def value(visit: Visit) -> str:
    """The value of the pressed button ('' where there is none)."""
    return str(visit.envelope.pressed.get("value") or "")


def row_id(visit: Visit) -> int:
    """The id of the row a button speaks of.

    Raises:
        RejectedError: the button carries none.
    """
    carried = value(visit)
    if not carried.isdecimal() or len(carried) > 18:
        raise RejectedError("This button is too old to work. Please ask again.")
    return int(carried)


def replace(visit: Visit, blocks: list[Block]) -> None:
    """Draws the message whose button was pressed anew; one that others read too is left, and the presser is told."""
    body = visit.envelope.body
    container: dict[str, Any] = body.get("container") or {}
    url = body.get("response_url")
    if container.get("is_ephemeral") and isinstance(url, str):
        visit.post.respond(url, blocks, replace=True)
        return
    channel = str(container.get("channel_id") or visit.place.channel)
    if channel.startswith("D"):
        visit.post.update(channel, str(container.get("message_ts")), blocks)
    else:
        visit.post.send(dataclasses.replace(visit.place, private=False), blocks)
