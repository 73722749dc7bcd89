"""The book of answers: what was asked and how it was understood, what people thought of it, what was shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from crm import audit
from crm.ask.answer import Answer
from crm.ask.plan import QueryPlan
from crm.ask.remarks.turn import Turn
from crm.clock import Clock
from crm.errors import RapportError, RejectedError
from crm.model import AnsweredQuestion, AnswerFeedback, User, Verdict
from crm.ports import Redactor
from crm.store import Store

log = structlog.get_logger()

LONGEST = 2_000  # characters of a question or a note that are kept
GONE = "That answer is not kept any more, so nothing was changed. Please ask again."


@dataclass(frozen=True)
class Feedback:
    """One person's verdict on one answer, with what the question was understood as."""

    answer_id: int
    asked_at: datetime
    question: str  # redacted
    plan: dict[str, Any] | None
    planner: str
    confidence: float
    abstained: bool
    verdict: Verdict
    note: str | None  # redacted
    given_at: datetime
    by: str | None


class AnswerBook:
    """Keeps plans, never rows. Questions and notes are redacted before they are stored."""

    def __init__(self, store: Store, clock: Clock, redactor: Redactor) -> None:
        self._store = store
        self._clock = clock
        self._redactor = redactor

    def remember(
        self, tenant_id: int, key: str, thread: str | None, user: User | None, *, question: str, answer: Answer
    ) -> int | None:
        """The id of the answer; the first one's where the key is known. None where it could not be kept.

        An answer that cannot be kept is an answer all the same: nothing is raised.
        """
        try:
            with self._store.read() as session:
                if known := _by_key(session, tenant_id, key):
                    return known
            row = self._row(tenant_id, key, thread, user, question=question, answer=answer)
            return self._add(row, answer)
        except (RapportError, SQLAlchemyError, ValueError, TypeError) as error:
            log.warning("answer_not_kept", error=type(error).__name__)
            return None

    def _row(
        self, tenant_id: int, key: str, thread: str | None, user: User | None, *, question: str, answer: Answer
    ) -> AnsweredQuestion:
        plan = dict(answer.plan) if answer.plan else None
        about = str(plan.get("about") or "") if plan else ""
        asked, sought = self._redactor.redact(tenant_id, [question[:LONGEST].replace("\x00", " "), about])
        if plan and about:
            plan["about"] = sought.text
        return AnsweredQuestion(
            tenant_id=tenant_id,
            key=key,
            thread=thread,
            user_id=user.id if user else None,
            asked_at=self._clock.now(),
            question=asked.text,
            plan=plan,
            planner=answer.planner,
            confidence=answer.confidence,
            abstained=answer.abstained,
            reason=(answer.reason or "")[:512] or None,
            took_ms=answer.took_ms,
            usage=dict(answer.usage),
        )

    def _add(self, row: AnsweredQuestion, answer: Answer) -> int | None:
        tenant_id, key = row.tenant_id, row.key
        try:
            with self._store.write() as session:
                session.add(row)
                session.flush()
                audit.append(
                    session,
                    tenant_id,
                    at=row.asked_at,
                    actor_id=row.user_id,
                    action="ask.decline" if answer.abstained else "ask.answer",
                    entity="answered_question",
                    row_id=row.id,
                    detail=seen_in(answer),
                )
                return row.id
        except IntegrityError:  # the same question came in twice at once
            with self._store.read() as session:
                return _by_key(session, tenant_id, key)

    def turn(
        self,
        tenant_id: int,
        thread: str,
        user: User | None,
        *,
        within: bool = False,
        since: datetime | None = None,
        but: str | None = None,
    ) -> Turn | None:
        """The newest answered question of this person in a thread; never anybody else's.

        Args:
            tenant_id: whose record was asked.
            thread: the conversation.
            user: who asks now.
            within: `thread` is only where the conversations take place: any that begins with it.
            since: nothing older counts.
            but: the key of the question that is being answered now.
        """
        asked = AnsweredQuestion
        place = asked.thread.startswith(thread, autoescape=True) if within else asked.thread == thread
        query = select(asked).where(
            asked.tenant_id == tenant_id,
            place,
            asked.user_id == user.id if user else asked.user_id.is_(None),
            asked.abstained.is_(False),
            asked.plan.is_not(None),
        )
        query = query.where(asked.asked_at >= since) if since else query
        query = query.where(asked.key != but) if but else query
        try:
            with self._store.read() as session:
                row = session.scalar(query.order_by(asked.asked_at.desc(), asked.id.desc()).limit(1))
                return Turn(row.question, QueryPlan.model_validate(row.plan)) if row is not None else None
        except (RapportError, SQLAlchemyError, ValidationError) as error:
            log.warning("turn_not_found", error=type(error).__name__)  # the question is answered without it
            return None

    def get(self, user: User, answer_id: int) -> AnsweredQuestion:
        """One answer of the user's tenant.

        Raises:
            RejectedError: there is none of that id.
        """
        with self._store.read() as session:
            return _of(session, user, answer_id)

    def judge(self, answer_id: int, user: User, verdict: Verdict, note: str | None = None) -> None:
        """What somebody thinks of an answer; the newest verdict counts, a note stays until it is replaced.

        Raises:
            RejectedError: the answer is gone, or the user is not of its tenant.
        """
        said = self._redactor.redact(user.tenant_id, [note[:LONGEST]])[0].text if note and note.strip() else None
        try:
            self._judged(answer_id, user, verdict, said)
        except IntegrityError:  # two presses at once: the other one has made the row
            self._judged(answer_id, user, verdict, said)

    def _judged(self, answer_id: int, user: User, verdict: Verdict, note: str | None) -> None:
        now = self._clock.now()
        with self._store.write() as session:
            _of(session, user, answer_id)
            given = session.scalar(
                select(AnswerFeedback).where(AnswerFeedback.answer_id == answer_id, AnswerFeedback.user_id == user.id)
            )
            if given is None:
                given = AnswerFeedback(tenant_id=user.tenant_id, answer_id=answer_id, user_id=user.id)
                session.add(given)
            given.note = note or (given.note if given.verdict == verdict else None)
            given.verdict, given.given_at = verdict, now

    def shared(self, answer_id: int, user: User) -> bool:
        """Notes that an answer is shared; False where it was already.

        Raises:
            RejectedError: the answer is gone, or somebody else asked it.
        """
        with self._store.write() as session:
            if _of(session, user, answer_id).user_id != user.id:
                raise RejectedError("Only the person who asked can share an answer.")
            done = session.execute(
                update(AnsweredQuestion)
                .where(AnsweredQuestion.id == answer_id, AnsweredQuestion.shared_at.is_(None))
                .values(shared_at=self._clock.now())
            )
            return bool(done.rowcount)  # type: ignore[attr-defined]

    def unshared(self, answer_id: int, user: User) -> None:
        """Takes the note back: what was to be shared did not come through."""
        with self._store.write() as session:
            _of(session, user, answer_id).shared_at = None

    def feedback(self, tenant_id: int, verdict: Verdict | None = None, limit: int = 200) -> list[Feedback]:
        """Verdicts with the plans they are about, the newest first."""
        query = (
            select(AnsweredQuestion, AnswerFeedback, User.name)
            .join(AnswerFeedback, AnswerFeedback.answer_id == AnsweredQuestion.id)
            .outerjoin(User, User.id == AnswerFeedback.user_id)
            .where(AnsweredQuestion.tenant_id == tenant_id, AnswerFeedback.tenant_id == tenant_id)
        )
        if verdict is not None:
            query = query.where(AnswerFeedback.verdict == verdict)
        with self._store.read() as session:
            rows = session.execute(
                query.order_by(AnswerFeedback.given_at.desc(), AnswerFeedback.id.desc()).limit(limit)
            )
            return [
                Feedback(
                    asked.id, asked.asked_at, asked.question, asked.plan, asked.planner, asked.confidence,
                    asked.abstained, given.verdict, given.note, given.given_at, name,
                )
                for asked, given, name in rows
            ]  # fmt: skip


def seen_in(answer: Answer) -> dict[str, Any]:
    """Which rows somebody saw with an answer: ids alone."""
    shown = {f"{answer.of}s": answer.ids} if answer.of and answer.ids else {}
    return {**shown, "cited": [each.id for each in answer.citations], "rows": len(answer.rows)}


def _by_key(session: Session, tenant_id: int, key: str) -> int | None:
    asked = AnsweredQuestion
    return session.scalar(select(asked.id).where(asked.tenant_id == tenant_id, asked.key == key))


def _of(session: Session, user: User, answer_id: int) -> AnsweredQuestion:
    row = session.get(AnsweredQuestion, answer_id)
    if row is None or row.tenant_id != user.tenant_id or not user.active:
        raise RejectedError(GONE)
    return row
