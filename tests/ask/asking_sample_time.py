"""A newcomer's questions on when: periods and growth, ages, what is due, and what never happened."""

from __future__ import annotations

import pandas as pd
from asking_gold import between, top
from sample_frames import first, met, names, sam

DAY = pd.Timedelta(days=1)


def _q2(frame, column="close date"):
    return between(frame, column, "2026-04-01", "2026-07-01")


def _q3(frame, column="close date"):
    return between(frame, column, "2026-07-01", "2026-10-01")


def _improved(n):
    before, after = (part(n.w).groupby("owner").amount.sum() for part in (_q2, _q3))
    grown = after.sub(before, fill_value=0)
    return set(grown[grown > 0].index)


def _months(n):
    won = n.w[n.w["close date"] >= "2026"]
    return dict(won.groupby(won["close date"].dt.strftime("%Y-%m")).amount.sum())


def _calls(n, month):
    return len(n.i[(n.i.kind == "call") & (n.i.date.dt.strftime("%Y-%m") == f"2026-{month:02}")])


def _touched(n, days):
    return names(n.i[n.i.date >= pd.Timestamp("2026-11-20 15:00") - days * DAY], "account")


def _silent(n, account):
    return (pd.Timestamp("2026-11-20 15:00") - n.i[n.i.account == account].date.max()).days


QUESTIONS = [
    # growth
    sam(
        "growth",
        "How much more did we win in Q3 than in Q2 this year?",
        lambda n: _q3(n.w).amount.sum() - _q2(n.w).amount.sum(),
    ),
    sam(
        "growth",
        "did we lose more deals last quarter than the quarter before?",
        lambda n: len(_q3(n.l)) > len(_q2(n.l)),
    ),
    sam(
        "growth",
        "growth in closed-won revenue from Q2 2026 to Q3 2026, as a percentage",
        lambda n: _q3(n.w).amount.sum() / _q2(n.w).amount.sum() - 1,
    ),
    sam("growth", "Which reps won more in Q3 2026 than in Q2 2026, by amount?", _improved),
    sam("growth", "Were there more calls in October than in September?", lambda n: _calls(n, 10) > _calls(n, 9)),
    sam(
        "growth",
        "how many more deals did we create in Q3 2026 than in Q2 2026",
        lambda n: len(_q3(n.d, "created date")) - len(_q2(n.d, "created date")),
    ),
    # period
    sam("period", "what did we win last quarter, in total?", lambda n: _q3(n.w).amount.sum()),
    sam("period", "Quarter to date: closed-won amount", lambda n: n.w[n.w["close date"] >= "2026-10"].amount.sum()),
    sam(
        "period",
        "which deals are supposed to close next month",
        lambda n: names(between(n.o, "close date", "2026-12-01", "2027-01-01")),
    ),
    sam(
        "period",
        "revenue won in the past 90 days",
        lambda n: n.w[n.w["close date"] >= "2026-08-23"].amount.sum(),
    ),
    sam(
        "period",
        "deals created since the beginning of August - how many?",
        lambda n: int((n.d["created date"] >= "2026-08").sum()),
    ),
    sam(
        "period",
        "Did we lose anything last month? Which deal?",
        lambda n: names(between(n.l, "close date", "2026-10-01", "2026-11-01")),
    ),
    sam(
        "period",
        "sum of open deals closing before December 10",
        lambda n: n.o[n.o["close date"] < "2026-12-10"].amount.sum(),
    ),
    sam("period", "won revenue in 2025", lambda n: n.w[n.w["close date"] < "2026"].amount.sum()),
    sam(
        "period",
        "amount won per month in 2026",
        _months,
    ),
    sam(
        "period",
        "pipeline closing in Q1 next year",
        lambda n: between(n.o, "close date", "2027-01-01", "2027-04-01").amount.sum(),
    ),
    sam("period", "Who became a customer in 2023?", lambda n: names(between(n.a, "customer since", "2023", "2024"))),
    # age
    sam("age", "average sales cycle in days for the deals we won", lambda n: n.w.days.mean()),
    sam(
        "age",
        "days from creation to close on won deals, averaged per deal type",
        lambda n: dict(n.w.groupby("type").days.mean()),
    ),
    sam("age", "which won deal took us longest to close?", lambda n: top(n.w.set_index("name").days)),
    sam("age", "open deals created more than 130 days ago", lambda n: names(n.o[n.o["created date"] < "2026-07-13"])),
    sam(
        "age",
        "how many days since our last interaction with Farrow Glassworks?",
        lambda n: _silent(n, "Farrow Glassworks"),
    ),
    sam(
        "age",
        "how long did the Globex - Tally New Business deal take to close",
        lambda n: int(first(n.w[n.w.name == "Globex - Tally New Business"], "days")),
    ),
    sam(
        "age",
        "How many days on average do clients take to pay an invoice after it is issued?",
        lambda n: (n.v["paid on"] - n.v["issued on"]).dt.days.mean(),
    ),
    # task
    sam(
        "task",
        "open tasks due this week",
        lambda n: names(between(n.t[n.t.open], "due date", "2026-11-16", "2026-11-23"), "task"),
    ),
    sam(
        "task", "Jonas's overdue follow-ups", lambda n: names(n.t[n.t.overdue & (n.t.owner == "Jonas Weidner")], "task")
    ),
    sam("task", "overdue tasks per rep, count", lambda n: dict(n.t[n.t.overdue].groupby("owner").size())),
    sam(
        "task",
        "what does Grace have to do next week?",
        lambda n: names(
            between(n.t[n.t.open & (n.t.owner == "Grace Whitcombe")], "due date", "2026-11-23", "2026-11-30"), "task"
        ),
    ),
    sam(
        "task",
        "anything overdue on Acme? list the to-dos",
        lambda n: names(n.t[n.t.overdue & (n.t.account == "Acme")], "task"),
    ),
    sam(
        "task",
        "How many tasks did the team complete in October?",
        lambda n: len(between(n.t, "completed at", "2026-10-01", "2026-11-01")),
    ),
    sam(
        "task",
        "# open tasks due in December",
        lambda n: len(between(n.t[n.t.open], "due date", "2026-12-01", "2027-01-01")),
    ),
    sam("task", "which accounts have an overdue task?", lambda n: names(n.t[n.t.overdue], "account")),
    sam(
        "task",
        "Show open tasks for Globex with their due dates",
        lambda n: names(n.t[n.t.open & (n.t.account == "Globex")], "task"),
    ),
    # absence
    sam("absence", "accounts without an open deal", lambda n: names(n.a) - names(n.o, "account")),
    sam("absence", "Which clients have we not been in touch with for 30 days?", lambda n: names(n.a) - _touched(n, 30)),
    sam(
        "absence",
        "open deals over 30k where nobody has had contact with the account in the last 60 days",
        lambda n: names(n.o[(n.o.amount > 30000) & ~n.o.account.isin(_touched(n, 60))]),
    ),
    sam(
        "absence",
        "accounts with a won deal but no interactions at all this quarter",
        lambda n: names(n.w, "account") - names(n.i[n.i.date >= "2026-10"], "account"),
    ),
    sam(
        "absence", "contacts who have never been in a meeting with us", lambda n: names(n.c[~n.c.email.isin(met(n.i))])
    ),
    sam(
        "absence",
        "who has never opened a ticket? (accounts)",
        lambda n: names(n.a) - names(n.i[n.i.kind == "ticket"], "account"),
    ),
    sam("absence", "Any account that's never had a closed-won deal", lambda n: names(n.a) - names(n.w, "account")),
    sam("absence", "accounts that don't have any subscription", lambda n: names(n.a) - names(n.s, "account")),
    sam(
        "absence",
        "which reps have no overdue tasks at all?",
        lambda n: names(n.u[n.u.role == "rep"]) - names(n.t[n.t.overdue], "owner"),
    ),
    sam(
        "absence",
        "open deals with no interaction logged against the deal",
        lambda n: names(n.o[~n.o.id.isin(n.i["deal id"])]),
    ),
    # existence
    sam(
        "existence",
        "has anybody talked to Umber Ceramics this quarter?",
        lambda n: bool(((n.i.account == "Umber Ceramics") & (n.i.date >= "2026-10")).any()),
    ),
    sam("existence", "Is there an open deal with Calder Mill?", lambda n: "Calder Mill" in names(n.o, "account")),
    sam("existence", "do we have unpaid invoices at Globex", lambda n: "Globex" in names(n.due, "account")),
    sam(
        "existence",
        "did we have a meeting with Acme this month?",
        lambda n: "Acme" in names(n.i[(n.i.kind == "meeting") & (n.i.date >= "2026-11")], "account"),
    ),
    sam(
        "existence",
        "accounts that have both an open deal and a lost one",
        lambda n: names(n.o, "account") & names(n.l, "account"),
    ),
    sam(
        "existence",
        "does Rookhope Mining have any subscription with us?",
        lambda n: "Rookhope Mining" in names(n.s, "account"),
    ),
]
