"""Questions over the Salesforce-like export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import TODAY, best, between, counts, shares, total, without


def _q(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("salesforce", "unseen", category, text, gold)


def _over_quota(f: Any) -> set[str]:
    booked = between(f.w, "closedate", "2026-01-01", "2027-01-01").groupby("owner").amount.sum()
    return {name for name, quota in f.u.set_index("name").annual_quota.dropna().items() if booked.get(name, 0) > quota}


def _resolved(f: Any) -> dict[str, float]:
    done = f.k[(f.k.status == "Closed") & (f.k.priority == "High")]
    return (done.closeddate - done.createddate).dt.days.groupby(done.origin).mean().to_dict()


QUESTIONS = [
    _q("total", "closed won last quarter, total amount", lambda f: between(f.w, "closedate", "2026-07-01", "2026-10-01").amount.sum()),
    _q("threshold", "Which reps have already won more than their annual quota in 2026?", _over_quota),
    _q("list", "opps in negotiation bigger than 100k", lambda f: set(f.n[(f.n.stagename == "Negotiation/Review") & (f.n.amount > 100000)].name)),
    _q("group", "open pipeline by stage in money", lambda f: total(f.n, "stagename", "amount")),
    _q("rate", "what is the win rate of webinar leads compared with trade show leads, looking at closed opps", lambda f: shares(f.o[f.o.isclosed & f.o.leadsource.isin(["Webinar", "Trade Show"])], "leadsource", "iswon")),
    _q("top", "five accounts that gave us the most won expansion money", lambda f: best(f.w[f.w.type == "Expansion"].groupby("account").amount.sum(), 5)),
    _q("custom", "mean health score per industry", lambda f: f.a.dropna(subset="health_score").groupby("industry").health_score.mean().to_dict()),
    _q("custom", "accounts with an NPS below -40", lambda f: set(f.a[f.a.nps < -40].name)),
    _q(
        "upcoming", "Who renews in Q1 2027 and has a health score under 50?",
        lambda f: set(between(f.a[f.a.health_score < 50], "renewal_date", "2027-01-01", "2027-04-01").name),
    ),
    _q("custom", "licensed seats in Germany, all accounts together", lambda f: int(f.a[f.a.billingcountry == "Germany"].licensed_seats.sum())),
    _q("median", "median headcount of pharmaceuticals accounts", lambda f: f.a[f.a.industry == "Pharmaceuticals"].numberofemployees.median()),
    _q("superlative", "biggest opp Soraya ever won", lambda f: best(f.w[f.w.owner == "Soraya Mendes"].set_index("name").amount)),
    _q("count", "how many opportunities did price cost us in 2026? go by the close date", lambda f: len(between(f.l[f.l.loss_reason == "Price"], "closedate", "2026-01-01", "2027-01-01"))),
    _q(
        "share", "share of this year's lost opportunities that went to a competitor",
        lambda f: float((between(f.l, "closedate", "2026-01-01", "2027-01-01").loss_reason == "Lost to Competitor").mean()),
    ),
    _q(
        "without", "accounts that have an open opp above 120k but no completed task since 1 August 2026",
        lambda f: without(f.n[f.n.amount > 120000].account, f.t[(f.t.status == "Completed") & (f.t.activitydate >= "2026-08-01")], "account"),
    ),
    _q("never", "French accounts without a single opportunity", lambda f: without(f.a[f.a.billingcountry == "France"].name, f.o, "account")),
    _q("group", "cases that aren't closed yet, by priority", lambda f: counts(f.k[f.k.status != "Closed"], "priority")),
    _q("average", "for high priority cases, average number of days until closed per origin", _resolved),
    _q(
        "having", "accounts with more than 5 cases and a health score below 70",
        lambda f: {n for n, k in counts(f.k[f.k.health < 70], "account").items() if k > 5},
    ),
    _q("relation", "what has each sales team won so far this quarter? (amount)", lambda f: total(f.w[f.w.closedate >= "2026-10-01"], "team", "amount")),
    _q("relation", "How many accounts still belong to a user who isn't active anymore?", lambda f: len(f.a[f.a.ownerid.isin(f.u[~f.u.isactive].id)])),
    _q("list", "lab managers who have opted out of email", lambda f: set(f.p[(f.p.title == "Lab Manager") & f.p.hasoptedoutofemail].full)),
    _q("total", "weighted pipeline pls: amount times probability over all open opps", lambda f: float((f.n.amount * f.n.probability / 100).sum())),
    _q("lookup", "who owns Hawksmore Chemicals?", lambda f: f.a.set_index("name").owner["Hawksmoor Chemicals"]),
    _q("lookup", "what type of account is Topaz Biosciences", lambda f: f.a.set_index("name").type["Topaz Biosciences"]),
    _q("having", "the country with the best win rate on closed opps, ignoring countries with fewer than 30 closed ones", lambda f: best(f.o[f.o.isclosed].groupby("country").iswon.agg(["mean", "size"]).query("size >= 30")["mean"])),
    _q("superlative", "largest cosmetics account by employees that we've never won an opp with", lambda f: best(f.a[(f.a.industry == "Cosmetics") & ~f.a.name.isin(f.w.account)].set_index("name").numberofemployees)),
    _q(
        "multi", "Dmitri's won amount this year by opportunity type",
        lambda f: total(between(f.w[f.w.owner == "Dmitri Valcourt"], "closedate", "2026-01-01", "2027-01-01"), "type", "amount"),
    ),
    _q("overdue", "overdue tasks (not started, date before today) per owner", lambda f: counts(f.t[(f.t.status == "Not Started") & (f.t.activitydate < TODAY)], "owner")),
    _q("upcoming", "value of what should close next month", lambda f: between(f.n, "closedate", "2026-12-01", "2027-01-01").amount.sum()),
    _q("unanswerable", "how much commission did Annika Thorsen get paid in 2026?", None),
    _q("unanswerable", "revenue won from Vandelay Industries", None),
    _q("unanswerable", "What did Roche's diagnostics division earn last year?", None),
    _q("unanswerable", "How many of our open opps will we end up losing?", None),
    _q("unanswerable", "average satisfaction rating on closed cases", None),
    _q("unanswerable", "what's the boiling point of ethanol", None),
]  # fmt: skip
