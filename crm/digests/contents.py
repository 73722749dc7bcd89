"""What a digest is made of: sections by name, and questions in the manager's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm.errors import RejectedError

QUESTION = "question"
MOST = 12  # sections: more is not read
LONGEST = 300  # characters of a question
TITLES = {
    "business": "Business",
    "pipeline": "Pipeline movement",
    "unhappy": "Unhappy clients",
    "at-risk": "Deals at risk",
    "wins": "Wins and why",
    "follow-ups": "Follow-ups kept",
    "themes": "Themes",
    "forecast": "Forecast against target",
}
ALSO = {
    "business": ("business of the week", "weekly business", "the business"),
    "pipeline": ("pipeline movement", "pipeline movements", "movement", "the pipeline"),
    "unhappy": ("unhappy clients", "unhappy customers", "unhappy accounts"),
    "at-risk": ("at risk", "at-risk deals", "at risk deals", "deals at risk", "risks", "risk"),
    "wins": ("wins and why", "wins", "won deals and why", "why we won"),
    "follow-ups": ("follow-ups kept", "followups", "follow ups", "follow ups kept", "followups kept", "tasks kept"),
    "themes": ("themes of the week", "topics", "weekly themes", "topics of the week"),
    "forecast": ("forecast against target", "forecast vs target", "target", "forecast against targets"),
}
READY = "weekly"  # the name of the digest that every team has


@dataclass(frozen=True)
class Item:
    """One section: of a kind, or a question in words."""

    kind: str
    question: str = ""

    @classmethod
    def of(cls, kept: Any) -> Item | None:
        """One as a digest keeps it; None where this Rapport knows none such."""
        if not isinstance(kept, dict):
            return None
        if isinstance(kept.get(QUESTION), str):
            return cls(QUESTION, kept[QUESTION])
        return cls(str(kept.get("kind"))) if kept.get("kind") in TITLES else None

    @property
    def kept(self) -> dict[str, str]:
        return {QUESTION: self.question} if self.kind == QUESTION else {"kind": self.kind}

    @property
    def title(self) -> str:
        return self.question[:1].upper() + self.question[1:] if self.kind == QUESTION else TITLES[self.kind]


def items(kept: Sequence[Any]) -> list[Item]:
    return [item for each in kept if (item := Item.of(each)) is not None]


def ready_made() -> list[Item]:
    return [Item(kind) for kind in TITLES]


def kind_named(text: str) -> str | None:
    """The section that goes by these words and no others."""
    said = plain(text)
    return next((kind for kind, names in ALSO.items() if said == kind or said in names), None)


def plain(text: str) -> str:
    return " ".join(text.casefold().strip().strip(".?!").split())


def named(text: str) -> str:
    """A digest's name as it is kept: lower case, words joined by dashes.

    Raises:
        RejectedError: it cannot be a name.
    """
    name = re.sub(r"[\s_]+", "-", text.strip().casefold()).strip("-:")
    if not re.fullmatch(r"[^\W_][\w.\-]{0,39}", name):
        raise RejectedError("A digest's name is one word of up to 40 letters, digits and dashes, such as weekly.")
    if name in RESERVED:
        raise RejectedError(f"{name!r} is a word I need for something else. Please call the digest otherwise.")
    return name


VERBS = (
    "list",
    "preview",
    "new",
    "add",
    "remove",
    "schedule",
    "pause",
    "resume",
    "delete",
    "target",
    "help",
)
RESERVED = frozenset(VERBS)
