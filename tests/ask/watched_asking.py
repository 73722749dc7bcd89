"""Asks, and watches: nothing raises, nothing is written, and every answer can be shown, drawn and saved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from traceback import format_exc
from typing import Any

import asking_gold
import asking_sets
from asking_gold import NOW
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from odd_questions import odd_questions
from sqlalchemy import event, select
from structlog.testing import capture_logs

from bot import csvfile
from bot.chart import picture_of
from bot.console.blocks import refuse_bad_blocks
from bot.slack.views import answer as answer_view
from bot.slack.views import offer
from bot.slack.views.kit import actions
from crm.ask.answer import Answer
from crm.ask.asker import UNJOINED
from crm.ask.plan import QueryPlan
from crm.ask.remarks.turn import Turn
from crm.ask.telling.answering import BROKE
from crm.model import Role, User
from crm.ports import ChatModel
from crm.store import Store

READS = re.compile(
    r"\s*(?:SELECT|WITH|EXPLAIN|PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|START TRANSACTION READ ONLY)\b",
    re.IGNORECASE,
)
WORDS_OF_CHANGE = re.compile(r"\b(?:INSERT INTO|UPDATE \w+ SET|DELETE FROM|DROP|ALTER|CREATE|ATTACH|REPLACE INTO)\b")
DATA = ("sample", "machines")  # the company of the guided tour, and an export with headers of its own
MOST_TURNS = 500
SETTINGS = settings(
    database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), print_blob=False
)


@dataclass
class Watch:
    """What happened; `faults` are tracebacks, and what a face could not show."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    unrun: list[str] = field(default_factory=list)  # questions that ended in a plan which no rule foresaw
    writes: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    different: set[str] = field(default_factory=set)


class Record:
    """One record, those who ask it, and what has been asked before."""

    def __init__(self, data: str, home: Path, model: ChatModel | None = None) -> None:
        self.data = data
        self.store, self.tenant_id = asking_gold.record_over(asking_sets.folder_of(data), home)
        self.asker = asking_gold.asker_of(self.store, model)
        self.vocabulary = self.asker.vocabulary(self.tenant_id)
        with self.store.read() as session:
            people = session.scalars(select(User).where(User.tenant_id == self.tenant_id).order_by(User.id)).all()
        self.people = [next((each for each in people if each.role == role), None) for role in (Role.REP, Role.MANAGER)]
        self.turns: list[Turn] = []

    def ask(self, question: str, person: int, turn: int, watch: Watch) -> None:
        """Args: person: who asks, nobody at 0. turn: which of the answers before is remarked on, none at 0."""
        user = self.people[person - 1] if person else None
        before = self.turns[turn % len(self.turns)] if turn and self.turns else None
        watch.counts["asked"] += 1
        watch.different.add(question)
        watch.counts["followed"] += before is not None
        try:
            with capture_logs() as logs:
                answer = self.asker.ask(self.tenant_id, question, user=user, now=NOW, before=before)
            broken = [line for line in logs if line["log_level"] in {"error", "critical"}]
            watch.faults += [f"{question!r} after {before!r}: {line}" for line in broken]
            self._judge(question, answer, watch)
        except Exception:  # noqa: BLE001 - whatever it is, it is counted
            watch.faults.append(f"{question!r} after {before!r}: {format_exc()}")

    def _judge(self, question: str, answer: Answer, watch: Watch) -> None:
        watch.counts["declined" if answer.abstained else "answered"] += 1
        watch.slowest = max(watch.slowest, (answer.took_ms, question[:200]))
        if answer.answer in {BROKE, UNJOINED}:
            watch.unrun.append(question)
        shown(answer)
        if answer.plan is not None and len(self.turns) < MOST_TURNS:
            self.turns.append(Turn(question, QueryPlan.model_validate(answer.plan)))


def shown(answer: Answer) -> list[dict[str, Any]]:
    """The answer as every face gives it: blocks that Slack takes, a file, a picture's figures."""
    told = answer.model_dump(mode="json")
    answer.model_dump_json()
    spec = picture_of(answer, NOW)
    if spec is not None:
        assert spec.labels
        assert all(len(series.values) == len(spec.labels) for series in spec.series)
    row = offer.buttons(told, NOW, chart=spec is not None)
    blocks = [*answer_view.blocks(told), *([actions(*row)] if row else [])]
    refuse_bad_blocks(blocks)
    csvfile.content(answer.columns, answer.rows)
    csvfile.filename(answer.understood, "csv")
    return blocks


@contextmanager
def watched(store: Store) -> Iterator[Watch]:
    """Every statement that the record is sent."""
    watch = Watch()

    def heard(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        watch.statements.append(statement)
        if not READS.match(statement) or WORDS_OF_CHANGE.search(statement):
            watch.writes.append(statement)

    event.listen(store.engine, "before_cursor_execute", heard)
    try:
        yield watch
    finally:
        event.remove(store.engine, "before_cursor_execute", heard)


def fuzzed(record: Record, questions: int) -> Watch:
    """So many odd questions to one record, no two the same; in every run the same ones."""
    seen: set[tuple[str, int, int]] = set()
    with watched(record.store) as watch:

        def ask(each: tuple[str, int, int]) -> None:
            if each not in seen and len(seen) < questions:
                seen.add(each)
                watch.statements.clear()
                record.ask(*each, watch)

        turn = 0
        while len(seen) < questions:
            turn += 1
            fresh = settings(
                SETTINGS, max_examples=max(200, questions - len(seen))
            )  # the first ones are always the same
            seed(turn)(fresh(given(asked(record))(ask)))()
    return watch


def asked(record: Record) -> st.SearchStrategy[tuple[str, int, int]]:
    """A question, who asks it, and what it comes after."""
    after = st.one_of(st.just(0), st.integers(0, MOST_TURNS))
    return st.tuples(odd_questions(record.vocabulary, record.data), st.integers(0, 2), after)
