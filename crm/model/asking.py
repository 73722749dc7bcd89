"""What was asked and answered, what people thought of it, and the words a team taught."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Attributes, Exact, Id, LongText, UtcDateTime, choice


class Verdict(enum.StrEnum):
    GOOD = "good"
    BAD = "bad"


class WordOrigin(enum.StrEnum):
    ADMIN = "admin"
    CLARIFICATION = "clarification"  # somebody chose one reading of it


class AnsweredQuestion(Owned, Base):
    """A question, the plan it became, and what the answer cost. The question is kept redacted, rows are not kept.

    `key` is where it came from (a Slack event), so that a second delivery is the same answer; `thread` is the
    conversation it belongs to, so that “and the quarter before?” finds the plan it speaks of.
    """

    __tablename__ = "answered_questions"
    __table_args__ = (UniqueConstraint("tenant_id", "key"), Index(None, "tenant_id", "thread", "asked_at"))

    key: Mapped[str] = mapped_column(Exact)
    thread: Mapped[str | None] = mapped_column(Exact)
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    question: Mapped[str] = mapped_column(LongText)
    plan: Mapped[dict[str, Any] | None] = mapped_column(Attributes)
    planner: Mapped[str] = mapped_column(String(16))
    confidence: Mapped[float] = mapped_column(Float)
    abstained: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(512))
    took_ms: Mapped[float] = mapped_column(Float)
    usage: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)  # of the model: tokens, seconds, joules
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AnswerFeedback(Owned, Base):
    """What one person thought of one answer; the newest verdict counts."""

    __tablename__ = "answer_feedback"
    __table_args__ = (UniqueConstraint("answer_id", "user_id"),)

    answer_id: Mapped[int] = mapped_column(Id, ForeignKey("answered_questions.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    note: Mapped[str | None] = mapped_column(LongText)  # redacted
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Word(Owned, Base):
    """A word of the team's own and what it stands for: “whale”, “account over 1m revenue”."""

    __tablename__ = "words"
    __table_args__ = (UniqueConstraint("tenant_id", "phrase"),)

    phrase: Mapped[str] = mapped_column(Exact)  # lower case, single spaces
    meaning: Mapped[str] = mapped_column(String(512))
    origin: Mapped[WordOrigin] = mapped_column(choice(WordOrigin))
    added_by: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
