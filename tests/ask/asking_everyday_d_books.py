"""What the receivables clerk, customer success and the founder type about invoices, payments and subscriptions."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, between, low, top
from sample_frames import names, total

ask = partial(Question, "sample", "everyday_d")


def _late_by_tier(n: Any) -> dict[str, float]:
    paid = n.v[n.v["paid on"].notna()]
    return dict((paid["paid on"] > paid["due date"]).groupby(paid.tier).mean())


def _roomy_teams(n: Any) -> set[str]:
    return names(n.act[(n.act["plan"] == "Team") & (n.act.seats > 35)], "account")


QUESTIONS = [
    ask(
        "count",
        "How many invoices we have issued in October?",
        lambda n: len(between(n.v, "issued on", "2026-10-01", "2026-11-01")),
    ),
    ask(
        "sum",
        "what did we invoice to Sweden and Norway together this year, paid or not",
        lambda n: n.v[n.v.country.isin(["Sweden", "Norway"]) & (n.v["issued on"] >= "2026")].amount.sum(),
    ),
    ask(
        "list",
        "Good morning, which not paid invoices are falling due on this weekend? I need the numbers of them",
        lambda n: names(between(n.due, "due date", "2026-11-21", "2026-11-23"), "invoice number"),
    ),
    ask("sum", "How much must Globex still pay to us?", lambda n: n.due[n.due.account == "Globex"].amount.sum()),
    ask(
        "group",
        "From the invoices which are already paid, please tell me what part was paid too late, for every customer tier",
        _late_by_tier,
    ),
    ask(
        "sum",
        "quayside: total seats live today",
        lambda n: int(n.act[n.act["product"] == "Quayside"].seats.sum()),
    ),
    ask("group", "seats booked by customer tier, active subs only", lambda n: total(n.act, "tier", "seats")),
    ask(
        "sum",
        "The subscriptions that got cancelled on us, what were they worth a month all told?",
        lambda n: int(n.s[n.s.status == "Cancelled"].mrr.sum()),
    ),
    ask("combined", "Who is on the Team plan with more than 35 seats? Only live subscriptions please", _roomy_teams),
    ask(
        "list",
        "I'm off from Christmas so someone needs to cover: whose subscriptions come up for renewal between Boxing Day and "
        "New Year's Eve?",
        lambda n: names(between(n.act, "renewal date", "2026-12-26", "2027-01-01"), "account"),
    ),
    ask(
        "sum",
        "how much MRR is up for renewal in January? leave out anything cancelled",
        lambda n: int(between(n.act, "renewal date", "2027-01-01", "2027-02-01").mrr.sum()),
    ),
    ask(
        "absence",
        "which accounts do we call customers although they've got no running subscription at all",
        lambda n: names(n.a[n.a.status == "Customer"]) - names(n.act, "account"),
    ),
    ask(
        "first",
        "What is the number of the oldest invoice that is still open (by the date we issued it)?",
        lambda n: low(n.due.set_index("invoice number")["issued on"]),
    ),
    ask(
        "existence",
        "Acme - does any of their subscriptions renew by itself?",
        lambda n: bool((n.act[n.act.account == "Acme"]["auto renew"] == "yes").any()),
    ),
    ask(
        "list",
        "Who has paid us something since Monday?",
        lambda n: names(n.v[n.v["paid on"] >= "2026-11-16"], "account"),
    ),
    ask(
        "share",
        "how dependent are we on the strategic accounts - what share of active MRR is theirs?",
        lambda n: n.act[n.act.tier == "Strategic"].mrr.sum() / n.act.mrr.sum(),
    ),
    ask("ranking", "which plan earns us the most MRR right now", lambda n: top(n.act.groupby("plan").mrr.sum())),
]
