"""Structured logs that cannot hold customer text: only names, numbers and ids get through."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SAFE = re.compile(r"[\w.:/+-]{1,96}")  # an identifier, a count, a time; never a sentence
WITHHELD = "(withheld)"


def configure(level: str, form: str) -> None:
    """Sets up our logs and those of libraries, to standard error."""
    least = getattr(logging, level.upper())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _name_the_error,
            withhold,
            structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(ForeignFormatter())
    logging.basicConfig(handlers=[handler], level=max(least, logging.WARNING), force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that finds the one before at work is no news


def withhold(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replaces every value that could be somebody's words."""
    return {key: value if key == "event" or is_safe(value) else WITHHELD for key, value in event.items()}


def is_safe(value: Any) -> bool:
    """Whether it is a name, a number or nothing: never a sentence."""
    if value is None or isinstance(value, bool | int | float):
        return True
    return isinstance(value, str) and SAFE.fullmatch(value) is not None


def _name_the_error(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception's message may quote its input; its type and place never do."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        if trace is not None:
            event["at"] = f"{trace.tb_frame.f_globals.get('__name__', '')}:{trace.tb_lineno}"
    return event


class ForeignFormatter(logging.Formatter):
    """A library's log line without its message, which may quote a payload: who, how bad, where, which error."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"level": record.levelname.lower(), "logger": record.name, "at": f"{record.module}:{record.lineno}"}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line)
