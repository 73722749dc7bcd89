"""What a model says, without its thoughts; and the objects in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

OPEN, CLOSE = "<think>", "</think>"


def without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a stream outside `<think>…</think>`; a thought that never ends hides the rest."""
    held, thinking = "", False
    for piece in pieces:
        held += piece
        while True:
            mark = CLOSE if thinking else OPEN
            before, found, after = held.partition(mark)
            if not found:
                break
            if before and not thinking:
                yield before
            held, thinking = after, not thinking
        keep = _begun(held, mark)
        if len(held) > keep and not thinking:
            yield held[: len(held) - keep]
        held = held[len(held) - keep :]
    if held and not thinking:
        yield held


def _begun(text: str, mark: str) -> int:
    """How many of the last characters may be the beginning of the mark."""
    return next((size for size in range(min(len(mark) - 1, len(text)), 0, -1) if mark.startswith(text[-size:])), 0)


def fitting(text: str, schema: dict[str, Any]) -> dict[str, Any] | None:
    """The last object in a text that fits the schema: a model that thinks aloud ends with its answer."""
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # noqa: PLC0415

    check = Draft202012Validator(schema)
    found = None
    for value in _objects(text):
        if check.is_valid(value):
            found = value
    return found


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    start = text.find("{")
    while start >= 0:
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            if isinstance(value, dict):
                yield value
        start = text.find("{", end)
