"""Answers a question out of the record: plan, rows, evidence, sentence; or says why it cannot."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from crm import rights
from crm.ask.answer import Answer, Citation
from crm.ask.catalogue import Catalogue
from crm.ask.doubts import weigh
from crm.ask.gaps import blank
from crm.ask.linking import link
from crm.ask.model_planner import ModelPlanner
from crm.ask.moods import moods
from crm.ask.narrowing import narrowed
from crm.ask.offering import offer
from crm.ask.passages import passages
from crm.ask.phrasing import Phraser
from crm.ask.plan import Condition, Exists
from crm.ask.planner import Planner
from crm.ask.reading import Reading
from crm.ask.rewriting import change_as_versus, in_known_words, spelt_out
from crm.ask.sentences import sentence
from crm.ask.signals import signal_rows
from crm.ask.sql import Query, Table, run
from crm.ask.timeline import timeline
from crm.ask.timing import periods_of
from crm.ask.vocabulary import Vocabulary
from crm.ask.wording import understood
from crm.clock import Clock
from crm.display import display, display_all
from crm.errors import RejectedError
from crm.model import Deal, Interaction, Tenant, User
from crm.ports import ChatModel, MoodReader, Nearness, Redactor, Searcher
from crm.store import Store

LONGEST = 2_000  # characters of a question that are read
FLOOR = 0.5  # under it the answer would be a guess
QUOTED = 6  # quotes a model words a sentence from
SURE = 0.8  # what a question that is offered must come to
NOTHING = "I did not find a question about the record in this. Try “open deals over 10k” or “best rep last quarter”."


class Asker:
    """The one face of asking. It reads only, and never raises for what a question says."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        searcher: Searcher | None,
        redactor: Redactor,
        model: ChatModel | None = None,
        *,
        moods: MoodReader | None = None,
        nearness: Nearness | None = None,
    ) -> None:
        """`moods` picks which sentence of a text is quoted; without it words do. `nearness` finds known words for
        an unknown one by their meaning; without it only spelling does."""
        self._store = store
        self._clock = clock
        self._searcher = searcher
        self._moods = moods
        self._nearness = nearness
        self._redactor = redactor
        self._catalogue = Catalogue(store)
        self._model = ModelPlanner(model, redactor) if model else None
        self._phraser = Phraser(model, redactor) if model else None

    def ask(self, tenant_id: int, question: str, *, user: User | None, now: datetime | None = None) -> Answer:
        """One answer. Without a user the asker is the administrator at the command line."""
        began = perf_counter()
        if refusal := rights.refusal(tenant_id, user):
            answer = _abstain(question, refusal)
        else:
            answer = self._answer(tenant_id, question, user, now)
        answer.took_ms = round((perf_counter() - began) * 1000, 1)
        return answer

    def _answer(self, tenant_id: int, question: str, user: User | None, now: datetime | None) -> Answer:
        text = _clean(question)
        if not any(letter.isalnum() for letter in text):
            return _abstain(question, NOTHING)
        vocabulary = self._catalogue.of(tenant_id)
        with self._store.read() as session:
            tenant = session.get(Tenant, tenant_id)
            moment = _local(now or self._clock.now(), user, tenant)
            start = tenant.fiscal_year_start if tenant else 1
            reading = self._read(text, vocabulary, moment, start)
            confidence, reason = weigh(reading)
            answer = _abstain(question, reason or NOTHING)
            answer.confidence, answer.readings = confidence, reading.readings
            if reading.refusal is None and confidence >= FLOOR:
                answer = self._run(session, question, reading, confidence, user)
            if answer.abstained and self._model is not None and reading.refusal is None:
                answer = self._by_model(session, answer, reading, user)
            if answer.planner == "rules":
                sure = partial(self._sure, session, like=reading, fiscal_year_start=start, user=user)
                offer(answer, reading, sure, self._nearness, self._redactor)
            return answer

    def vocabulary(self, tenant_id: int) -> Vocabulary:
        """What the record of a tenant can be asked about."""
        return self._catalogue.of(tenant_id)

    def reads(self, tenant_id: int, text: str) -> bool:
        """Whether a question is read with confidence, and the record can be asked it."""
        vocabulary = self._catalogue.of(tenant_id)
        with self._store.read() as session:
            tenant = session.get(Tenant, tenant_id)
            like = Reading(text, [], vocabulary, _local(self._clock.now(), None, tenant))
            return self._sure(session, text, like, tenant.fiscal_year_start if tenant else 1, None) is not None

    def _sure(
        self, session: Session, text: str, like: Reading, fiscal_year_start: int, user: User | None
    ) -> Reading | None:
        """The reading of another text, where the planner is sure of it and the record can be asked it."""
        reading = self._read(text, like.vocabulary, like.now, fiscal_year_start)
        confidence, _ = weigh(reading)
        if reading.refusal is not None or confidence < SURE or _scope(session, reading, user):
            return None
        plan, today = reading.plan.model_copy(deep=True), reading.now.date()
        try:
            if plan.shape in {"value", "table", "list", "lookup"}:
                run(session, plan, reading.vocabulary, today)
            else:
                Query(plan, reading.vocabulary, today).limits()
        except (RejectedError, SQLAlchemyError, LookupError, ValueError, TypeError, OverflowError):
            return None  # as in `_run`: what cannot be asked is not offered
        return reading

    def _read(self, text: str, vocabulary: Vocabulary, moment: datetime, fiscal_year_start: int) -> Reading:
        text = spelt_out(text, vocabulary.knows)
        plain, meant = in_known_words(text, vocabulary.taught, vocabulary.knows)
        plan = partial(self._planned, vocabulary=vocabulary, moment=moment, fiscal_year_start=fiscal_year_start)
        reading = narrowed(text, meant[0], vocabulary, plan) if len(meant) == 1 else None
        reading = reading or plan(plain)
        for each in meant:
            reading.note(f"“{each.phrase}” means {each.meaning}")
        return reading

    @staticmethod
    def _planned(text: str, vocabulary: Vocabulary, moment: datetime, fiscal_year_start: int) -> Reading:
        text = change_as_versus(text, lambda part: bool(periods_of(part, moment, fiscal_year_start)))
        periods = periods_of(text, moment, fiscal_year_start)
        reading = Reading(text, link(text, vocabulary, periods), vocabulary, moment)
        try:
            Planner(reading).build()
        except (RejectedError, LookupError, ValueError):
            # a combination of words that no rule foresaw: abstaining is the answer, not a traceback
            reading.doubts += 1.0
        return reading

    def _by_model(self, session: Session, kept: Answer, reading: Reading, user: User | None) -> Answer:
        """The model's reading where rules have none; whatever goes wrong, the abstention stands."""
        plan = self._model.plan(reading) if self._model else None
        if plan is None:
            return kept
        reading.plan = plan
        reading.notes = ["as the language model read it"]
        answer = self._run(session, kept.question, reading, 0.6, user)
        answer.planner = "model"
        return kept if answer.abstained else answer

    def _run(self, session: Session, question: str, reading: Reading, confidence: float, user: User | None) -> Answer:
        plan, vocabulary = reading.plan, reading.vocabulary
        if problem := _scope(session, reading, user):
            return _abstain(question, problem)
        try:
            table, cited, degraded = self._rows(session, reading)
        except RejectedError as error:
            return _abstain(question, error.message)
        except (SQLAlchemyError, LookupError, ValueError, TypeError, OverflowError):
            # a plan that no rule foresaw, or a number that no column holds: declined, never a traceback
            return _abstain(question, "I could not put this question to the record; please put it more simply.")
        meant = understood(plan, vocabulary, reading.notes)
        table.rows = readable(session, vocabulary.tenant_id, table.rows)
        if plan.count_groups:
            table = Table(["count"], [[len(table.rows)]], 1, [], table.left_out)
        said = sentence(plan, table, vocabulary, cited)
        gap, alone = blank(session, plan, vocabulary, table, reading.now.date())
        if alone:
            said = f"{gap}."
        elif not table.rows or table.rows in ([[None]], [[0]]):
            said += _span(session, reading)
        worded = self._worded(session, reading, table, cited)
        return Answer(
            question=question,
            understood=meant,
            plan=plan.model_dump(mode="json", exclude_defaults=True),
            columns=table.columns,
            rows=table.rows,
            answer=worded or said,
            phrased=worded is not None,
            citations=cited,
            confidence=confidence,
            left_out=[*table.left_out, *([gap] if gap and not alone else []), *([degraded] if degraded else [])],
            readings=reading.readings,
        )

    def _worded(self, session: Session, reading: Reading, table: Table, cited: list[Citation]) -> str | None:
        """What was said, in a model's words where there is one and the quotes bear it out."""
        spoken = reading.plan.shape == "passages" and table.columns[:1] == ["occurred at"]
        if self._phraser is None or not spoken or not cited:
            return None
        tenant_id = reading.vocabulary.tenant_id
        said = self._phraser.word(tenant_id, reading.text, [each.redacted for each in cited[:QUOTED]])
        return display(session, tenant_id, said) if said else None

    def _rows(self, session: Session, reading: Reading) -> tuple[Table, list[Citation], str | None]:
        plan, vocabulary, today = reading.plan, reading.vocabulary, reading.now.date()
        if plan.shape == "timeline":
            return (*timeline(session, plan, vocabulary, today), None)
        if plan.shape == "passages":
            return passages(session, plan, vocabulary, self._searcher, today)
        if plan.shape == "signal":
            return signal_rows(session, plan, vocabulary, self._searcher, today)
        if plan.shape == "mood":
            return (*moods(session, plan, vocabulary, today, self._moods), None)
        return run(session, plan, vocabulary, today, reading.now), [], None


def readable(session: Session, tenant_id: int, rows: list[list[Any]]) -> list[list[Any]]:
    """Rows in which stored texts name the people they speak of."""
    places = [
        (row, place)
        for row in rows
        for place, cell in enumerate(row)
        if isinstance(cell, str) and ("[" in cell or "<" in cell)
    ]
    for (row, place), text in zip(
        places, display_all(session, tenant_id, [row[place] for row, place in places]), strict=True
    ):
        row[place] = text
    return rows


def _clean(question: str) -> str:
    kept = "".join(letter if letter.isprintable() else " " for letter in question[:LONGEST])
    return kept.replace("’", "'").replace("‘", "'").strip()


def _abstain(question: str, reason: str) -> Answer:
    return Answer(question=question, answer=reason, abstained=True, reason=reason)


def _local(now: datetime, user: User | None, tenant: Tenant | None) -> datetime:
    name = (user.timezone if user else None) or (tenant.timezone if tenant else None) or "UTC"
    try:
        zone: Any = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        zone = UTC
    return now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone)


def _scope(session: Session, reading: Reading, user: User | None) -> str | None:
    """`my` and `my team` as filters on the owner."""
    plan = reading.plan
    if plan.scope == "all":
        return None
    if user is None:
        return "“My” needs somebody who asks: say who you are (--as), or name the person."
    ids = [user.id]
    if plan.scope == "team":
        team = select(User.id).where(User.tenant_id == user.tenant_id, User.manager_id == user.id)
        ids = list(session.scalars(team)) or [user.id]
    condition = Condition(field="user.id", op="in", values=list(ids))
    if reading.vocabulary.path(plan.subject, "user") is not None:
        plan.filters.append(condition)
    else:
        plan.exists.append(Exists(entity="deal", filters=[condition]))
    return None


def _span(session: Session, reading: Reading) -> str:
    """What time the record covers, where a period found nothing."""
    plan, tenant = reading.plan, reading.vocabulary.tenant_id
    if not plan.periods or plan.subject not in {"deal", "interaction"}:
        return ""
    model, column = (Deal, Deal.close_date) if plan.subject == "deal" else (Interaction, Interaction.occurred_at)
    first, last = session.execute(select(func.min(column), func.max(column)).where(model.tenant_id == tenant)).one()
    return f" The record covers {first:%d %B %Y} to {last:%d %B %Y}." if first and last else ""
