"""Subscriptions and invoices joined to deals, tickets and talks, with ratios and the first and top of groups."""

from __future__ import annotations

from typing import Any

from asking_gold import between, top
from sample_frames import names
from work_mixed_parts import above, ask, clients, edge, of, often, owned, paid, year


def _two_products(n: Any) -> set[str]:
    return above(n.act.groupby("account")["product"].nunique(), 1)


def _per_seat(n: Any) -> dict[str, float]:
    sums = n.act.groupby("plan")[["mrr", "seats"]].sum()
    return dict(sums.mrr / sums.seats)


def _unrenewed(n: Any) -> set[str]:
    soon = n.act[n.act["renewal date"] < "2027-07-01"]
    return names(soon, "account") - names(n.o[n.o.type == "Renewal"], "account")


def _debtors(n: Any) -> float:
    owed = n.due.groupby("account").amount.sum().sort_values(ascending=False)
    return float(owed.head(3).sum() / owed.sum())


def _punctual(n: Any) -> set[str]:
    done = paid(n)
    return names(done, "account") - names(done[done.late > 0], "account")


def _slow(n: Any) -> bool:
    took = paid(n).merge(n.s[["subscription id", "auto renew"]], on="subscription id")
    means = took.groupby("auto renew").took.mean()
    return bool(means["no"] > means["yes"])


def _received(n: Any, start: str, end: str) -> float:
    return float(between(n.v, "paid on", start, end).amount.sum())


def _quiet_debtors(n: Any) -> set[str]:
    return names(n.due, "account") - names(n.i[n.i.date >= "2026-11"], "account")


def _big_abroad(n: Any) -> set[str]:
    sums = n.act[n.act.country != "United States"].groupby("account")[["mrr", "seats"]].sum()
    return set(sums[(sums.seats > 150) | (sums.mrr > 3200)].index)


def _small_british(n: Any) -> set[str]:
    plan = n.act[n.act.plan == "Business"]
    return names(plan[(plan.seats < plan.seats.mean()) & (plan.country == "United Kingdom")], "account")


def _noisy(n: Any) -> set[str]:
    tickets = of(n, "ticket").groupby("account").size()
    return top((tickets / n.act.groupby("account").seats.sum()).dropna())


def _strategic(n: Any) -> float:
    return float(n.act[n.act.tier == "Strategic"].mrr.sum() / n.act.mrr.sum())


def _late(n: Any) -> dict[str, float]:
    return dict((paid(n).late > 0).groupby(paid(n).tier).mean())


QUESTIONS = [
    ask(
        "neither",
        "customers on two or more products, with no invoice left unpaid",
        lambda n: _two_products(n) - names(n.due, "account"),
    ),
    ask(
        "per head",
        "pricing workshop prep, bear with me: MRR per seat for each plan, active ones only, the mrr summed and then divided by "
        "the seats summed",
        _per_seat,
    ),
    ask(
        "none",
        "Planning some upsell calls for Monday and I'd rather not step on anybody's toes. Who has an active subscription "
        "but no expansion deal open with us?",
        lambda n: names(n.act, "account") - names(n.o[n.o.type == "Expansion"], "account"),
    ),
    ask(
        "none",
        "active subs with a renewal date before July 1st 2027 where the account has no open renewal deal - which accounts",
        _unrenewed,
    ),
    ask(
        "share",
        "An investor asked and I mumbled something about a third. What part of our active MRR really hangs on the Strategic "
        "tier?",
        _strategic,
    ),
    ask(
        "above",
        "Which reps own accounts paying over 8,000 a month between them (active MRR)?",
        lambda n: above(owned(n, n.act).groupby("owner").mrr.sum(), 8000),
    ),
    ask(
        "top of each",
        "two best paying customers per tier, going by active mrr summed per customer, pls n thx",
        lambda n: names(
            edge(n.act.groupby(["tier", "account"], as_index=False).mrr.sum(), "tier", "mrr", 2), "account"
        ),
    ),
    ask(
        "share",
        "The bank asks about concentration, sigh. So of the money that's outstanding on unpaid invoices, what share is owed "
        "by the three biggest debtors combined?",
        _debtors,
    ),
    ask(
        "never",
        "Christmas cards for the good ones first! clients who have never paid us late, not even by a day, who are they",
        _punctual,
    ),
    ask(
        "count",
        "US invoices settled more than 10 days ahead of their due date: how many?",
        lambda n: int(((paid(n).late < -10) & (paid(n).country == "United States")).sum()),
    ),
    ask(
        "both",
        "Not sure I should be giving terms to these folks tbh. Who has paid at least 2 invoices after the due date and at "
        "the same time has an open deal above 50k with us?",
        lambda n: often(paid(n)[paid(n).late > 0], "account", 2) & names(n.o[n.o.amount > 50000], "account"),
    ),
    ask(
        "both",
        "anyone whose subscription is cancelled and with whom we also lost a deal in 2026? i fear there is a pattern",
        lambda n: names(n.s[n.s.status == "Cancelled"], "account") & names(year(n.l), "account"),
    ),
    ask(
        "first of each",
        "For each of the German customers give me the number of the invoice they paid first.",
        lambda n: names(
            edge(paid(n)[paid(n).country == "Germany"], "account", "paid on", least=True), "invoice number"
        ),
    ),
    ask(
        "comparison",
        "random hunch from the shower, humour me: do invoices on subscriptions without auto renew take longer to get paid on "
        "average than those with it, counting from issue date?",
        _slow,
    ),
    ask(
        "either",
        "outside the States, which customers hold more than 150 active seats or pay more than $3,200 MRR in all?",
        _big_abroad,
    ),
    ask(
        "difference",
        "Need this for the deck, thx a mil: how much more, in dollars, was paid to us on invoices in Q2 than in Q3 "
        "this year",
        lambda n: _received(n, "2026-04-01", "2026-07-01") - _received(n, "2026-07-01", "2026-10-01"),
    ),
    ask(
        "both", "who still owes us on an invoice and hasn't had any contact with us in november so far", _quiet_debtors
    ),
    ask(
        "below average",
        "British customers on the Business plan whose seats are below that plan's average, active ones",
        _small_british,
    ),
    ask(
        "per head",
        "avg active mrr per paying customer. so per account, not per subscription!",
        lambda n: n.act.mrr.sum() / n.act.account.nunique(),
    ),
    ask(
        "ratio",
        "Support says one client is eating all their time and I want to be fair to the big ones. Measured against its active "
        "seats, whose number of tickets is the highest?",
        _noisy,
    ),
    ask("share", "late payment rate by tier: share of paid invoices that came in after due date", _late),
    ask(
        "both",
        "hi team! quick one before I log off for the weekend: which customers with auto renew switched off also have a deal "
        "in Negotiation? have a nice one",
        lambda n: (
            names(n.act[n.act["auto renew"] == "no"], "account") & names(n.o[n.o.stage == "Negotiation"], "account")
        ),
    ),
    ask(
        "only",
        "Somebody in product swears it never happens, Foresight but no Tally I mean. Which customers do run it that way, by "
        "active subs?",
        lambda n: (
            names(n.act[n.act["product"] == "Foresight"], "account")
            - names(n.act[n.act["product"] == "Tally"], "account")
        ),
    ),
    ask(
        "none",
        "it can't be many but still, how many of the customers are without an active subscription right now? asking because "
        "the licence report doesn't add up",
        lambda n: len(clients(n) - names(n.act, "account")),
    ),
]
