"""What Rapport would write: the shape that people confirm and edit, and that scripts read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

LogKind = Literal["call", "email", "meeting", "message", "note", "none"]
MoodName = Literal["negative", "neutral", "positive", "mixed"]
WHAT_LENGTH = 512
SUMMARY_LENGTH = 400


class NextStep(BaseModel):
    what: str = Field(max_length=WHAT_LENGTH)
    due: date | None = None
    owner: str | None = None


class DealProposal(BaseModel):
    """What the message says about a deal; a field that it does not speak of is empty."""

    name: str | None = None
    amount: float | None = None
    currency: str | None = None
    stage: str | None = None
    close_date: date | None = None

    @property
    def changes(self) -> bool:
        return self.amount is not None or self.stage is not None or self.close_date is not None


class Proposal(BaseModel):
    """One interaction as it would be written, with what follows from it.

    Names are the record's own where the words were linked to it; `new` says which are not in the record.
    `account_id`, `contact_ids` and `deal_id` are those links; a name that somebody edits afterwards is linked again.
    """

    model_config = ConfigDict(validate_assignment=True)

    kind: LogKind = "none"
    account: str | None = None
    contacts: list[str] = Field(default_factory=list)
    occurred_at: datetime | None = None
    summary: str = ""
    mood: MoodName | None = None
    next_steps: list[NextStep] = Field(default_factory=list)
    deal: DealProposal | None = None
    new: list[str] = Field(default_factory=list)

    missing: list[str] = Field(default_factory=list)
    said: str = ""  # the part of the message that speaks of this account
    mood_score: float | None = None
    account_id: int | None = None
    contact_ids: list[int] = Field(default_factory=list)
    deal_id: int | None = None
    ambiguous: dict[str, list[int]] = Field(default_factory=dict)  # words that several rows fit

    entry_id: int | None = None
    state: str | None = None
    others: list[Proposal] = Field(default_factory=list)  # the same message about further accounts

    @property
    def all(self) -> list[Proposal]:
        return [self, *self.others]


class ShownProposal(BaseModel):
    """A proposal as the command line writes it."""

    kind: LogKind
    account: str | None
    contacts: list[str]
    occurred_at: datetime | None
    summary: str
    mood: MoodName | None
    next_steps: list[NextStep]
    deal: DealProposal | None
    new: list[str]

    @classmethod
    def of(cls, proposal: Proposal) -> ShownProposal:
        return cls.model_validate(proposal.model_dump(include=set(cls.model_fields)))


class LogResult(BaseModel):
    """The answer of the log command; the same words about several accounts are all in `proposals`."""

    proposal: ShownProposal
    missing: list[str]
    took_ms: float
    proposals: list[ShownProposal] | None = None
    entry_id: int | None = None

    @classmethod
    def of(cls, proposal: Proposal, took_ms: float) -> LogResult:
        shown = [ShownProposal.of(each) for each in proposal.all]
        return cls(
            proposal=shown[0],
            missing=proposal.missing,
            took_ms=round(took_ms, 1),
            proposals=shown if len(shown) > 1 else None,
            entry_id=proposal.entry_id,
        )
