"""What another system tells in JSON, by request or by message: events and rows of docs/event.schema.json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from crm.errors import RejectedError
from crm.intake.event import Change, Event, Item

WRONG_SHOWN = 10
POSTED: TypeAdapter[Event | Change] = TypeAdapter(Annotated[Event | Change, Field(discriminator="type")])


def posted(told: Sequence[Any]) -> list[Item]:
    """The items that were told.

    Raises:
        RejectedError: one cannot be read; the message names each place, and holds nothing that was told.
    """
    read: list[Item] = []
    wrong: list[str] = []
    for number, item in enumerate(told):
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
