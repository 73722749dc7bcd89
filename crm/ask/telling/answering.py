"""From a reading to an answer: rows, evidence, the sentence, what was left out."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from crm import rights
from crm.ask.answer import Answer, Citation
from crm.ask.assisting.told import told
from crm.ask.circumstances import abstain, covered, scoped
from crm.ask.modelling.phrasing import Phraser
from crm.ask.planning.reading import Reading
from crm.ask.rows.gaps import blank, never_filled
from crm.ask.rows.listing import readable
from crm.ask.rows.sql import Query, Table, run
from crm.ask.telling.footing import with_footing
from crm.ask.telling.listener import Hearing
from crm.ask.telling.moods import moods
from crm.ask.telling.passages import passages
from crm.ask.telling.sentences import sentence
from crm.ask.telling.signals import signal_rows
from crm.ask.telling.timeline import timeline
from crm.ask.telling.units import units_of
from crm.ask.telling.wording import understood
from crm.display import display
from crm.errors import RejectedError
from crm.features import is_on
from crm.governance.purposes import MODELS
from crm.governance.withheld import interactions_withheld
from crm.model import Tenant, User
from crm.ports import MoodReader, Searcher
from crm.spans import span

QUOTED = 6  # quotes a model words a sentence from
BROKE = "I could not put this question to the record; please put it more simply."
UNFORESEEN = (SQLAlchemyError, LookupError, ValueError, TypeError, OverflowError)  # what an odd plan may end in


class Answering:
    """Runs plans over the record.

    Args:
        searcher: finds what was said; without it only words do.
        moods: picks which sentence of a text is quoted.
        phraser: words what was said.
    """

    def __init__(self, searcher: Searcher | None, moods: MoodReader | None, phraser: Phraser | None) -> None:
        self._searcher = searcher
        self._moods = moods
        self._phraser = phraser

    def answer(
        self,
        session: Session,
        question: str,
        reading: Reading,
        confidence: float,
        user: User | None,
        *,
        phrased: bool = True,
    ) -> Answer:
        """The answer of a plan, or why there is none. Without `phrased` the same rows always read the same."""
        if problem := scoped(session, reading, user):
            return abstain(question, problem)
        with_footing(reading.plan, reading.vocabulary)
        try:
            with span("rows") as step:
                table, cited, degraded = self.rows(session, reading)
                step.note(rows=len(table.rows), passages=len(cited), shape=reading.plan.shape)
        except RejectedError as error:
            return abstain(question, error.message)
        except UNFORESEEN:
            # a plan that no rule foresaw, or a number that no column holds: declined, never a traceback
            return abstain(question, BROKE)
        plan, vocabulary = reading.plan, reading.vocabulary
        if plan.shape == "lookup" and (nowhere := never_filled(session, plan, vocabulary, table)):
            return abstain(question, nowhere)
        table.rows = readable(session, vocabulary.tenant_id, table.rows)
        if plan.count_groups:
            table = Table(["count"], [[len(table.rows)]], 1, [], table.left_out)
        said, gap = self._said(session, reading, table, cited)
        worded = self._worded(session, reading, table, cited, said) if phrased else None
        return Answer(
            question=question,
            understood=understood(plan, vocabulary, reading.notes),
            plan=plan.model_dump(mode="json", exclude_defaults=True),
            columns=table.columns,
            rows=table.rows,
            units=units_of(plan, table.columns, vocabulary),
            year_start=vocabulary.fiscal_year_start,
            total=max(table.total if plan.shape == "list" and not plan.limit else 0, len(table.rows)),
            of=plan.group_by[0].field.partition(".")[0] if plan.group_by else plan.subject,
            ids=list(table.ids),
            answer=worded or said,
            phrased=worded is not None,
            citations=cited,
            confidence=confidence,
            left_out=[each for each in (*table.left_out, gap, degraded, _unseen()) if each],
            readings=reading.readings,
        )

    def runs(self, session: Session, reading: Reading) -> bool:
        """Whether the record can be asked this; nothing of the reading is changed."""
        plan, today = reading.plan.model_copy(deep=True), reading.now.date()
        try:
            if plan.shape in {"value", "table", "list", "lookup"}:
                run(session, plan, reading.vocabulary, today, reading.now)
            else:
                Query(plan, reading.vocabulary, today).limits()
        except (RejectedError, *UNFORESEEN):
            return False
        return True

    def rows(self, session: Session, reading: Reading) -> tuple[Table, list[Citation], str | None]:
        """Rows, evidence, and what could not be searched."""
        plan, vocabulary, today = reading.plan, reading.vocabulary, reading.now.date()
        if plan.tells:
            return (*told(session, plan, vocabulary, reading.now), None)
        if plan.shape == "timeline":
            return (*timeline(session, plan, vocabulary, today), None)
        if plan.shape == "passages":
            return passages(session, plan, vocabulary, self._searcher, today)
        if plan.shape == "signal":
            return signal_rows(session, plan, vocabulary, self._searcher, today)
        if plan.shape == "mood":
            return (*moods(session, plan, vocabulary, today, self._moods), None)
        return run(session, plan, vocabulary, today, reading.now), [], None

    @staticmethod
    def _said(session: Session, reading: Reading, table: Table, cited: list[Citation]) -> tuple[str, str]:
        """The sentence, and what it leaves out."""
        plan, vocabulary = reading.plan, reading.vocabulary
        if table.says:
            return table.says, ""
        gap, alone = blank(session, plan, vocabulary, table, reading.now.date())
        if alone:
            return f"{gap}.", ""
        said = sentence(plan, table, vocabulary, cited)
        if not table.rows or table.rows in ([[None]], [[0]]):
            said += covered(session, reading)
        return said, gap

    def _worded(
        self, session: Session, reading: Reading, table: Table, cited: list[Citation], otherwise: str
    ) -> str | None:
        """What was said, in a model's words where there is one and the quotes bear it out."""
        spoken = reading.plan.shape == "passages" and table.columns[:1] == ["occurred at"]
        tenant_id = reading.vocabulary.tenant_id
        if self._phraser is None or not spoken or not cited or not _may_word(session, tenant_id):
            return None
        hearing = Hearing(reading.listener, lambda said: display(session, tenant_id, said))
        quotes = [each.redacted for each in cited[:QUOTED]]
        if interactions_withheld(session, tenant_id, MODELS, {each.id: each.redacted for each in cited[:QUOTED]}):
            return None  # of some quotes alone it would tell only half of what was said
        return self._phraser.word(tenant_id, reading.text, quotes, hearing, otherwise=otherwise)


def _may_word(session: Session, tenant_id: int) -> bool:
    return is_on(session.get_one(Tenant, tenant_id).settings, "phrasing")


def _unseen() -> str:
    """The same words whatever was asked: whether this very answer lacks anything would tell that it is there."""
    sight = rights.current()
    return rights.LEFT_OUT if sight is not None and sight.narrow else ""
