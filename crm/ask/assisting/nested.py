"""A question of the biggest of something: first which that is, then the question of that.

`The contacts at our largest account`, `last contact with my biggest customer`, `what happened with our biggest deal`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from crm.ask.plan import Condition, Group, Measure, Order, QueryPlan
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.sql import Table
from crm.ask.telling.figures import money

PHRASE = re.compile(
    r"\b(?P<prep>at|with|about|on|from|for|to|of|in|up on) (?:(?P<whose>our|my|the|your) )?"
    r"(?:single )?(?P<rank>biggest|largest|top|best|most valuable|most important|number one) "
    r"(?P<open>open )?(?P<what>customer|client|account|deal|opportunity)"
    r"(?P<tail>,? (?:before|ahead of|for) (?:my|our|the) (?:call|meeting|visit))?[\s?.!]*$",
    re.IGNORECASE,
)
SPOKEN_OF = re.compile(
    r"\b(?:contacts?|people|persons?|happened|happening|going on|brief|prep|catch|bring me|fill me|summar\w+|recap|"
    r"last (?:time|call|meeting|e?-?mail|talk|contact|speak|spoke|hear|met|meet)|update|latest|stand|tell me about|"
    r"things|know about|champion|buyer|sponsor|decision maker|phone|tickets?|calls|meetings|e?-?mails|messages|"
    r"promised?|owe|complain\w*|said|follow-?ups?|tasks|invoices|subscriptions)\b",
    re.IGNORECASE,
)
OF_DEALS = re.compile(
    r"\b(?:happened|happening|going on|brief|prep|catch|bring me|fill me|summar\w+|recap|update|latest|tell me about|"
    r"last)\b",
    re.IGNORECASE,
)
DEALS = frozenset({"deal", "opportunity"})
UNNAMED = "Nobody is named as asking, so this is of the whole team. "


@dataclass(frozen=True)
class Named:
    """The question with a name in the place of its superlative, and what is said of that first."""

    text: str
    lead: str


def named(text: str, vocabulary: Vocabulary, asker: int | None, rows: Callable[[QueryPlan], Table]) -> Named | None:
    """None where nothing of the kind is asked, or the record cannot say which is the biggest."""
    found = PHRASE.search(text)
    if found is None or not SPOKEN_OF.search(text[: found.start()]):
        return None
    deal = found["what"].casefold() in DEALS
    if deal and not OF_DEALS.search(text[: found.start()]):
        return None  # a deal's own columns are looked up as any
    if not vocabulary.has_deals or "deal.amount" not in vocabulary.fields:
        return None
    mine = (found["whose"] or "").casefold() == "my"
    whose = [Condition(field="user.id", op="in", values=[asker])] if mine and asker is not None else []
    table = rows(_largest_deal(whose, open_only=bool(found["open"])) if deal else _largest_client(whose))
    if not table.rows or table.rows[0][0] is None:
        return None
    name = str(table.rows[0][0])
    first = dict(zip(table.columns, table.rows[0], strict=False))
    worth = first.get("amount") if deal else table.rows[0][-1]
    what = f"{found['rank']} {found['open'] or ''}{found['what']}".casefold()
    told = f" ({money(float(worth), vocabulary)}{'' if deal else ' won'})" if isinstance(worth, int | float) else ""
    lead = f"{UNNAMED if mine and asker is None else ''}{'Your' if whose else 'Our'} {what} is {name}{told}. "
    said = name
    if deal and ("interaction", "deal_id") in vocabulary.empty_links:
        said = str(first.get("account") or name)  # no talk names its deal: those with the client are told
    return Named(f"{text[: found.start()]}{found['prep']} {said}{found['tail'] or ''}", lead)


def _largest_client(whose: list[Condition]) -> QueryPlan:
    """By what was won from them."""
    return QueryPlan(
        subject="deal", shape="table", filters=[*whose, Condition(field="deal.outcome", op="eq", values=["won"])],
        measures=[Measure(kind="sum", field="deal.amount", label="won revenue")],
        group_by=[Group(field="account.name")],
        order=[Order(measure=0)], limit=1,
    )  # fmt: skip


def _largest_deal(whose: list[Condition], *, open_only: bool) -> QueryPlan:
    limits = [Condition(field="deal.outcome", op="eq", values=["open"])] if open_only else []
    return QueryPlan(
        subject="deal", filters=[*whose, *limits, Condition(field="deal.amount", op="not_null")],
        order=[Order(field="deal.amount")], limit=1,
    )  # fmt: skip
