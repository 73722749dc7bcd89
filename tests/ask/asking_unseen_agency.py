"""Questions over the Pipedrive-like export of the marketing agency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from asking_gold import Question
from unseen_parts import TODAY, best, between, counts, growth, total, without


def _q(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("agency", "unseen", category, text, gold)


def _won_rate(f: Any, by: str) -> dict[str, float]:
    closed = pd.concat([f.w, f.l])
    return (closed.status == "Won").groupby(closed[by]).mean().to_dict()


def _days(frame: Any) -> Any:
    return (frame.won_time - frame.deal_created).dt.days


def _many_losses(f: Any) -> set[str]:
    return {name for name, times in counts(f.l[f.l.monthly_ad_budget > 30000], "organization").items() if times >= 4}


QUESTIONS = [
    _q("total", "won value year to date", lambda f: f.w[f.w.won_time >= "2026-01-01"].value.sum()),
    _q("group", "Retainers pipeline: how often did each lost reason come up?", lambda f: counts(f.l[f.l.pipeline == "Retainers"], "lost_reason")),
    _q("rate", "win rate by service, open deals not counted", lambda f: _won_rate(f, "service")),
    _q("superlative", "who won the most value in Q3 2026?", lambda f: best(between(f.w, "won_time", "2026-07-01", "2026-10-01").groupby("owner").value.sum())),
    _q("overdue", "activities still to do that were due before today - number per user", lambda f: counts(f.a[(f.a.done == "To do") & (f.a.due_date < TODAY)], "assigned_to_user")),
    _q("upcoming", "total of open deals expected to close in December", lambda f: between(f.n, "expected_close_date", "2026-12-01", "2027-01-01").value.sum()),
    _q("never", "clients for whom we have no person on file", lambda f: without(f.o.name, f.p, "organization")),
    _q(
        "without", "organizations with an open deal but nothing done (no finished activity) since September 1st 2026",
        lambda f: without(f.n.organization, f.a[(f.a.done == "Done") & (f.a.due_date >= "2026-09-01")], "organization"),
    ),
    _q("days", "how many days from deal creation to the win, on average, retainers vs projects", lambda f: _days(f.w).groupby(f.w.pipeline).mean().to_dict()),
    _q("top", "top 2 cities for won business, by value", lambda f: best(f.w.groupby("city").value.sum(), 2)),
    _q("never", "Hot organizations that never had a deal", lambda f: without(f.o[f.o.label == "Hot"].name, f.d, "organization")),
    _q("median", "median value: lost deals against won deals", lambda f: pd.concat([f.w, f.l]).groupby("status").value.median().to_dict()),
    _q("superlative", "Which lost reason cost us the most money in 2026?", lambda f: best(f.l[f.l.lost_time >= "2026-01-01"].groupby("lost_reason").value.sum())),
    _q("group", "minutes spent in finished meetings per user in 2026", lambda f: total(f.a[(f.a.type == "Meeting") & (f.a.done == "Done") & (f.a.due_date >= "2026-01-01") & (f.a.due_date < "2027-01-01")], "assigned_to_user", "duration_min")),
    _q("compare", "Freya Lindgren and Stefan Ilic: booked value in 2025", lambda f: total(between(f.w[f.w.owner.isin(["Freya Lindgren", "Stefan Ilic"])], "won_time", "2025-01-01", "2026-01-01"), "owner", "value")),
    _q("share", "what percentage of the CMOs gets our newsletter?", lambda f: float((f.p[f.p.job_title == "CMO"].newsletter == "Yes").mean())),
    _q("lookup", "job title of Matteo Costello", lambda f: f.p.set_index("name").job_title["Mateo Costello"]),
    _q("top", "the 3 contact persons who brought us the most won value", lambda f: best(f.w.groupby("contact_person").value.sum(), 3)),
    _q("multi", "open value per pipeline and stage", lambda f: total(f.n, ["pipeline", "stage"], "value")),
    _q("custom", "Largest monthly ad budget among the breweries (sector Brewing) - whose is it?", lambda f: best(f.o[f.o.sector == "Brewing"].set_index("name").monthly_ad_budget.astype(float))),
    _q("having", "orgs with an ad budget above 30k a month where we lost at least 4 deals", _many_losses),
    _q("exists", "do we have any open deal at Verbal yes worth more than 30,000?", lambda f: bool(((f.n.stage == "Verbal yes") & (f.n.value > 30000)).any())),
    _q("growth", "number of deals won: % change from H1 2025 to H1 2026", lambda f: growth(len(between(f.w, "won_time", "2026-01-01", "2026-07-01")), len(between(f.w, "won_time", "2025-01-01", "2025-07-01")))),
    _q("share", "Referral's share of everything we ever won, in value", lambda f: float(f.w[f.w.channel == "Referral"].value.sum() / f.w.value.sum())),
    _q("list", "SEO deals the other agency took from us", lambda f: set(f.l[(f.l.service == "SEO") & (f.l.lost_reason == "Other agency")].title)),
    _q("count", "how many deals were created in the past two full months, September and October 2026", lambda f: len(between(f.d, "deal_created", "2026-09-01", "2026-11-01"))),
    _q("average", "typical (mean) ad budget per month by label", lambda f: f.o.dropna(subset="monthly_ad_budget").groupby("label").monthly_ad_budget.mean().to_dict()),
    _q("superlative", "our oldest deal that is still open?", lambda f: best(-f.n.set_index("title").deal_created.astype("int64"))),
    _q("range", "won deals between 20k and 30k in 2026, how many", lambda f: int(f.w[f.w.won_time >= "2026-01-01"].value.between(20000, 30000).sum())),
    _q("days", "How many days has it been since the last finished activity with Longacre Fitness?", lambda f: int((TODAY - f.a[(f.a.organization == "Longacre Fitness") & (f.a.done == "Done")].due_date.max()).days)),
    _q("unanswerable", "which invoices are still unpaid?", None),
    _q("unanswerable", "what will our clients' ad budgets add up to in 2028?", None),
    _q("unanswerable", "Deals with Hooli, total value", None),
    _q("unanswerable", "What's WPP's biggest client?", None),
    _q("unanswerable", "click-through rate of our Paid social campaigns", None),
    _q("unanswerable", "how do you write a good creative brief", None),
]  # fmt: skip
