from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from crm.ports import MoodLabel
from crm.reading.intents import Intent


class MoodSeen(BaseModel):
    label: MoodLabel
    score: float


class PeriodSeen(BaseModel):
    text: str
    start: datetime | None
    end: datetime | None  # exclusive


class Step(BaseModel):
    """Something asked for or promised. `owner` is who is to do it: a name, or I, we, you, they."""

    text: str
    due: date | None = None
    owner: str | None = None


class PersonalData(BaseModel):
    """`start` and `end` are code points of the text, end exclusive; `type` is Presidio's name for it."""

    start: int
    end: int
    type: str


class Reading(BaseModel):
    """`mood` is missing where no model could be asked."""

    mood: MoodSeen | None = None
    periods: list[PeriodSeen] = Field(default_factory=list)
    people: list[str] = Field(default_factory=list)
    organizations: list[str] = Field(default_factory=list)
    asks: list[Step] = Field(default_factory=list)
    commitments: list[Step] = Field(default_factory=list)
    topics: list[str] = Field(default_factory=list)
    pii: list[PersonalData] = Field(default_factory=list)
    redacted: str = ""
    themes: list[str] = Field(default_factory=list)
    intents: list[Intent] = Field(default_factory=list)
