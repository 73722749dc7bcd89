"""Questions over the warehouse dump of the subscription business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import best, between, counts, growth, shares, total, without


def _q(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("saas", "unseen", category, text, gold)


def _late(f: Any) -> float:
    paid = f.i[f.i.status == "paid"]
    return float((paid.paid_at > paid.due_at).mean())


def _canceled(f: Any) -> dict[str, float]:
    return shares(f.s.assign(hit=f.s.status == "canceled"), "segment", "hit")


QUESTIONS = [
    _q("total", "MRR on active subscriptions, all in", lambda f: f.live.mrr_usd.sum()),
    _q("group", "split active mrr by plan", lambda f: total(f.live, "plan", "mrr_usd")),
    _q("relation", "which CSM looks after the most MRR? active subs only", lambda f: best(f.live.groupby("csm").mrr_usd.sum())),
    _q("list", "who churned in Q3 2026? I need the customer names", lambda f: set(between(f.gone, "churned_at", "2026-07-01", "2026-10-01").name)),
    _q("superlative", "the number one cancel reason", lambda f: best(f.gone.groupby("cancel_reason").size())),
    _q("total", "seats on active subscriptions across EMEA", lambda f: int(f.live[f.live.region == "EMEA"].seats.sum())),
    _q("without", "red-health clients that nobody from CS is assigned to", lambda f: set(f.c[(f.c.health == "red") & f.c.csm.isna()].name)),
    _q("average", "avg seats per plan (active ones)", lambda f: f.live.groupby("plan").seats.mean().to_dict()),
    _q("upcoming", "which clients are still trialing with a trial that ends this month?", lambda f: set(between(f.s[f.s.status == "trialing"], "trial_end", "2026-11-01", "2026-12-01").name)),
    _q("total", "how much money is tied up in overdue invoices?", lambda f: f.i[f.i.status == "overdue"].amount_usd.sum()),
    _q("top", "five worst debtors going by overdue invoice amount", lambda f: best(f.i[f.i.status == "overdue"].groupby("name").amount_usd.sum(), 5)),
    _q("share", "What share of the paid invoices was paid after the due date?", _late),
    _q(
        "days", "avg days between issuing an invoice and getting paid, per region",
        lambda f: (f.i.paid_at - f.i.issued_at).dt.days[f.i.status == "paid"].groupby(f.i.region).mean().to_dict(),
    ),
    _q("median", "median invoice amount for subscriptions on the enterprise plan", lambda f: f.i[f.i.plan == "enterprise"].amount_usd.median()),
    _q("superlative", "Which customer hammered the API hardest on November 18th 2026?", lambda f: best(f.u[f.u.usage_date == "2026-11-18"].set_index("name").api_calls)),
    _q("threshold", "customers with fewer than 10 active users on 2026-11-19", lambda f: set(f.u[(f.u.usage_date == "2026-11-19") & (f.u.active_users < 10)].name)),
    _q(
        "growth", "invoiced amount Q3 2026 vs Q2 2026: how much % up or down, void ones left out",
        lambda f: growth(*(between(f.i[f.i.status != "void"], "issued_at", *period).amount_usd.sum() for period in (("2026-07-01", "2026-10-01"), ("2026-04-01", "2026-07-01")))),
    ),
    _q("never", "any customers with no subscription whatsoever? list em", lambda f: without(f.c.name, f.s, "name")),
    _q("having", "who has 2 or more active subscriptions", lambda f: {n for n, k in counts(f.live, "name").items() if k >= 2}),
    _q("days", "how long does a subscription live before it churns - average days from start to churn, per plan", lambda f: (f.gone.churned_at - f.gone.started_at).dt.days.groupby(f.gone.plan).mean().to_dict()),
    _q("group", "2026 churned MRR grouped by cancel reason", lambda f: total(between(f.gone, "churned_at", "2026-01-01", "2027-01-01"), "cancel_reason", "mrr_usd")),
    _q("compare", "Noor Halvorsen's customers vs Eamon Tully's: average NPS", lambda f: f.c[f.c.csm.isin(["Noor Halvorsen", "Eamon Tully"])].groupby("csm").nps.mean().to_dict()),
    _q("superlative", "Whose is the single largest active subscription in APAC by mrr?", lambda f: best(f.live[f.live.region == "APAC"].set_index("name").mrr_usd)),
    _q(
        "compare", "have we added more new customers in AMER than in EMEA in 2026?",
        lambda f: bool(counts(f.c[f.c.created_at >= "2026-01-01"], "region")["AMER"] > counts(f.c[f.c.created_at >= "2026-01-01"], "region")["EMEA"]),
    ),
    _q("share", "percentage of active seats billed annually", lambda f: float(f.live[f.live.billing_interval == "annual"].seats.sum() / f.live.seats.sum())),
    _q("upcoming", "clients with a subscription renewing in Jan 2027 that's worth more than 2,000 a month", lambda f: set(between(f.s[f.s.mrr_usd > 2000], "renews_at", "2027-01-01", "2027-02-01").name)),
    _q("lookup", "sub_7044 - which plan is that on?", lambda f: f.s.set_index("subscription_id").plan["sub_7044"]),
    _q("multi", "number of customers per region and health colour", lambda f: counts(f.c, ["region", "health"])),
    _q("rate", "out of all subscriptions ever started, what part got canceled? by segment", _canceled),
    _q("lookup", "whats the health of Gildersom HQ", lambda f: f.c.set_index("name").health["Gildersome HQ"]),
    _q("unanswerable", "what does it cost us to acquire a customer?", None),
    _q("unanswerable", "Predict our MRR for June 2027", None),
    _q("unanswerable", "overdue invoices of Initech", None),
    _q("unanswerable", "how many paying customers does Slack have", None),
    _q("unanswerable", "Which clients have single sign-on switched on?", None),
    _q("unanswerable", "who invented the spreadsheet?", None),
]  # fmt: skip
