"""All sets of questions, and the exports they are asked over."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asking_gold
from asking_gold import Question

MODULES = (
    "asking_seen",
    "asking_blind",
    "asking_fresh",
    "asking_newcomer",
    "asking_sample",
    "asking_maventech",
    "asking_second",
    "asking_third",
    "asking_everyday_blind",
    "asking_everyday_b",
    "asking_everyday_c",
    "asking_everyday_d",
    "asking_everyday_e",
    "asking_everyday_f",
    "asking_everyday_g",
    "asking_everyday_h",
    "asking_work_books",
    "asking_work_deals",
    "asking_work_talk",
    "asking_work_mixed",
)
# asked once and not mended for: without a floor, asked by nothing else
UNMEASURED: frozenset[str] = frozenset({"everyday_h", "blind_n"})


def questions() -> Iterator[Question]:
    for module in MODULES:
        yield from importlib.import_module(module).QUESTIONS
    for made_up in _made_up():
        yield from made_up.questions()


def _made_up() -> list[Any]:
    """The modules of the made-up exports."""
    return [
        importlib.import_module(name)
        for name in (
            "asking_unseen",
            "asking_fresh_exports",
            "asking_last_exports",
            "asking_newest_exports",
            "asking_blinds",
        )
    ]


@cache
def _home() -> TemporaryDirectory[str]:
    return TemporaryDirectory()


def folder_of(data: str) -> Path:
    """Where the export lies; made-up ones are written at first use."""
    if data == "sample":
        return importlib.import_module("sample_frames").sample().folder
    for made_up in _made_up():
        if data in made_up.exports():
            folder = Path(_home().name) / data
            if not folder.exists():
                folder.mkdir()
                made_up.exports()[data](folder)
            return folder
    return asking_gold.DATA / data


def frames_of(data: str) -> Any:
    """The export as pandas frames, from which the golds are computed."""
    for made_up in _made_up():
        if data in made_up.exports():
            return made_up.frames(data)
    found: Callable[[], Any] = (
        importlib.import_module("sample_frames").sample if data == "sample" else getattr(asking_gold, data)
    )
    return found()
