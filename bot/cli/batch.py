"""JSON lines in, JSON lines out: one for one, in order; a bad line gives an error object, never a stop."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import click
import structlog

from bot.cli.common import problem, show_json
from crm.errors import RapportError, RejectedError

log = structlog.get_logger()


def run(file: IO[bytes], answer: Callable[[dict[str, Any]], dict[str, Any]], *, needs: str) -> None:
    """Answers each line of `file`; `needs` is the field every line must have as text."""
    for number, line in enumerate(_lines(file), start=1):
        show_json(_one(line, number, answer, needs))


def _lines(file: IO[bytes]) -> Iterator[str]:
    for raw in file:
        line = raw.decode("utf-8", errors="replace").strip().removeprefix("\ufeff")
        if line:
            yield line


def _one(line: str, number: int, answer: Callable[[dict[str, Any]], dict[str, Any]], needs: str) -> dict[str, Any]:
    item: dict[str, Any] = {}
    try:
        item = _parsed(line, number)
        _check(item, number, needs)
        return {"id": item.get("id"), **answer(item)}
    except RapportError as error:
        return {"id": item.get("id"), "error": problem(error)}
    except Exception:  # the contract: one bad line never stops a batch
        log.error("line_failed", number=number, exc_info=True)
        unknown = {"type": "failed", "message": "This line could not be answered; the log names the place."}
        return {"id": item.get("id"), "error": unknown}


def _parsed(line: str, number: int) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except ValueError:
        raise RejectedError(f"Line {number} is not JSON.") from None
    if not isinstance(item, dict):
        raise RejectedError(f"Line {number} is not a JSON object.")
    return item


def _check(item: dict[str, Any], number: int, needs: str) -> None:
    if not isinstance(item.get(needs), str):
        raise RejectedError(f"Line {number} has no text in {needs!r}.")
    for optional in ("as", "now", "thread"):
        if item.get(optional) is not None and not isinstance(item[optional], str):
            raise RejectedError(f"Line {number}: {optional!r} must be text.")


def one_of(text: str | None, batch: Path | None) -> None:
    """Misuse: a command takes a text or a batch, not both and not neither."""
    if (text is None) == (batch is None):
        raise click.UsageError("Give a TEXT or --batch FILE (- for standard input).")


def open_batch(batch: Path) -> IO[bytes]:
    if str(batch) == "-":
        return sys.stdin.buffer
    try:
        return batch.open("rb")
    except OSError as error:
        raise click.UsageError(f"{batch} cannot be read.") from error
