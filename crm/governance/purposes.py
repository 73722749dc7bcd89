"""The purposes that people agree to."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from crm.errors import RejectedError

MODELS = "models"
NUDGES = "nudges"


@cache
def purposes() -> dict[str, str]:
    """What each means, by its name."""
    return tomllib.loads(Path(__file__).with_name("purposes.toml").read_text("utf-8"))


def checked(said: str) -> str:
    """The purpose of this name.

    Raises:
        RejectedError: there is none.
    """
    name = said.strip().lower()
    if name not in purposes():
        raise RejectedError(f"There is no purpose {said.strip()!r}. Say one of these: {', '.join(purposes())}.")
    return name
