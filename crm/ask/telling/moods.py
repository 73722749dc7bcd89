"""How clients feel, by what they themselves said: who is unhappy or happy, the strongest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from crm.ask.answer import Citation
from crm.ask.plan import Group, QueryPlan, Span
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.byname import by_name
from crm.ask.rows.listing import interactions_table
from crm.ask.rows.sql import Query, Table
from crm.ask.telling.citing import ACCOUNTS, cite, spread, with_names
from crm.ask.telling.quotes import Score, by_mood, by_reader, sentences
from crm.errors import RapportError
from crm.model import Account, User
from crm.ports import MoodReader

STRONG = 0.5  # one text of that strength says enough
UNSCORED = 0.5  # the strength of a mood somebody set by hand
FADES = 90  # days after which a mood weighs half
OURS = ("email", "message")  # what goes out in these is our own voice; a call's notes are about both
LATELY = 120  # days that "unhappy clients" looks back over where no period is named
CONSIDERED = 3  # texts of a client that are read for the sentence that says it best
SHOWN = 200
BY_CLIENT = Group(field="account.name")


@dataclass(frozen=True)
class Heard:
    """What one client, rep or deal was heard to say in a period."""

    id: int | None
    name: str
    told: int  # of the mood asked for
    against: int
    total: int
    strong: int
    weight: float
    last: datetime

    def holds(self, mood: str) -> bool:
        """Negatives must outweigh, and be strong or most of what was said; the glad words of a client say enough."""
        if mood == "negative":
            return self.told > self.against and (
                self.strong > 0 or (self.told > 1 and 2 * self.told > self.total)
            )  # fmt: skip
        if mood == "positive":
            return self.told > 0 and self.told >= self.against
        return self.told > 0

    def severity(self, until: date) -> float:
        """Strength and number, fading with the days since."""
        age = max(0, (until - self.last.date()).days)
        return self.weight * (1 + float(2 ** (-age / FADES)))


def moods(
    session: Session, plan: QueryPlan, vocabulary: Vocabulary, today: date, reader: MoodReader | None = None
) -> tuple[Table, list[Citation]]:
    """Who was in that mood, with the sentences that say so."""
    query = Query(plan, vocabulary, today)
    root, mood = query.frame.root, plan.mood or "negative"
    limits = [*query.limits(), client_words(root)]
    if not plan.group_by:
        return _listed(session, query, [*limits, root.mood == mood], reader)
    if not plan.periods and (span := _lately(session, query, limits)):
        plan.periods = [span]
        limits.append(query.frame.within(span))
    heard = hear(session, query, limits, mood)
    held = _held(heard, mood) or (heard[: plan.limit] if plan.limit else [])
    entity, _, key = plan.group_by[0].field.partition(".")
    named = key == vocabulary.entity(entity).name_key
    shown = held[: plan.limit] if plan.limit else held
    table = _table(session, shown, entity if named else key, mood, owners=named and entity == "account")
    table.total = len(table.rows)
    return table, _evidence(session, query, [*limits, root.mood == mood], shown, reader, named=named)


def in_mood(
    session: Session, plan: QueryPlan, vocabulary: Vocabulary, today: date
) -> tuple[list[Heard], list[Citation]]:
    """The clients that were in the plan's mood in its period, which it is told where it has none, with evidence."""
    mood = plan.mood or "negative"
    spans = [span.model_copy(update={"field": "interaction.occurred_at"}) for span in plan.periods]
    asked = QueryPlan(subject="interaction", shape="mood", mood=plan.mood, group_by=[BY_CLIENT], periods=spans)
    query = Query(asked, vocabulary, today)
    limits = [*query.limits(), client_words(query.frame.root)]
    if not spans and (span := _lately(session, query, limits)):
        asked.periods = plan.periods = [span]
        limits.append(query.frame.within(span))
    held = _held(hear(session, query, limits, mood), mood)
    told = [*limits, query.frame.root.mood == mood]
    return held, _evidence(session, query, told, held, None, named=True)


def _held(heard: list[Heard], mood: str) -> list[Heard]:
    """Those of whom it is plain; where that is nobody, those who were in that mood more often than in the other."""
    return [each for each in heard if each.holds(mood)] or [each for each in heard if each.told > each.against]


def _lately(session: Session, query: Query, limits: list[ColumnElement[bool]]) -> Span | None:
    """The months up to today, or up to the newest entry where the record ends before."""
    root = query.frame.root
    newest = session.scalar(query.frame.apply(select(func.max(root.occurred_at)).where(*limits)))
    if newest is None:
        return None
    last = min(query.frame.today, newest.date())
    start = datetime.combine(last - timedelta(days=LATELY), time(), UTC)
    return Span(text=f"the last {LATELY} days", start=start, field="interaction.occurred_at")


def client_words(root: Any) -> ColumnElement[bool]:
    """E-mails and messages that we sent say nothing of how a client feels."""
    return or_(root.direction.is_(None), root.direction != "out", root.kind.not_in(OURS))


def hear(session: Session, query: Query, limits: list[ColumnElement[bool]], mood: str) -> list[Heard]:
    """Everyone of whom a mood is known, the most severe first."""
    frame, plan = query.frame, query.plan
    root = frame.root
    groups = query.group_columns(plan.group_by[0])
    strength = func.coalesce(func.abs(root.mood_score), UNSCORED)
    against = "positive" if mood == "negative" else "negative"
    told = root.mood == mood
    felt = [
        func.sum(case((told, 1), else_=0)),
        func.sum(case((root.mood == against, 1), else_=0)),
        func.count(root.id),
        func.sum(case((told & (strength >= STRONG), 1), else_=0)),
        func.sum(case((told, strength * strength), (root.mood == against, -strength * strength), else_=0.0)),
        func.max(case((told, root.occurred_at))),
    ]
    limits = [*limits, *(column.is_not(None) for column in groups)]
    if by := by_name(session, frame, plan.group_by[0].field, felt, limits):
        statement, _ = by
    else:
        statement = frame.apply(select(*groups, *felt).where(*limits)).group_by(*groups)
    rows = session.execute(statement.having(felt[0] > 0)).all()
    heard = [
        Heard(
            row[0] if len(groups) == 2 else None, str(row[-7]), int(row[-6]), int(row[-5]), int(row[-4]),
            int(row[-3]), float(row[-2]), row[-1],
        )
        for row in rows
    ]  # fmt: skip
    until = min((span.end.date() for span in plan.periods if span.end), default=frame.today)
    return sorted(heard, key=lambda each: (-each.severity(min(until, frame.today)), each.name))


def _table(session: Session, held: list[Heard], what: str, mood: str, *, owners: bool) -> Table:
    heading = "client" if what == "account" else "rep" if what == "user" else what.replace("_", " ")
    rows: list[list[Any]] = [[each.name, each.told, each.total, each.last.date().isoformat()] for each in held]
    columns = [heading, f"{mood} interactions", "of total", "last one"]
    if owners:
        names = _owners(session, [each.id for each in held if each.id is not None])
        columns.append("owner")
        for row, each in zip(rows, held, strict=True):
            row.append(names.get(each.id))
    return Table(columns, rows, len(rows), [each.id for each in held if each.id is not None])


def _owners(session: Session, accounts: list[int]) -> dict[int | None, str]:
    rows = session.execute(
        select(Account.id, User.name).join(User, User.id == Account.owner_id).where(Account.id.in_(accounts))
    )
    return {row.id: row.name for row in rows}


def _evidence(
    session: Session, query: Query, limits: list[Any], held: list[Heard], reader: MoodReader | None, *, named: bool
) -> list[Citation]:
    """The strongest words of the first few that are listed."""
    root = query.frame.root
    first = [each.id if named else each.name for each in held[:ACCOUNTS]]
    column = query.group_columns(query.plan.group_by[0])[0]
    strongest = func.coalesce(func.abs(root.mood_score), UNSCORED).desc()
    held_to = query.frame.apply(select(root.id, root.account_id).where(*limits, column.in_(first)))
    found = list(session.execute(held_to.order_by(strongest).limit(SHOWN)))
    if named and query.plan.group_by[0].field == "account.name":
        found.sort(key=lambda each: first.index(each.account_id))
    places = {each.id: place for place, each in enumerate(spread(found, each=CONSIDERED))}
    texts = session.scalars(select(root).where(root.id.in_(places)).options(*with_names(root)))
    chosen = sorted(texts, key=lambda each: places[each.id])
    mood = query.plan.mood or "negative"
    score = heard_by(reader, mood, [each.text for each in chosen])
    chosen.sort(key=lambda each: -max(map(score, sentences(each.text)), default=0.0))
    if named:
        chosen.sort(key=lambda each: first.index(each.account_id) if each.account_id in first else len(first))
    return cite(session, query.vocabulary.tenant_id, spread(chosen), score)


def heard_by(reader: MoodReader | None, mood: str, texts: list[str]) -> Score:
    """Sentences scored by the model where there is one that answers, else by their words."""
    if reader is not None:
        try:
            return by_reader(reader, mood, texts)
        except RapportError:
            return by_mood(mood)
    return by_mood(mood)


def _listed(
    session: Session, query: Query, limits: list[Any], reader: MoodReader | None
) -> tuple[Table, list[Citation]]:
    """What one client said in that mood, the newest first."""
    root = query.frame.root
    statement = query.frame.apply(select(root).where(*limits)).order_by(root.occurred_at.desc())
    found = list(session.scalars(statement.options(*with_names(root)).limit(SHOWN)))
    tenant_id = query.vocabulary.tenant_id
    strongest = sorted(found, key=lambda each: -abs(each.mood_score or UNSCORED))[:6]
    score = heard_by(reader, query.plan.mood or "negative", [each.text for each in strongest])
    return interactions_table(session, tenant_id, found), cite(session, tenant_id, strongest, score)
