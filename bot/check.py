"""What a look at one part of Rapport finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

State = Literal["ok", "warning", "down", "off"]


@dataclass(frozen=True)
class Check:
    """One part of Rapport: how it is, and what a person can do (empty where nothing is to be done)."""

    name: str
    state: State
    says: str
    remedy: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
