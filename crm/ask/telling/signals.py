"""Clients that sound like leaving, or like a reference: meaning search over what they said, weighed with their mood."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.answer import Citation
from crm.ask.language.lexicon import phrases
from crm.ask.plan import Group, QueryPlan, Span
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.sql import Query, Table
from crm.ask.telling.citing import cite, spread, with_names
from crm.ask.telling.hits import keyword_hits, searched
from crm.ask.telling.moods import client_words, hear
from crm.model import Account, Deal, Interaction
from crm.ports import Hit, Searcher, SearchResult

SURE = 0.455  # half nearness, half rank: under it a passage only shares words with the sentence looked for
ALONE = 0.6  # one passage is enough from here
PASSAGES = 60
LATELY = 90  # days in which a client that is asked for a favour must not have been upset
BEST = 3  # passages of a client that are weighed
KEYWORDS = "This was looked up by words only, so it may miss what clients put differently."


@dataclass(frozen=True)
class Signal:
    name: str
    title: str
    mood: str
    days: int
    asked: tuple[str, ...]
    said: tuple[str, ...]


@dataclass
class Client:
    id: int
    name: str
    owner: str | None
    said: list[tuple[float, Interaction]] = field(default_factory=list)

    @property
    def weight(self) -> float:
        return sum(sorted((score for score, _ in self.said), reverse=True)[:BEST])

    @property
    def last(self) -> date:
        return max(each.occurred_at for _, each in self.said).date()


@cache
def signals() -> dict[str, Signal]:
    data = tomllib.loads((Path(__file__).parent / "signals.toml").read_text(encoding="utf-8"))
    return {
        name: Signal(
            name, each["title"], each["mood"], each["days"], tuple(phrases(" ".join(each["asked"].split()))),
            tuple(each["said"]),
        )
        for name, each in data.items()
    }  # fmt: skip


def signal_rows(
    session: Session, plan: QueryPlan, vocabulary: Vocabulary, searcher: Searcher | None, today: date
) -> tuple[Table, list[Citation], str | None]:
    """The clients whose own words come nearest, those with most to show for it first."""
    signal = signals()[plan.signal or "leaving"]
    if not plan.periods:
        plan.periods = [_recent(signal.days, today)]
    hits, result = _hits(session, plan, vocabulary, searcher, signal)
    query = Query(searched(plan), vocabulary, today)
    root = query.frame.root
    limits = [*query.limits(), client_words(root), root.id.in_(hits or [-1])]
    if signal.mood == "positive":
        limits.append(root.account_id.in_(_satisfied(session, plan, vocabulary, searcher, today)))
    found = session.scalars(query.frame.apply(select(root).where(*limits)).options(*with_names(root)))
    clients = _clients(list(found), hits)[: plan.limit]
    rows = [[each.name, len(each.said), each.last.isoformat(), each.owner] for each in clients]
    table = Table(["client", "passages", "last one", "owner"], rows, len(rows), [each.id for each in clients])
    heard = spread([one for each in clients for _, one in sorted(each.said, key=lambda pair: -pair[0])])
    quotes = result.quotes([each.id for each in heard])
    return table, cite(session, vocabulary.tenant_id, heard, None, quotes), result.degraded


def _recent(days: int, today: date) -> Span:
    start = datetime.combine(today - timedelta(days=days), time(), UTC)
    return Span(text=f"the last {days} days", start=start, field="interaction.occurred_at")


def _hits(
    session: Session, plan: QueryPlan, vocabulary: Vocabulary, searcher: Searcher | None, signal: Signal
) -> tuple[dict[int, float], SearchResult]:
    """How near each interaction comes to any of the sentences."""
    first, *others = signal.said
    start, end = plan.periods[0].start, plan.periods[0].end
    tenant_id = vocabulary.tenant_id
    if searcher is not None:
        result = searcher.search(
            tenant_id, first, wordings=others, start=start, end=end, limit=PASSAGES, quoted=False
        )  # fmt: skip
    else:
        result = SearchResult(_by_words(session, tenant_id, signal, start, end), KEYWORDS)
    scores = {hit.interaction_id: (hit.score + (hit.similarity or 0.0)) / 2 for hit in result.hits}
    return {found: score for found, score in scores.items() if score >= SURE}, result


def _by_words(
    session: Session, tenant_id: int, signal: Signal, start: datetime | None, end: datetime | None
) -> list[Hit]:
    best: dict[int, Hit] = {}
    for said in signal.said:
        for hit in keyword_hits(session, tenant_id, said, start=start, end=end):
            if hit.interaction_id not in best or hit.score > best[hit.interaction_id].score:
                best[hit.interaction_id] = hit
    return list(best.values())


def _clients(found: list[Interaction], hits: dict[int, float]) -> list[Client]:
    held: dict[int, Client] = {}
    for each in found:
        if each.account is None:
            continue
        owner = each.account.owner.name if each.account.owner else None
        client = held.setdefault(each.account.id, Client(each.account.id, each.account.name, owner))
        client.said.append((hits[each.id], each))
    sure = [each for each in held.values() if len(each.said) > 1 or each.weight >= ALONE]
    return sorted(sure, key=lambda each: (-each.weight, each.name))


def _satisfied(
    session: Session, plan: QueryPlan, vocabulary: Vocabulary, searcher: Searcher | None, today: date
) -> set[int]:
    """Clients who bought, and who of late neither complain more than they praise nor sound like leaving."""
    by_client = {"group_by": [Group(field="account.name")], "signal": None, "limit": None, "mood": "negative"}
    lately = plan.model_copy(update={**by_client, "periods": [_recent(LATELY, today)]})
    query = Query(lately, vocabulary, today)
    words = [*query.limits(), client_words(query.frame.root)]
    upset = {each.id for each in hear(session, query, words, "negative") if each.holds("negative")}
    leaving, _ = _hits(session, plan, vocabulary, searcher, signals()["leaving"])
    gone = select(Interaction.account_id).where(Interaction.id.in_(leaving or [-1]))
    upset |= set(session.scalars(gone.where(client_words(Interaction))))
    accounts = select(Account.id).where(Account.tenant_id == vocabulary.tenant_id)
    if vocabulary.has_deals:
        won = select(Deal.account_id).where(Deal.tenant_id == vocabulary.tenant_id, Deal.outcome == "won")
        accounts = accounts.where(Account.id.in_(won))
    return set(session.scalars(accounts)) - upset
