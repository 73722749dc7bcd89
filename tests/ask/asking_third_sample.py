"""The third round's questions over the sample company; today is 20 November 2026."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question, between, top
from sample_frames import count, first, names, total


def _sam(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("sample", "third", category, text, gold)


def _won(s: Any, start: str, end: str) -> Any:
    return between(s.w, "close date", start, end)


def _more(sizes: Any, least: float) -> set[str]:
    return set(sizes[sizes > least].index)


def _of(frame: Any, **wanted: str) -> Any:
    """The rows whose columns hold just these values."""
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return frame


def _months(frame: Any, column: str) -> Any:
    return frame[column].dt.to_period("M").map(str)


SAMPLE = [
    _sam("top", "What are our 5 biggest open deals?", lambda s: names(s.o.nlargest(5, "amount"))),
    _sam(
        "top",
        "Which three reps have won the most revenue this year?",
        lambda s: top(_won(s, "2026-01-01", "2027-01-01").groupby("owner").amount.sum(), 3),
    ),
    _sam("top", "Which customer pays us the most MRR?", lambda s: top(s.act.groupby("account").mrr.sum())),
    _sam(
        "top",
        "Which account has raised the most support tickets?",
        lambda s: top(_of(s.i, kind="ticket").groupby("account").size()),
    ),
    _sam("threshold", "Show me open deals over $80k", lambda s: names(s.o[s.o.amount > 80000])),
    _sam("threshold", "How many of our won deals were under $10,000?", lambda s: len(s.w[s.w.amount < 10000])),
    _sam("range", "open deals 50k-70k", lambda s: names(s.o[s.o.amount.between(50000, 70000)])),
    _sam(
        "range",
        "How many active subscriptions have between 50 and 70 seats?",
        lambda s: int(s.act.seats.between(50, 70).sum()),
    ),
    _sam(
        "comparison",
        "Did we win more revenue in Q3 than in Q2 this year?",
        lambda s: bool(
            _won(s, "2026-07-01", "2026-10-01").amount.sum() > _won(s, "2026-04-01", "2026-07-01").amount.sum()
        ),
    ),
    _sam(
        "comparison",
        "How much bigger is Enterprise's open pipeline than Mid-Market's?",
        lambda s: _of(s.o, team="Enterprise").amount.sum() - _of(s.o, team="Mid-Market").amount.sum(),
    ),
    _sam(
        "growth",
        "By how many percent did won revenue grow from June to July 2026?",
        lambda s: (
            _won(s, "2026-07-01", "2026-08-01").amount.sum() / _won(s, "2026-06-01", "2026-07-01").amount.sum() - 1
        ),
    ),
    _sam(
        "ratio",
        "What's our win rate so far this year?",
        lambda s: float((s.z[s.z["close date"] >= "2026-01-01"].stage == "Closed Won").mean()),
    ),
    _sam(
        "ratio",
        "What share of our lost deals did we lose on price?",
        lambda s: float((s.l["lost reason"] == "Price").mean()),
    ),
    _sam(
        "ratio",
        "What percentage of active MRR comes from Quayside?",
        lambda s: _of(s.act, product="Quayside").mrr.sum() / s.act.mrr.sum(),
    ),
    _sam("group", "Open pipeline value by stage", lambda s: total(s.o, "stage")),
    _sam("group", "Lost deals by reason", lambda s: count(s.l, "lost reason")),
    _sam("group", "active mrr by product pls", lambda s: total(s.act, "product", "mrr")),
    _sam(
        "group",
        "Won revenue by month from January to October 2026",
        lambda s: total(
            _won(s, "2026-01-01", "2026-11-01"), _months(_won(s, "2026-01-01", "2026-11-01"), "close date")
        ),
    ),
    _sam("groups", "Number of open deals by team and stage", lambda s: count(s.o, ["team", "stage"])),
    _sam("groups", "Total won revenue by team and deal type", lambda s: total(s.w, ["team", "type"])),
    _sam(
        "having",
        "Which reps have more than $250k in open pipeline?",
        lambda s: _more(s.o.groupby("owner").amount.sum(), 250000),
    ),
    _sam(
        "having",
        "Which accounts have more than one active subscription?",
        lambda s: _more(s.act.groupby("account").size(), 1),
    ),
    _sam(
        "having",
        "In which countries do we have at least 3 accounts?",
        lambda s: _more(s.a.groupby("country").size(), 2),
    ),
    _sam("absence", "Which accounts have no open deals?", lambda s: names(s.a) - names(s.o, "account")),
    _sam(
        "absence", "Which accounts don't have an active subscription?", lambda s: names(s.a) - names(s.act, "account")
    ),
    _sam(
        "absence",
        "Which reps have no overdue tasks?",
        lambda s: names(s.u[s.u.role == "rep"]) - names(s.t[s.t.overdue], "owner"),
    ),
    _sam("list", "Who reports to Daniel Okafor?", lambda s: names(_of(s.u, manager="Daniel Okafor"))),
    _sam("list", "List the contacts we have at Harrow & Pike", lambda s: names(_of(s.c, account="Harrow & Pike"))),
    _sam(
        "misspelt",
        "who owns the Thistldown Bakeries account",
        lambda s: first(_of(s.a, name="Thistledown Bakeries"), "owner"),
    ),
    _sam("lookup", "What's Jan Novak's job title?", lambda s: first(_of(s.c, name="Jan Novak"), "job title")),
    _sam(
        "lookup",
        "When did Ironbridge Castings become a customer?",
        lambda s: str(first(_of(s.a, name="Ironbridge Castings"), "customer since").date()),
    ),
    _sam(
        "period",
        "How much open pipeline is expected to close in December 2026?",
        lambda s: between(s.o, "close date", "2026-12-01", "2027-01-01").amount.sum(),
    ),
    _sam(
        "period",
        "How many deals were created in August 2026?",
        lambda s: len(between(s.d, "created date", "2026-08-01", "2026-09-01")),
    ),
    _sam(
        "cycle",
        "How many days does it take us on average to win a deal, from creation to close?",
        lambda s: s.w.days.mean(),
    ),
    _sam(
        "cycle",
        "Which open deals have been stuck in the same stage for more than 100 days?",
        lambda s: names(s.o[s.o["in stage"] > 100]),
    ),
    _sam("tasks", "Who has the most overdue tasks?", lambda s: top(s.t[s.t.overdue].groupby("owner").size())),
    _sam(
        "tasks",
        "Which tasks does Lena Brandt have due next week?",
        lambda s: names(
            between(s.t[s.t.open & (s.t.owner == "Lena Brandt")], "due date", "2026-11-23", "2026-11-30"), "task"
        ),
    ),
    _sam(
        "interactions",
        "How many meetings did we have in October 2026?",
        lambda s: len(between(_of(s.i, kind="meeting"), "date", "2026-10-01", "2026-11-01")),
    ),
    _sam(
        "interactions",
        "How many emails have we received from Acme this year?",
        lambda s: len(_of(s.i[s.i.date >= "2026-01-01"], kind="email", direction="in", account="Acme")),
    ),
    _sam("invoices", "What's the total amount of our open invoices?", lambda s: s.due.amount.sum()),
    _sam(
        "invoices",
        "How many invoices were paid after their due date?",
        lambda s: len(s.v[s.v["paid on"] > s.v["due date"]]),
    ),
    _sam(
        "subscriptions",
        "Which customers have a subscription renewing in January 2027 that's still active?",
        lambda s: names(between(s.act, "renewal date", "2027-01-01", "2027-02-01"), "account"),
    ),
    _sam(
        "combined",
        "Which open renewal deals does Aoife Brannigan have in Negotiation?",
        lambda s: names(_of(s.o, type="Renewal", owner="Aoife Brannigan", stage="Negotiation")),
    ),
    _sam("misspelt", "how many open deals does Marcus Fereira have", lambda s: len(_of(s.o, owner="Marcus Ferreira"))),
    _sam(
        "shorthand", "overdue tasks jonas?", lambda s: names(s.t[s.t.overdue & (s.t.owner == "Jonas Weidner")], "task")
    ),
    _sam("missing", "How much did we spend on ads last quarter?", None),
    _sam("missing", "Which reps are above quota this year?", None),
    _sam("missing", "When is Jane Holloway's birthday?", None),
    _sam("missing", "What's our gross margin on Foresight?", None),
    _sam("missing", "What's Tom Hargreave's base salary?", None),
    _sam("missing", "How many people registered for our last webinar?", None),
    _sam("missing", "What's Globex's fax number?", None),
    _sam("missing", "Which lead source brings us the most won deals?", None),
    _sam("missing", "How many times did Acme's users log in last week?", None),
    _sam("missing", "What's the email open rate of our newsletter?", None),
    _sam("missing", "What's the credit rating of Hexley Chemicals?", None),
    _sam("missing", "How much commission is Maya Lindqvist owed?", None),
]
