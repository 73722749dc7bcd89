"""Answers a question out of the record: plan, rows, evidence, sentence; or says why it cannot."""

from __future__ import annotations

from datetime import datetime
from time import perf_counter

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from crm import rights
from crm.ask.answer import Answer, Citation
from crm.ask.catalogue import Catalogue
from crm.ask.circumstances import abstain, clean, covered, local, scoped
from crm.ask.conversation import Conversation, unscoped
from crm.ask.doubts import weigh
from crm.ask.followups import Followups, declined
from crm.ask.gaps import blank
from crm.ask.linking import link
from crm.ask.listing import readable
from crm.ask.model_planner import ModelPlanner
from crm.ask.moods import moods
from crm.ask.passages import passages
from crm.ask.phrasing import Phraser
from crm.ask.plan import QueryPlan
from crm.ask.planner import Planner
from crm.ask.reading import Reading
from crm.ask.readings import instead, seconds
from crm.ask.rewriting import change_as_versus, spelt_out
from crm.ask.sentences import sentence
from crm.ask.signals import signal_rows
from crm.ask.sql import Query, Table, run
from crm.ask.timeline import timeline
from crm.ask.timing import periods_of
from crm.ask.turn import Turn
from crm.ask.vocabulary import Vocabulary
from crm.ask.wording import understood
from crm.clock import Clock
from crm.display import display
from crm.errors import RejectedError
from crm.model import Tenant, User
from crm.ports import ChatModel, MoodReader, Redactor, Searcher
from crm.store import Store

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
    ) -> None:
        """`moods` picks which sentence of a text is quoted; without it words do."""
        self._store = store
        self._clock = clock
        self._searcher = searcher
        self._moods = moods
        self._catalogue = Catalogue(store)
        self._model = ModelPlanner(model, redactor) if model else None
        self._phraser = Phraser(model, redactor) if model else None

    def ask(
        self,
        tenant_id: int,
        question: str,
        *,
        user: User | None,
        now: datetime | None = None,
        before: Turn | None = None,
    ) -> Answer:
        """One answer. Without a user the asker is the administrator at the command line.

        Args:
            tenant_id: whose record is asked.
            question: a question, or a remark on the answer before.
            user: who asks.
            now: the moment that “last quarter” counts from.
            before: the turn before in the same conversation, asked by the same person.
        """
        began = perf_counter()
        if refusal := rights.refusal(tenant_id, user):
            answer = abstain(question, refusal)
        else:
            answer = self._answer(tenant_id, question, user, now, before)
        answer.took_ms = round((perf_counter() - began) * 1000, 1)
        return answer

    def _answer(
        self, tenant_id: int, question: str, user: User | None, now: datetime | None, before: Turn | None
    ) -> Answer:
        text = clean(question)
        if not any(letter.isalnum() for letter in text):
            return abstain(question, NOTHING)
        vocabulary = self._catalogue.of(tenant_id)
        with self._store.read() as session:
            tenant = session.get(Tenant, tenant_id)
            moment = local(now or self._clock.now(), user, tenant)
            start = tenant.fiscal_year_start if tenant else 1
            followed = before and self._followed(session, question, before, (vocabulary, moment, start), user)
            if followed:
                return followed
            reading = self._read(text, vocabulary, moment, start)
            confidence, reason = weigh(reading)
            answer = abstain(question, reason or NOTHING)
            answer.confidence, answer.readings = confidence, reading.readings
            if reading.refusal is None and confidence >= FLOOR:
                answer = self._run(session, question, reading, confidence, user)
            if answer.abstained and self._model is not None and reading.refusal is None:
                answer = self._by_model(session, answer, reading, user)
            if answer.planner == "rules":
                offer = instead if answer.abstained else seconds
                answer.readings += offer(reading, lambda other: self._sure(session, other, reading, start, user))
            return answer

    def restated(self, tenant_id: int, plan: QueryPlan) -> str:
        """A plan in words."""
        return understood(plan, self._catalogue.of(tenant_id), [])

    def repeat(self, tenant_id: int, plan: QueryPlan, *, user: User | None, now: datetime) -> Answer:
        """The rows of a plan once more, as of a moment; worded by rules, so that the same rows read the same.

        Raises:
            RejectedError: the plan cannot be run (any more).
        """
        if refusal := rights.refusal(tenant_id, user):
            raise RejectedError(refusal)
        vocabulary = self._catalogue.of(tenant_id)
        with self._store.read() as session:
            moment = local(now, user, session.get(Tenant, tenant_id))
            own = unscoped(plan)
            reading = Reading("", [], vocabulary, moment, plan=own)
            answer = self._run(session, "", reading, 1.0, user, phrased=False)
        if answer.abstained:
            raise RejectedError(answer.answer)
        return answer

    def _followed(
        self, session: Session, question: str, before: Turn, ground: tuple[Vocabulary, datetime, int], user: User | None
    ) -> Answer | None:
        """The answer to a remark on the answer before; None where the question stands alone."""
        vocabulary, moment, start = ground
        talk = Conversation(
            session, vocabulary, before, moment,
            read=lambda text: self._read(text, vocabulary, moment, start),
            rows=lambda plan: self._rows(session, self._planned(session, plan, vocabulary, moment, user))[0],
        )  # fmt: skip
        try:
            joined = Followups(talk).join(clean(question))
        except RejectedError as error:
            return declined(question, error.message, talk)
        except (SQLAlchemyError, LookupError, ValueError, TypeError, OverflowError):
            # as in `_run`: declined, never a traceback
            return abstain(question, "I could not join that to the question before; please put it as a whole question.")
        if joined is None:
            return None
        answer = self._run(session, question, joined.reading, joined.confidence, user)
        if not answer.abstained:
            answer.answer = joined.told(answer.answer)
        return answer

    @staticmethod
    def _planned(
        session: Session, plan: QueryPlan, vocabulary: Vocabulary, moment: datetime, user: User | None
    ) -> Reading:
        reading = Reading("", [], vocabulary, moment, plan=plan.model_copy(deep=True))
        if problem := scoped(session, reading, user):
            raise RejectedError(problem)
        return reading

    def _sure(
        self, session: Session, text: str, like: Reading, fiscal_year_start: int, user: User | None
    ) -> Reading | None:
        """The reading of another text, where the planner is sure of it and the record can be asked it."""
        reading = self._read(text, like.vocabulary, like.now, fiscal_year_start)
        confidence, _ = weigh(reading)
        if reading.refusal is not None or confidence < SURE or scoped(session, reading, user):
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

    def _run(
        self,
        session: Session,
        question: str,
        reading: Reading,
        confidence: float,
        user: User | None,
        *,
        phrased: bool = True,
    ) -> Answer:
        plan, vocabulary = reading.plan, reading.vocabulary
        if problem := scoped(session, reading, user):
            return abstain(question, problem)
        try:
            table, cited, degraded = self._rows(session, reading)
        except RejectedError as error:
            return abstain(question, error.message)
        except (SQLAlchemyError, LookupError, ValueError, TypeError, OverflowError):
            # a plan that no rule foresaw, or a number that no column holds: declined, never a traceback
            return abstain(question, "I could not put this question to the record; please put it more simply.")
        meant = understood(plan, vocabulary, reading.notes)
        table.rows = readable(session, vocabulary.tenant_id, table.rows)
        if plan.count_groups:
            table = Table(["count"], [[len(table.rows)]], 1, [], table.left_out)
        said = sentence(plan, table, vocabulary, cited)
        gap, alone = blank(session, plan, vocabulary, table, reading.now.date())
        if alone:
            said = f"{gap}."
        elif not table.rows or table.rows in ([[None]], [[0]]):
            said += covered(session, reading)
        worded = self._worded(session, reading, table, cited) if phrased else None
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
        return run(session, plan, vocabulary, today), [], None
