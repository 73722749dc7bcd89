"""What was said about a theme, by whom; grouped where the question asks who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.answer import Citation
from crm.ask.plan import QueryPlan
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.frame import Frame
from crm.ask.rows.listing import interactions_table
from crm.ask.rows.sql import Query, Table
from crm.ask.telling.citing import MOST as MOST_CITED
from crm.ask.telling.citing import cite, spread, with_names
from crm.ask.telling.hits import MOST, keyword_hits, searched
from crm.ask.telling.moods import client_words
from crm.ask.telling.quotes import by_words
from crm.model import Account, Contact, Interaction, User
from crm.ports import Searcher, SearchResult

CLOSE_ENOUGH = 0.28  # cosine under which a passage does not speak of the theme
NAMED = {"account.name", "contact.name", "user.name"}


def passages(
    session: Session, plan: QueryPlan, vocabulary: Vocabulary, searcher: Searcher | None, today: date
) -> tuple[Table, list[Citation], str | None]:
    query = Query(searched(plan), vocabulary, today)
    root = query.frame.root
    result = _search(session, plan, vocabulary, searcher, today)
    listed = bool(plan.group_by) and plan.group_by[0].field in NAMED
    near = [hit.interaction_id for hit in result.hits if hit.similarity is None or hit.similarity >= CLOSE_ENOUGH]
    scores = {hit.interaction_id: hit.score for hit in result.hits}
    limits = [*query.limits(), root.id.in_(near or [-1])]
    if plan.mood:
        limits += [root.mood == plan.mood, client_words(root)]
    found = list(session.scalars(query.frame.apply(select(root).where(*limits)).options(*with_names(root))))
    found.sort(key=lambda each: -scores.get(each.id, 0))
    told = (spread(found) if listed else found)[:MOST_CITED]
    quotes = result.quotes([each.id for each in told])
    cited = cite(session, vocabulary.tenant_id, told, by_words(plan.about or ""), quotes)
    if listed:
        return _by_name(found, plan.group_by[0].field), cited, result.degraded
    return interactions_table(session, vocabulary.tenant_id, found), cited, result.degraded


def _search(
    session: Session, plan: QueryPlan, vocabulary: Vocabulary, searcher: Searcher | None, today: date
) -> SearchResult:
    about = plan.about or ""
    start = next((span.start for span in plan.periods), None)
    end = next((span.end for span in plan.periods), None)
    accounts, people = (
        _named(session, plan, vocabulary, "account", today),
        _named(session, plan, vocabulary, "contact", today),
    )
    tenant_id = vocabulary.tenant_id
    if searcher is not None:
        return searcher.search(
            tenant_id, about, start=start, end=end, account_ids=accounts, contact_ids=people, limit=MOST, quoted=False
        )
    hits = keyword_hits(session, tenant_id, about, start=start, end=end, account_ids=accounts)
    return SearchResult(hits, "searched by keywords only")


def _named(session: Session, plan: QueryPlan, vocabulary: Vocabulary, entity: str, today: date) -> Sequence[int] | None:
    """The clients or people whom the question names; None where it names none."""
    named = [each for each in plan.filters if each.field == f"{entity}.name" and each.op == "in"]
    named += [
        each for exists in plan.exists if exists.entity == entity and not exists.absent for each in exists.filters
    ]
    if not named:
        return None
    frame = Frame(vocabulary, entity, today)
    return list(session.scalars(frame.apply(select(frame.root.id).where(frame.where(named[0])))))


def _by_name(found: list[Interaction], field: str) -> Table:
    grouped: dict[tuple[int, str], list[Interaction]] = defaultdict(list)
    for each in found:
        people: list[Account | None] | list[User | None] | list[Contact] = each.contacts
        if field != "contact.name":
            people = [each.account] if field == "account.name" else [each.user]
        for one in people:
            if one is not None:
                grouped[(one.id, one.name)].append(each)
    ranked = sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0][1]))
    rows = [[key[1], len(several), max(each.occurred_at for each in several).date().isoformat()]
            for key, several in ranked]  # fmt: skip
    heading = {"account.name": "client", "user.name": "rep"}.get(field, "contact")
    return Table([heading, "interactions", "last one"], rows, len(rows), [key[0] for key, _ in ranked])
