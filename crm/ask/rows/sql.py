"""From a plan to rows: one statement a question, written by SQLAlchemy."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from crm.ask.plan import QueryPlan
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.figures import settle
from crm.ask.rows.measured import Measured
from crm.ask.rows.rows import Listed
from crm.ask.rows.table import Table

__all__ = ["Query", "Table", "run"]


class Query(Listed, Measured):
    """A plan over one tenant's record."""


def run(
    session: Session, plan: QueryPlan, vocabulary: Vocabulary, today: date, moment: datetime | None = None
) -> Table:
    """The rows of a plan; `moment` is when it is asked, in the asker's zone.

    Raises:
        RejectedError: the plan connects what the record does not.
    """
    settle(plan, partial(run, session, vocabulary=vocabulary, today=today, moment=moment))
    query = Query(plan, vocabulary, today, moment)
    return query.listed(session) if plan.shape in {"list", "lookup", "timeline"} else query.measured(session)
