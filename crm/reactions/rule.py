"""A rule: when it notices something, how grave that is, whom it tells and in which words. All rules are data."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from crm.errors import RejectedError

OFF = "reactions_off"  # among a tenant's settings: the names of rules that are switched off


class When(BaseModel):
    """All that is given must hold. `page` is part of the page's address; `silent` counts days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    mood: str = ""
    below: float | None = None  # the mood's score, -1..1
    attributes: dict[str, str] = Field(default_factory=dict)
    page: str = ""
    count: int = 0  # so many like it of the same client ...
    days: int = 0  # ... within so many days
    step: Literal["", "asks", "commitments"] = ""
    side: Literal["", "ours", "theirs"] = ""
    plain: bool = False  # of asks: only those in so many words, not what sounds like one
    silent: int = 0


class Rule(BaseModel):
    """`tells`: owner, manager, promiser, or role:admin and the like."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    group: str = ""
    severity: int = Field(ge=1, le=3)
    tells: tuple[str, ...]
    says: str
    cool_down: int = 0  # days in which the same of the same client is not noticed again
    makes: Literal["", "task"] = ""
    when: When

    @property
    def family(self) -> str:
        return self.group or self.name


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, the gravest first."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    found = [
        Rule.model_validate(each) for file in files for each in tomllib.loads(file.read_text(encoding="utf-8"))["rule"]
    ]
    return tuple(sorted(found, key=lambda rule: -rule.severity))


def off(settings: dict[str, Any]) -> frozenset[str]:
    """The rules that a tenant has switched off."""
    return frozenset(settings.get(OFF) or ())


def rule_named(name: str) -> Rule:
    """Raises RejectedError: there is no such rule."""
    found = next((rule for rule in rules() if rule.name == name), None)
    if found is None:
        raise RejectedError(f"There is no reaction {name!r}. `rapport reactions` lists them.")
    return found
