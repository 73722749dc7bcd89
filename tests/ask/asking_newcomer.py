"""Questions as a newcomer puts them: growth, ratios, never, at least, slips of the pen, shorthand, and what no record holds.

Written before they were run; the answers come from pandas. First run: see `test_ask_newcomer.py`.
"""

from __future__ import annotations

from asking_gold import between, low, mav, rav, top

NEW = "newcomer"


def growth(frame: object) -> dict[str, float]:
    f = frame.w  # type: ignore[attr-defined]
    return {
        "2017 Q1": between(f, "close_date", "2017-01-01", "2017-04-01").close_value.sum(),
        "2017 Q2": between(f, "close_date", "2017-04-01", "2017-07-01").close_value.sum(),
    }


QUESTIONS = [
    mav(NEW, "growth", "how did won revenue change from Q1 to Q2 2017", growth),
    mav(NEW, "growth", "compare won deals in Q3 2017 with Q4 2017", lambda f: {
        "2017 Q3": len(between(f.w, "close_date", "2017-07-01", "2017-10-01")),
        "2017 Q4": len(between(f.w, "close_date", "2017-10-01", "2018-01-01"))}),
    mav(NEW, "growth", "monthly revenue trend for Anna Snelling", lambda f: {
        str(month): value for month, value in f.w[f.w.sales_agent == "Anna Snelling"].groupby(
            f.w.close_date.dt.to_period("M")).close_value.sum().items()}),
    mav(NEW, "compare", "who sold more, Darcel Schlecht or Vicki Laflamme?",
        lambda f: top(f.w[f.w.sales_agent.isin(["Darcel Schlecht", "Vicki Laflamme"])].groupby("sales_agent").close_value.sum())),
    mav(NEW, "compare", "win rate of GTX Pro vs MG Special", lambda f: {
        name: (f.c[f.c["product"] == name].deal_stage == "Won").mean() for name in ("GTX Pro", "MG Special")}),
    mav(NEW, "ratio", "revenue per employee at Hottechi", lambda f: float(
        f.a[f.a.account == "Hottechi"].revenue.iloc[0] / f.a[f.a.account == "Hottechi"].employees.iloc[0])),
    mav(NEW, "ratio", "what percentage of deals in the Central region were lost", lambda f: float(
        (f.d[f.d.regional_office == "Central"].deal_stage == "Lost").mean())),
    mav(NEW, "never", "reps who have never sold GTK 500", lambda f:
        set(f.t.sales_agent) - set(f.w[f.w["product"] == "GTK 500"].sales_agent)),
    mav(NEW, "never", "customers that never bought MG Advanced", lambda f:
        set(f.a.account) - set(f.w[f.w["product"] == "MG Advanced"].account)),
    mav(NEW, "least", "accounts with at least 60 won deals", lambda f:
        {name for name, n in f.w.groupby("account").size().items() if n >= 60}),
    mav(NEW, "least", "agents that closed at least 200 deals as won", lambda f:
        {name for name, n in f.w.groupby("sales_agent").size().items() if n >= 200}),
    mav(NEW, "slip", "totl revenue of Cancity", lambda f: f.w[f.w.account == "Cancity"].close_value.sum()),
    mav(NEW, "slip", "how many oportunities did Darcel Schlect lose", lambda f:
        (f.l.sales_agent == "Darcel Schlecht").sum()),
    mav(NEW, "short", "rev by product", lambda f: f.w.groupby("product").close_value.sum().to_dict()),
    mav(NEW, "short", "avg deal size per rep", lambda f: f.w.groupby("sales_agent").close_value.mean().to_dict()),
    mav(NEW, "short", "# of opps won by region", lambda f: f.w.groupby("regional_office").size().to_dict()),
    mav(NEW, "plain", "which quarter of 2017 brought in the most money", lambda f: {
        "2017 Q" + str(between(f.w, "close_date", "2017-01-01", "2018-01-01").groupby(
            f.w.close_date.dt.quarter).close_value.sum().idxmax())}),
    mav(NEW, "plain", "biggest customer in the medical sector", lambda f:
        top(f.w[f.w.sector == "medical"].groupby("account").close_value.sum())),
    mav(NEW, "plain", "how long do deals for MG Special take on average", lambda f:
        float(f.c[f.c["product"] == "MG Special"].days.mean())),
    mav(NEW, "plain", "which manager's team lost the most deals", lambda f: top(f.l.groupby("manager").size())),
    mav(NEW, "unanswerable", "what is our market share in retail", None),
    mav(NEW, "unanswerable", "average commission per rep", None),
    mav(NEW, "unanswerable", "which deals did Rachel Zane win", None),
    mav(NEW, "unanswerable", "how happy is Kary Hendrixson with her salary", None),
    mav(NEW, "unanswerable", "will Cancity buy again next year", None),
    mav(NEW, "unanswerable", "revenue after tax in 2017", None),
    mav(NEW, "unanswerable", "deals lost because of price", None),
    rav(NEW, "growth", "how did the number of signups change from 2023 to 2024", lambda f: {
        "2023": (f.a.signup_date.dt.year == 2023).sum(), "2024": (f.a.signup_date.dt.year == 2024).sum()}),
    rav(NEW, "compare", "average satisfaction score of urgent vs low priority tickets", lambda f:
        f.t[f.t.priority.isin(["urgent", "low"])].groupby("priority").satisfaction_score.mean().to_dict()),
    rav(NEW, "compare", "how many accounts on Pro vs Enterprise plan", lambda f:
        f.a[f.a.plan_tier.isin(["Pro", "Enterprise"])].groupby("plan_tier").size().to_dict()),
    rav(NEW, "ratio", "share of tickets that were escalated", lambda f: float(f.t.escalation_flag.mean())),
    rav(NEW, "ratio", "average number of seats per account in FinTech", lambda f:
        float(f.a[f.a.industry == "FinTech"].seats.mean())),
    rav(NEW, "never", "accounts that never raised a ticket", lambda f: set(f.a.account_name) - set(f.t.account_name)),
    rav(NEW, "least", "customers with at least 9 support tickets", lambda f:
        {name for name, n in f.t.groupby("account_name").size().items() if n >= 9}),
    rav(NEW, "slip", "how many acounts are in Cybersecurty", lambda f: (f.a.industry == "Cybersecurity").sum()),
    rav(NEW, "short", "avg first resp time by priority", lambda f:
        f.t.groupby("priority").first_response_time_minutes.mean().to_dict()),
    rav(NEW, "plain", "what reason do customers give most for churning", lambda f:
        top(f.c.groupby("reason_code").size())),
    rav(NEW, "plain", "total refunds in 2024", lambda f:
        float(between(f.c, "churn_date", "2024-01-01", "2025-01-01").refund_amount_usd.sum())),
    rav(NEW, "plain", "which country has the most trial accounts", lambda f: top(f.a[f.a.is_trial].groupby("country").size())),
    rav(NEW, "plain", "lowest rated ticket priority by satisfaction", lambda f:
        low(f.t.groupby("priority").satisfaction_score.mean())),
    rav(NEW, "unanswerable", "average age of our users", None),
    rav(NEW, "unanswerable", "which CEO signed the contract with Company_7", None),
    rav(NEW, "unanswerable", "net promoter score by industry", None),
    rav(NEW, "unanswerable", "how much did we spend on marketing in 2024", None),
]  # fmt: skip
