"""Interactions that show an answer to be true: by mood, by theme, in order of time."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from crm.ask.answer import Citation
from crm.ask.frame import Frame
from crm.ask.plan import QueryPlan
from crm.ask.sql import Query, Table
from crm.ask.text import stem
from crm.ask.vocabulary import Vocabulary
from crm.display import display_all
from crm.model import Interaction
from crm.ports import Searcher, SearchResult

QUOTE = 280  # characters of a citation
MOST_CITED = 12
PASSAGES = 60
CLOSE_ENOUGH = 0.28  # cosine under which a passage does not speak of the theme


def moods(session: Session, plan: QueryPlan, vocabulary: Vocabulary, today: date) -> tuple[Table, list[Citation]]:
    """Who was how often in that mood and how strongly, with the interactions that say so."""
    query = Query(plan, vocabulary, today)
    frame = query.frame
    limits = [*query.limits(), frame.root.mood == plan.mood]
    groups = [column for group in plan.group_by for column in query._group(group)]  # noqa: SLF001
    if not groups:
        return _listed(session, query, limits)
    worst = func.min if plan.mood == "negative" else func.max
    statement = select(
        *groups,
        func.count(frame.root.id),
        func.avg(frame.root.mood_score),
        worst(frame.root.mood_score),
        func.max(frame.root.occurred_at),
    ).where(*limits, *(column.is_not(None) for column in groups))
    rank = func.sum(func.coalesce(func.abs(frame.root.mood_score), 0.5)).desc()
    rows = session.execute(frame.apply(statement).group_by(*groups).order_by(rank, *groups)).all()
    named = [
        [row[len(groups) - 1], row[-4], _short(row[-3]), _short(row[-2]), row[-1].date().isoformat()] for row in rows
    ]
    heading = plan.group_by[0].field.split(".")[0] if len(groups) == 2 else plan.group_by[0].field.split(".")[1]
    mood = plan.mood or "negative"
    table = Table(
        [heading, f"{mood} interactions", "average mood", "worst" if mood == "negative" else "best", "last"], named
    )
    table.total = len(named)
    table.ids = [row[0] for row in rows] if len(groups) == 2 else []
    if plan.limit:
        table.rows, table.ids = table.rows[: plan.limit], table.ids[: plan.limit]
    order = frame.root.mood_score.asc() if mood == "negative" else frame.root.mood_score.desc()
    return table, _cited(session, frame.apply(select(frame.root).where(*limits)).order_by(order), vocabulary.tenant_id)


def _short(value: Any) -> float | None:
    return None if value is None else round(float(value), 3)


def _listed(session: Session, query: Query, limits: list[Any]) -> tuple[Table, list[Citation]]:
    frame = query.frame
    statement = frame.apply(select(frame.root).where(*limits)).order_by(frame.root.occurred_at.desc())
    found = list(session.scalars(statement.limit(200)))
    return _interactions(session, found, query.vocabulary.tenant_id), _quoted(
        session, found[:MOST_CITED], query.vocabulary.tenant_id
    )


def timeline(session: Session, plan: QueryPlan, vocabulary: Vocabulary, today: date) -> tuple[Table, list[Citation]]:
    """What happened, newest first: interactions and the deals that moved."""
    query = Query(plan, vocabulary, today)
    statement = query.frame.apply(select(query.frame.root).where(*query.limits()))
    found = list(session.scalars(statement.order_by(query.frame.root.occurred_at.desc()).limit(plan.limit or 100)))
    table = _interactions(session, found, vocabulary.tenant_id)
    table.rows += _deal_events(session, plan, vocabulary, today)
    table.rows.sort(key=lambda row: str(row[0]), reverse=True)
    table.total = len(table.rows)
    return table, _quoted(session, found[:MOST_CITED], vocabulary.tenant_id)


def _deal_events(session: Session, plan: QueryPlan, vocabulary: Vocabulary, today: date) -> list[list[Any]]:
    frame = Frame(vocabulary, "deal", today)
    if any(vocabulary.path("deal", each.field.split(".")[0]) is None for each in plan.filters):
        return []
    limits = [frame.where(each) for each in plan.filters]
    rows = []
    for ref, word in (("deal.opened_on", "opened"), ("deal.close_date", "closed")):
        spans = [span.model_copy(update={"field": ref}) for span in plan.periods]
        held = [
            *limits,
            *(frame.within(span) for span in spans),
            frame.column(ref).is_not(None),
            frame.column(ref) <= today,
        ]
        if word == "closed":
            held.append(frame.column("deal.outcome") != "open")
        statement = select(
            frame.column(ref), frame.root.name, frame.root.outcome, frame.root.amount, frame.column("account.name")
        )
        for row in session.execute(frame.apply(statement.where(*held)).order_by(frame.column(ref).desc()).limit(50)):
            what = f"Deal {row.name} {row.outcome if word == 'closed' else 'opened'}" + (
                f", {row.amount:,.0f}" if row.amount and word == "closed" else ""
            )
            rows.append([row[0].isoformat(), "deal", row[4], what, None])
    return rows


def passages(
    session: Session, plan: QueryPlan, vocabulary: Vocabulary, searcher: Searcher | None, today: date
) -> tuple[Table, list[Citation], str | None]:
    """What was said about a theme, by whom; grouped where the question asks who."""
    query = Query(plan, vocabulary, today)
    hits = _hits(session, plan, vocabulary, searcher, query)
    quotes = {
        hit.interaction_id: hit.quote for hit in hits.hits if hit.similarity is None or hit.similarity >= CLOSE_ENOUGH
    }
    scores = {hit.interaction_id: hit.score for hit in hits.hits}
    limits = [*query.limits(), query.frame.root.id.in_(quotes or [-1])]
    if plan.mood:
        limits.append(query.frame.root.mood == plan.mood)
    found = list(session.scalars(query.frame.apply(select(query.frame.root).where(*limits))))
    found.sort(key=lambda each: -scores.get(each.id, 0))
    cited = _quoted(session, found[:MOST_CITED], vocabulary.tenant_id, quotes)
    if plan.group_by and plan.group_by[0].field in {"account.name", "contact.name", "user.name"}:
        return _by_account(session, found, plan.group_by[0].field, vocabulary.tenant_id), cited, hits.degraded
    return _interactions(session, found, vocabulary.tenant_id), cited, hits.degraded


def _hits(
    session: Session, plan: QueryPlan, vocabulary: Vocabulary, searcher: Searcher | None, query: Query
) -> SearchResult:
    from crm.ports import Hit  # noqa: PLC0415

    about = plan.about or ""
    start = next((span.start for span in plan.periods), None)
    end = next((span.end for span in plan.periods), None)
    accounts = None
    names = [each for each in plan.filters if each.field == "account.name" and each.op == "in"]
    if names:
        frame = Frame(vocabulary, "account", query.frame.today)
        accounts = list(session.scalars(frame.apply(select(frame.root.id).where(frame.where(names[0])))))
    if searcher is not None:
        return searcher.search(vocabulary.tenant_id, about, start=start, end=end, account_ids=accounts, limit=PASSAGES)
    words = [stem(word) for word in about.lower().split() if len(word) > 2] or [about.lower()]
    root = query.frame.root
    matching = [
        or_(
            func.lower(root.text).contains(word, autoescape=True),
            func.lower(root.subject).contains(word, autoescape=True),
        )
        for word in words
    ]
    rows = session.execute(
        query.frame.apply(select(root.id, root.text, root.subject).where(*query.limits(), *matching))
        .order_by(root.occurred_at.desc())
        .limit(PASSAGES)
    )
    hits = [
        Hit(row.id, _around(row.text or row.subject or "", words), 1 - place / 1000) for place, row in enumerate(rows)
    ]
    return SearchResult(hits, "searched by keywords only")


def _around(text: str, words: list[str]) -> str:
    at = max(0, min((text.lower().find(word) for word in words if word in text.lower()), default=0) - QUOTE // 3)
    return text[at : at + QUOTE]


def _by_account(session: Session, found: list[Interaction], field: str, tenant_id: int) -> Table:
    del session, tenant_id
    link = {"account.name": "account", "user.name": "user"}.get(field)
    grouped: dict[tuple[int, str], list[Interaction]] = defaultdict(list)
    for each in found:
        people = [getattr(each, link)] if link else each.contacts
        for one in people:
            if one is not None:
                grouped[(one.id, one.name)].append(each)
    rows = [
        [key[1], len(rows), max(each.occurred_at for each in rows).date().isoformat()] for key, rows in grouped.items()
    ]
    rows.sort(key=lambda row: (-int(str(row[1])), str(row[0])))
    return Table(
        [field.split(".", maxsplit=1)[0], "interactions", "last"], rows, len(rows), [key[0] for key in grouped]
    )


def _interactions(session: Session, found: list[Interaction], tenant_id: int) -> Table:
    texts = display_all(session, tenant_id, [(each.subject or each.text)[:QUOTE] for each in found])
    rows: list[list[Any]] = [
        [each.occurred_at.isoformat(), str(each.kind), each.account.name if each.account else None, text, each.mood]
        for each, text in zip(found, texts, strict=True)
    ]
    return Table(["occurred at", "kind", "account", "what", "mood"], rows, len(rows), [each.id for each in found])


def _cited(session: Session, statement: Select[Any], tenant_id: int) -> list[Citation]:
    return _quoted(session, list(session.scalars(statement.limit(MOST_CITED))), tenant_id)


def _quoted(
    session: Session, found: list[Interaction], tenant_id: int, quotes: dict[int, str] | None = None
) -> list[Citation]:
    chosen = [(quotes or {}).get(each.id) or each.text or each.subject or "" for each in found]
    texts = display_all(session, tenant_id, [text[:QUOTE] for text in chosen])
    return [
        Citation(
            kind=str(each.kind), id=each.id, source=each.source, occurred_at=each.occurred_at.isoformat(), quote=text
        )
        for each, text in zip(found, texts, strict=True)
    ]
