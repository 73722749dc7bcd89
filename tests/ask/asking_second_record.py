"""Questions about the sample company's accounts, books, tasks and conversations by the same three people."""

from __future__ import annotations

from typing import Any

import pandas as pd
from asking_gold import between, low, top
from asking_second_deals import ask
from sample_frames import count, first, names, total


def october(s: Any) -> Any:
    return between(s.i, "date", "2026-10-01", "2026-11-01")


ACCOUNTS = [
    ask("low", "which rep has the fewest contacts", lambda s: low(s.c.groupby("owner").size())),
    ask(
        "relation",
        "How many contacts with the job title COO work at accounts of the Strategic tier?",
        lambda s: int(((s.c["job title"] == "COO") & s.c.account.isin(names(s.a[s.a.tier == "Strategic"]))).sum()),
    ),
    ask(
        "period",
        "Which accounts have been a customer since some date in the year 2022?",
        lambda s: names(s.a[s.a["customer since"].dt.year == 2022]),
    ),
    ask(
        "threshold",
        "List the accounts outside the United States whose annual revenue exceeds 200 million.",
        lambda s: names(s.a[(s.a["annual revenue"] > 200_000_000) & (s.a.country != "United States")]),
    ),
    ask("misspelt", "Who is owner of account Yarow Print?", lambda _: "Jonas Weidner"),
    ask("look-up", "Please what is email of Jane Holloway?", lambda _: "jane.holloway@acme.example"),
    ask(
        "count",
        "How many people we know at Wexcombe Hospitals?",
        lambda s: int((s.c.account == "Wexcombe Hospitals").sum()),
    ),
    ask("look-up", "Who is the boss of Elin Sandberg?", lambda _: "Ingrid Solheim"),
    ask(
        "list",
        "What accounts belong to Tessaly Group as children?",
        lambda s: names(s.a[s.a["parent account"] == "Tessaly Group"]),
    ),
    ask("count", "How many accounts Noah takes care of?", lambda s: int((s.a.owner == "Noah Adeyemi").sum())),
]

BOOKS = [
    ask("sum", "active mrr foresight", lambda s: s.act[s.act["product"] == "Foresight"].mrr.sum()),
    ask("top-k", "biggest customer by active mrr", lambda s: top(s.act.groupby("account").mrr.sum())),
    ask("sum", "$ in open invoices at acme", lambda s: s.due[s.due.account == "Acme"].amount.sum()),
    ask(
        "period",
        "active subscriptions renewing jan 2027, count",
        lambda s: len(between(s.act, "renewal date", "2027-01-01", "2027-02-01")),
    ),
    ask(
        "count",
        "accts with more than 1 active subscription, how many",
        lambda s: int((s.act.groupby("account").size() > 1).sum()),
    ),
    ask(
        "group",
        "What is the total monthly recurring revenue of the active subscriptions with auto renew switched off, grouped by plan?",
        lambda s: total(s.act[s.act["auto renew"] == "no"], "plan", "mrr"),
    ),
    ask(
        "threshold",
        "How many invoices issued in the third quarter of 2026 were paid later than their due date?",
        lambda s: len(between(s.v, "issued on", "2026-07-01", "2026-10-01")[lambda v: v["paid on"] > v["due date"]]),
    ),
    ask(
        "having",
        "What is the average number of seats per active subscription for every country that has at least three active subscriptions?",
        lambda s: dict(s.act.groupby("country").seats.agg(["size", "mean"])[lambda x: x["size"] >= 3]["mean"]),
    ),
    ask(
        "period",
        "What is the total amount of the open invoices that fall due strictly before 25 November 2026?",
        lambda s: s.due[s.due["due date"] < "2026-11-25"].amount.sum(),
    ),
    ask(
        "having",
        "Which accounts have active subscriptions that add up to more than 150 seats?",
        lambda s: set(s.act.groupby("account").seats.sum()[lambda x: x > 150].index),
    ),
    ask(
        "absence",
        "Which accounts of the Strategic tier have no open invoice right now?",
        lambda s: names(s.a[s.a.tier == "Strategic"]) - names(s.due, "account"),
    ),
    ask(
        "list",
        "Which customers have Quayside in an active subscription?",
        lambda s: names(s.act[s.act["product"] == "Quayside"], "account"),
    ),
    ask(
        "list",
        "Tell me the accounts where the subscription was cancelled, please",
        lambda s: names(s.s[s.s.status == "Cancelled"], "account"),
    ),
    ask(
        "look-up",
        "How many seats does Quarry Lane Coffee pay?",
        lambda s: int(first(s.s[s.s.account == "Quarry Lane Coffee"], "seats")),
    ),
    ask(
        "sum",
        "How much money has Pinecrest Foods already paid us in invoices in total?",
        lambda s: s.v[(s.v.account == "Pinecrest Foods") & (s.v.status == "Paid")].amount.sum(),
    ),
]

DOINGS = [
    ask("group", "calls by rep 2026", lambda s: count(s.i[(s.i.kind == "call") & (s.i.date >= "2026-01-01")], "rep")),
    ask("count", "grace whitcomb open tasks", lambda s: int((s.t.open & (s.t.owner == "Grace Whitcombe")).sum())),
    ask(
        "existence",
        "anything overdue on acme? any overdue task?",
        lambda s: bool((s.t.overdue & (s.t.account == "Acme")).any()),
    ),
    ask(
        "growth",
        "How did the number of tickets change from September 2026 to October 2026, as a fraction of the September number?",
        lambda s: (
            (october(s).kind == "ticket").sum()
            / (between(s.i, "date", "2026-09-01", "2026-10-01").kind == "ticket").sum()
            - 1
        ),
    ),
    ask(
        "share",
        "What proportion of Marcus Ferreira's open tasks is overdue?",
        lambda s: s.t[s.t.open & (s.t.owner == "Marcus Ferreira")].overdue.mean(),
    ),
    ask(
        "group",
        "Please count the interactions of October 2026 by kind and tier of the account.",
        lambda s: count(october(s), ["kind", "tier"]),
    ),
    ask(
        "absence",
        "Which accounts had no interaction at all between 1 October 2026 and 31 October 2026?",
        lambda s: names(s.a) - names(october(s), "account"),
    ),
    ask(
        "having",
        "Which reps have at least three overdue tasks?",
        lambda s: set(s.t[s.t.overdue].groupby("owner").size()[lambda x: x >= 3].index),
    ),
    ask(
        "period",
        "How many email we did receive from Kittering Toys in this year?",
        lambda s: int(
            (
                (s.i.kind == "email")
                & (s.i.direction == "in")
                & (s.i.account == "Kittering Toys")
                & (s.i.date >= "2026-01-01")
            ).sum()
        ),
    ),
    ask(
        "top-k",
        "Who is having the most meetings since 1 September 2026?",
        lambda s: top(s.i[(s.i.kind == "meeting") & (s.i.date >= "2026-09-01")].groupby("rep").size()),
    ),
    ask(
        "top-k",
        "Which account did make the most tickets of all the time?",
        lambda s: top(s.i[s.i.kind == "ticket"].groupby("account").size()),
    ),
    ask(
        "count",
        "How many open tasks must be finished until end of November, from tomorrow on?",
        lambda s: int(
            (s.t.open & s.t["due date"].between(pd.Timestamp("2026-11-21"), pd.Timestamp("2026-11-30"))).sum()
        ),
    ),
]

ABSENT = [
    ask("unanswerable", "how far is sofia from quota", None),
    ask("unanswerable", "gross margin on tally", None),
    ask("unanswerable", "lena's bonus this year", None),
    ask("unanswerable", "market share of binwise", None),
    ask("unanswerable", "website signups last week", None),
    ask("unanswerable", "Which trade fair brought in the most leads over the past two years?", None),
    ask("unanswerable", "What is the average credit score of our customers in Germany?", None),
    ask("unanswerable", "How many hours did the support engineers log on tickets of the Strategic tier?", None),
    ask("unanswerable", "What is the lifetime acquisition cost per new customer, split by advertising channel?", None),
    ask("unanswerable", "Which purchase order number did Globex put on its latest invoice?", None),
    ask("unanswerable", "When is the birthday of Jane Holloway?", None),
    ask("unanswerable", "How old is Tom Hargreave?", None),
    ask("unanswerable", "What is the bank account number of Acme, please?", None),
    ask("unanswerable", "How many vacation days has Maya still?", None),
    ask("unanswerable", "How many trucks has Northwind Logistics in its fleet?", None),
]
