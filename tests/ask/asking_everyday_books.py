"""The everyday questions on bills, subscriptions, conversations, and on who is who."""

from __future__ import annotations

from typing import Any

from asking_gold import between, low, top
from everyday_parts import age, by_month, everyday, exactly, in_year, late, owned, written
from sample_frames import count, first, names, total

_INVOICES = [
    everyday(
        "invoices", "late payers? as in more than two weeks past due", lambda s: names(s.v[late(s.v) > 14], "account")
    ),
    everyday("invoices", "outstanding in total?", lambda s: s.due.amount.sum()),
    everyday(
        "invoices",
        "who is our slowest payer, counting days after the due date on average",
        lambda s: top(s.v.assign(late=late(s.v)).groupby("account").late.mean()),
    ),
    everyday(
        "invoices",
        "how much money has come in from invoices so far this month?",
        lambda s: s.v[s.v["paid on"] >= "2026-11-01"].amount.sum(),
    ),
    everyday(
        "invoices",
        "Hi, for the cash plan: how much of what is still unpaid falls due from Monday 23 to Friday 27 November?",
        lambda s: between(s.due, "due date", "2026-11-23", "2026-11-28").amount.sum(),
    ),
    everyday(
        "invoices",
        "clients who have never paid us late, not even by a day",
        lambda s: names(s.v, "account") - names(s.v[late(s.v) > 0], "account"),
    ),
    everyday("invoices", "how late are late payments on average (days)", lambda s: late(s.v)[late(s.v) > 0].mean()),
    everyday("invoices", "who owes us the most right now", lambda s: top(s.due.groupby("account").amount.sum())),
    everyday("invoices", "unpaid invoices in $ by account owner", lambda s: total(owned(s.due, s), "of")),
    everyday(
        "invoices", "tessaly cold chain all paid up?", lambda s: not (s.due.account == "Tessaly Cold Chain").any()
    ),
    everyday(
        "invoices",
        "when was BM-20689 paid",
        lambda s: str(first(s.v[s.v["invoice number"] == "BM-20689"], "paid on").date()),
    ),
    everyday(
        "invoices",
        "of all the invoices that have been paid, what share came in after the due date",
        lambda s: float((late(s.v.dropna(subset="paid on")) > 0).mean()),
    ),
    everyday(
        "invoices",
        "anything past due and not paid as of today?",
        lambda s: bool((s.due["due date"] < "2026-11-20").any()),
    ),
]

_SUBSCRIPTIONS = [
    everyday("subscriptions", "whats our ARR (12x the active mrr)", lambda s: s.act.mrr.sum() * 12),
    everyday(
        "subscriptions",
        "which clients' subscriptions are up for renewal in the next 45 days?",
        lambda s: names(s.act[s.act["renewal date"] <= "2027-01-04"], "account"),
    ),
    everyday(
        "subscriptions",
        "active customers paying us less than 1k a month",
        lambda s: _small(s.act.groupby("account").mrr.sum()),
    ),
    everyday(
        "subscriptions",
        "what did the cancelled subscriptions bring in per month, all together?",
        lambda s: s.s[s.s.status == "Cancelled"].mrr.sum(),
    ),
    everyday(
        "subscriptions", "product with the fewest active subscriptions", lambda s: low(s.act.groupby("product").size())
    ),
    everyday(
        "subscriptions",
        "how many customers have exactly one active subscription, no more?",
        lambda s: len(exactly(s.act.groupby("account").size(), 1)),
    ),
    everyday(
        "subscriptions",
        "how much active mrr is up for renewal in q1 2027",
        lambda s: between(s.act, "renewal date", "2027-01-01", "2027-04-01").mrr.sum(),
    ),
    everyday(
        "subscriptions",
        "Which clients have an active subscription renewing in the first half of 2027 but no renewal deal open with us?",
        lambda s: (
            names(between(s.act, "renewal date", "2027-01-01", "2027-07-01"), "account")
            - names(s.o[s.o.type == "Renewal"], "account")
        ),
    ),
]

_TALKS = [
    everyday(
        "talks",
        "who haven't we been in touch with for more than 2 months?",
        lambda s: _silent(s, "2026-09-20"),
    ),
    everyday(
        "talks",
        "when was our last proper meeting with Wexcombe",
        lambda s: str(_of(s, "Wexcombe Hospitals", "meeting").date.max().date()),
    ),
    everyday(
        "talks",
        "calls this year for each of Ingrid's reps",
        lambda s: count(_by(s, in_year(s.i[s.i.kind == "call"], "date"), manager="Ingrid Solheim"), "rep"),
    ),
    everyday(
        "talks",
        "how many e-mails has Jane Holloway sent us?",
        lambda s: int((written(s).writer == "Jane Holloway").sum()),
    ),
    everyday(
        "talks",
        "which contact has written us the most emails this year",
        lambda s: top(in_year(written(s), "date").groupby("writer").size()),
    ),
    everyday(
        "talks",
        "busiest month for calls this year?",
        lambda s: top(by_month(in_year(s.i[s.i.kind == "call"], "date"), "date").size()),
    ),
    everyday(
        "talks",
        "tickets so far this year by customer tier",
        lambda s: count(in_year(s.i[s.i.kind == "ticket"], "date"), "tier"),
    ),
    everyday(
        "talks",
        "how many days ago did Moorfield last open a ticket?",
        lambda s: int(age(_of(s, "Moorfield Tiles", "ticket").date.dt.normalize()).min()),
    ),
    everyday(
        "talks",
        "clients we've never once sat in a meting with",
        lambda s: names(s.a) - names(s.i[s.i.kind == "meeting"], "account"),
    ),
    everyday(
        "talks",
        "what has Jonas been up to since the start of july? interactions by kind pls",
        lambda s: count(s.i[(s.i.rep == "Jonas Weidner") & (s.i.date >= "2026-07-01")], "kind"),
    ),
    everyday(
        "talks",
        "accounts with an open deal that nobody has been in contact with in november",
        lambda s: names(s.o, "account") & _silent(s, "2026-11-01"),
    ),
    everyday(
        "talks",
        "date of our very first contact with Zephyrine",
        lambda s: str(s.i[s.i.account == "Zephyrine Air Parts"].date.min().date()),
    ),
    everyday(
        "talks",
        "Single-threaded accounts: where have we only ever had e-mails from one person?",
        lambda s: exactly(written(s).groupby("account").writer.nunique(), 1),
    ),
]

_PEOPLE = [
    everyday(
        "people", "whos the finnance manager at Ridgback", lambda s: _titled(s, "Ridgeback Tools", "Finance Manager")
    ),
    everyday("people", "Who are our two newest customers?", lambda s: names(s.a.nlargest(2, "customer since"))),
    everyday("people", "our longest-standing client?", lambda s: names(s.a.nsmallest(1, "customer since"))),
    everyday("people", "what timezone is grace in", lambda s: first(s.u[s.u.name == "Grace Whitcombe"], "timezone")),
    everyday(
        "people", "countries where we have only the one account", lambda s: exactly(s.a.groupby("country").size(), 1)
    ),
    everyday(
        "people",
        "missed a call from +1 669 555 0137, who is that",
        lambda s: names(s.c[s.c.phone == "+1 669 555 0137"]),
    ),
    everyday("people", "senior account execs, names?", lambda s: names(s.u[s.u.title == "Senior Account Executive"])),
    everyday(
        "people", "list price of Premium Support?", lambda s: int(first(s.p[s.p.name == "Premium Support"], "price"))
    ),
]
BOOKS = [*_INVOICES, *_SUBSCRIPTIONS, *_TALKS, *_PEOPLE]


def _small(sums: Any) -> set[str]:
    return set(sums[sums < 1000].index)


def _silent(s: Any, since: str) -> set[str]:
    """The accounts that nothing was exchanged with since."""
    return names(s.a) - names(s.i[s.i.date >= since], "account")


def _of(s: Any, account: str, kind: str) -> Any:
    return s.i[(s.i.account == account) & (s.i.kind == kind)]


def _by(s: Any, frame: Any, manager: str) -> Any:
    return frame[frame.rep.isin(s.u[s.u.manager == manager].name)]


def _titled(s: Any, account: str, title: str) -> set[str]:
    return names(s.c[(s.c.account == account) & (s.c["job title"] == title)])
