"""Answers a question out of the record: plan, rows, evidence, sentence; or says why it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from time import perf_counter

import structlog
from sqlalchemy.orm import Session

from crm.ask.answer import Answer
from crm.ask.assisting.asked import asked as as_assistant
from crm.ask.assisting.nested import named
from crm.ask.circumstances import MOST_WORDS, abstain, clean, encodable, local, scoped
from crm.ask.language.text import tokens
from crm.ask.modelling.model_planner import ModelPlanner
from crm.ask.modelling.phrasing import Phraser
from crm.ask.offering import offer
from crm.ask.plan import QueryPlan
from crm.ask.planning.doubts import nobody_named, weigh
from crm.ask.planning.reading import Reading
from crm.ask.planning.understanding import Ground, heard, read
from crm.ask.record.catalogue import Catalogue
from crm.ask.record.identifiers import identified
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.remarks.conversation import Conversation, unscoped
from crm.ask.remarks.followups import Followups, declined, whole
from crm.ask.remarks.turn import Turn
from crm.ask.rows.sql import Table, run
from crm.ask.telling.answering import BROKE, UNFORESEEN, Answering
from crm.ask.telling.emptiness import hollow, unfounded
from crm.ask.telling.listener import Listener
from crm.ask.telling.wording import understood
from crm.clock import Clock
from crm.errors import RapportError, RejectedError
from crm.features import is_on
from crm.model import Tenant, User
from crm.ports import ChatModel, MoodReader, Nearness, Redactor, Searcher
from crm.rights.office import RightsOffice
from crm.spans import span
from crm.store import Store
from crm.usage import gathered

log = structlog.get_logger()

FLOOR = 0.5  # under it the answer would be a guess
SURE = 0.8  # what a question that is offered must come to
MOST_OTHERS = 4  # readings that are tried where the first finds nothing
AS_MODEL = 0.6  # how sure a model's plan is taken to be
OF_RECORDS = ("entity", "field", "value", "metric", "kind", "outcome", "signal")  # senses that a record gives to words
NOTHING = "I did not find a question about the record in this. Try “open deals over 10k” or “best rep last quarter”."
LENGTHY = f"That is a lot of text for one question. Please ask in fewer than {MOST_WORDS} words."
UNNAMED = "I do not know who “he” or “she” is; please name the person."
UNJOINED = "I could not join that to the question before; please put it as a whole question."


@dataclass(frozen=True)
class Request:
    """What is asked, by whom, when, after what, and who hears how it goes."""

    tenant_id: int
    question: str
    user: User | None
    now: datetime | None
    before: Turn | None
    listener: Listener | None


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
        self._nearness = nearness
        self._redactor = redactor
        self._store = store
        self._clock = clock
        self._catalogue = Catalogue(store)
        self._rights = RightsOffice(store, clock)
        self._model = ModelPlanner(model, redactor) if model else None
        self._answering = Answering(searcher, moods, Phraser(model, redactor) if model else None)

    def ask(
        self,
        tenant_id: int,
        question: str,
        *,
        user: User | None,
        now: datetime | None = None,
        before: Turn | None = None,
        listener: Listener | None = None,
    ) -> Answer:
        """One answer. Without a user the asker is the administrator at the command line.

        Args:
            tenant_id: whose record is asked.
            question: a question, or a remark on the answer before.
            user: who asks.
            now: the moment that “last quarter” counts from.
            before: the turn before in the same conversation, asked by the same person.
            listener: hears how far a model is.
        """
        began = perf_counter()
        question = encodable(question)
        try:
            with self._rights.seeing(tenant_id, user), gathered() as usage:
                answer = self._safely(Request(tenant_id, question, user, now, before, listener))
            answer.usage = usage.figures()
        except RejectedError as refused:
            answer = abstain(question, refused.message)
        answer.took_ms = round((perf_counter() - began) * 1000, 1)
        return answer

    def vocabulary(self, tenant_id: int) -> Vocabulary:
        """What the record of a tenant can be asked about."""
        return self._catalogue.of(tenant_id)

    def reads(self, tenant_id: int, text: str) -> bool:
        """Whether a question is read with confidence, and the record can be asked it."""
        with self._store.read() as session:
            return self._sure(session, text, self._ground(session, tenant_id, None, None), None) is not None

    def restated(self, tenant_id: int, plan: QueryPlan) -> str:
        """A plan in words."""
        return understood(plan, self._catalogue.of(tenant_id), [])

    def repeat(self, tenant_id: int, plan: QueryPlan, *, user: User | None, now: datetime) -> Answer:
        """The rows of a plan once more, as of a moment; worded by rules, so that the same rows read the same.

        Raises:
            RejectedError: the plan cannot be run (any more).
        """
        with self._rights.seeing(tenant_id, user), self._store.read() as session:
            ground = self._ground(session, tenant_id, user, now)
            reading = Reading("", [], ground.vocabulary, ground.moment, plan=unscoped(plan))
            answer = self._answering.answer(session, "", reading, 1.0, user, phrased=False)
        if answer.abstained:
            raise RejectedError(answer.answer)
        return answer

    def _safely(self, asked: Request) -> Answer:
        try:
            return self._answer(asked)
        except RapportError:
            raise
        except Exception:  # whatever people type, they get an answer; the log names the place, never the words
            log.exception("question_broke", tenant=asked.tenant_id)
            return abstain(asked.question, BROKE)

    def _answer(self, asked: Request) -> Answer:
        question, user = asked.question, asked.user
        text = clean(question)
        if not any(letter.isalnum() for letter in text):
            return abstain(question, NOTHING)
        if len(tokens(text)) > MOST_WORDS:
            return abstain(question, LENGTHY)
        with self._store.read() as session:
            ground = self._ground(session, asked.tenant_id, user, asked.now)
            text, lead = self._named(session, text, ground, user)
            remark = asked.before is not None and not self._whole(text, ground)
            followed = self._followed(session, asked, asked.before, ground) if asked.before and remark else None
            if followed is not None and not (followed.abstained and whole(text)):
                return followed
            with span("plan") as step:
                reading = heard(text, ground)
                step.note(words=len(tokens(text)))
            reading.listener = asked.listener
            answer = self._by_rules(session, question, reading, user)
            if answer.abstained and reading.refusal is None and self._may_plan(session, asked.tenant_id):
                answer = self._by_model(session, answer, reading, user)
            if answer.planner == "rules":
                sure = partial(self._sure, session, ground=ground, user=user)
                offer(answer, reading, sure, self._nearness, self._redactor)
            answer.answer = f"{lead}{answer.answer}"
            return followed if followed is not None and not answer.abstained else answer

    @staticmethod
    def _whole(text: str, ground: Ground) -> bool:
        """Whether it is a question to an assistant, which never goes on from an answer."""
        return as_assistant(text, ground.vocabulary, ground.moment, ground.fiscal_year_start) is not None

    def _named(self, session: Session, text: str, ground: Ground, user: User | None) -> tuple[str, str]:
        """The question with the name of what it calls the biggest, and what is to be said of that."""

        def rows(plan: QueryPlan) -> Table:
            return run(session, plan, ground.vocabulary, ground.moment.date(), ground.moment)

        found = named(text, ground.vocabulary, user.id if user else None, rows)
        return (found.text, found.lead) if found is not None else (text, "")

    def _ground(self, session: Session, tenant_id: int, user: User | None, now: datetime | None) -> Ground:
        tenant = session.get(Tenant, tenant_id)
        start = tenant.fiscal_year_start if tenant else 1
        vocabulary, moment = self._catalogue.of(tenant_id), local(now or self._clock.now(), user, tenant)
        return Ground(vocabulary, moment, start, lambda text: identified(session, vocabulary, text))

    def _by_rules(self, session: Session, question: str, reading: Reading, user: User | None) -> Answer:
        confidence, reason = weigh(reading)
        if nobody_named(reading):
            confidence, reason = 0.0, UNNAMED
        if reading.refusal is None and confidence >= FLOOR:
            answer = self._answering.answer(session, question, reading, confidence, user)
            return self._held(session, answer, reading, user) if hollow(answer) else answer
        answer = abstain(question, reason or NOTHING)
        answer.confidence, answer.readings = confidence, reading.readings
        answer.foreign = reading.refusal is None and not reading.has(*OF_RECORDS)
        return answer

    def _held(self, session: Session, empty: Answer, reading: Reading, user: User | None) -> Answer:
        """Another reading that finds something, where the first finds nothing; nothing is told where it is doubtful."""
        if empty.abstained or (reason := unfounded(session, reading)) is None:
            return empty
        for other in islice(reading.others(), MOST_OTHERS):
            other.plan.show, other.listener = reading.plan.show, reading.listener
            answer = self._answering.answer(session, empty.question, other, weigh(other)[0], user)
            if not answer.abstained and not hollow(answer):
                return answer
        doubted = abstain(empty.question, reason)
        doubted.confidence, doubted.readings = empty.confidence, reading.readings
        return doubted

    def _may_plan(self, session: Session, tenant_id: int) -> bool:
        """Whether there is a model to read a question, and the team has it switched on."""
        tenant = session.get(Tenant, tenant_id) if self._model else None
        return tenant is not None and is_on(tenant.settings, "planner")

    def _by_model(self, session: Session, kept: Answer, reading: Reading, user: User | None) -> Answer:
        """The model's reading where rules have none; whatever goes wrong, the abstention stands."""
        plan = self._model.plan(reading) if self._model else None
        if plan is None:
            return kept
        plan.show = reading.plan.show
        reading.plan = plan
        answer = self._answering.answer(session, kept.question, reading, AS_MODEL, user)
        answer.planner = "model"
        return kept if answer.abstained else answer

    def _sure(self, session: Session, text: str, ground: Ground, user: User | None) -> Reading | None:
        """The reading of another text, where the planner is sure of it and the record can be asked it."""
        reading = read(text, ground)
        confidence, _ = weigh(reading)
        if reading.refusal is not None or confidence < SURE or scoped(session, reading, user):
            return None
        return reading if self._answering.runs(session, reading) else None

    def _followed(self, session: Session, asked: Request, before: Turn, ground: Ground) -> Answer | None:
        """The answer to a remark on the answer before; None where the question stands alone."""
        question, user = asked.question, asked.user

        def rows(plan: QueryPlan) -> Table:
            reading = Reading("", [], ground.vocabulary, ground.moment, plan=plan.model_copy(deep=True))
            if problem := scoped(session, reading, user):
                raise RejectedError(problem)
            return self._answering.rows(session, reading)[0]

        talk = Conversation(
            session, ground.vocabulary, before, ground.moment, read=lambda text: read(text, ground), rows=rows
        )
        try:
            with span("plan", before=1):
                joined = Followups(talk).join(clean(question))
        except RejectedError as error:
            return declined(question, error.message, talk)
        except UNFORESEEN:
            # as for whole questions: declined, never a traceback
            return abstain(question, UNJOINED)
        if joined is None:
            return None
        answer = self._answering.answer(session, question, joined.reading, joined.confidence, user)
        if not answer.abstained:
            answer.answer = joined.told(answer.answer)
        return answer
