"""What is handed back for a question."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field


class Citation(BaseModel):
    kind: str
    id: int
    source: str | None = None
    occurred_at: str | None = None
    quote: str = ""
    url: str | None = None  # where the source keeps it; only the record knows one
    title: str | None = None  # the client and who spoke, as people read it
    redacted: str = Field(default="", exclude=True, repr=False)  # the quote as a model may see it


class Lesson(BaseModel):
    """What is learnt if this reading is chosen: a word of the asker's and the known one that took its place."""

    reading: str
    phrase: str
    meaning: str


class Answer(BaseModel):
    """One answer; `id` is added by whoever asked in a batch."""

    question: str
    understood: str = ""
    plan: dict[str, Any] | None = None
    columns: list[str] = Field(default_factory=list)
    rows: list[list[Any]] = Field(default_factory=list)
    units: list[str] = Field(default_factory=list)  # of each column: %, a currency's symbol, days, or nothing
    total: int = 0  # rows there are, where more than these
    year_start: int = Field(default=1, exclude=True)  # the month that the team's fiscal year begins in
    answer: str = ""
    citations: list[Citation] = Field(default_factory=list)
    confidence: float = 0.0
    abstained: bool = False
    reason: str | None = None
    of: str = Field(default="", exclude=True)  # whose ids these are: account, deal, …
    ids: list[int] = Field(default_factory=list, exclude=True, repr=False)  # of the rows shown, for the audit
    foreign: bool = Field(default=False, exclude=True)  # abstained: no word of the question is one of the record's
    planner: Literal["rules", "model"] = "rules"
    phrased: bool = False  # the sentence was worded by a model, out of the quotes
    took_ms: float = 0.0
    usage: dict[str, float] = Field(
        default_factory=dict
    )  # tokens, seconds and joules of a model; quarters read from disk
    left_out: list[str] = Field(default_factory=list)
    readings: list[str] = Field(default_factory=list)
    lessons: list[Lesson] = Field(default_factory=list)  # of those readings that teach a word
