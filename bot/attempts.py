"""One try at a job, and what the queue may keep of it: ids and names, never what a customer said."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import structlog

from crm.errors import FatalError, RejectedError

Handler = Callable[..., object]
Watch = Callable[[str, Sequence[int | str]], AbstractContextManager[None]]
log = structlog.get_logger(__name__)


class JobFailedError(Exception):
    """Names the kind of what went wrong; DBOS stores its errors, and a message may quote a customer."""


class JsonIds:
    """Arguments and results as JSON: ids and names, so that anyone can read the queue and nothing can run from it."""

    def serialize(self, data: Any) -> str:
        return json.dumps(
            data, default=lambda other: {"error": str(other) if isinstance(other, JobFailedError) else ""}
        )

    def deserialize(self, serialized_data: str) -> Any:
        data = json.loads(serialized_data)
        return JobFailedError(data["error"]) if isinstance(data, dict) and set(data) == {"error"} else data

    def name(self) -> str:
        return "rapport-json"


def attempt(handlers: Mapping[str, Handler], name: str, ids: list[int | str], watch: Watch) -> None:
    handler = handlers.get(name)
    if handler is None:
        raise JobFailedError("UnknownJob")
    try:
        with watch(name, ids):
            handler(*ids)
    except (RejectedError, FatalError) as error:
        log.warning("job given up", job=name, kind=type(error).__name__)
        raise JobFailedError(f"given up: {type(error).__name__}") from None
    except Exception as error:  # noqa: BLE001 - DBOS stores what it catches, so only the kind may leave here
        log.warning("job failed", job=name, kind=type(error).__name__)
        raise JobFailedError(type(error).__name__) from None


def may_help(error: BaseException) -> bool:
    """Whether trying again can help."""
    return not str(error).startswith(("given up", "UnknownJob"))
