"""Words by which finders know columns, kinds of rows and sentences; all of them are data."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

PARTS = re.compile(r"[_\W]+")


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """One pattern of all that a list holds."""
    said = _said()[section][name]
    parts = [said] if isinstance(said, str) else said
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)


def listed(section: str, name: str) -> list[str]:
    return list(_said()[section][name])


def spoken(name: str) -> str:
    """The name of a column as words: "renewal_date" as "renewal date"."""
    return PARTS.sub(" ", name).strip()
