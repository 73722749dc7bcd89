"""Questions that the planner was developed on."""

from __future__ import annotations

from asking_gold import between, mav, rate, rav, top

SEEN = "seen"
QUESTIONS = [
    mav(
        SEEN,
        "count",
        "How many deals did Anna Snelling win in Q3 2017?",
        lambda f: len(between(f.w[f.w.sales_agent == "Anna Snelling"], "close_date", "2017-07-01", "2017-10-01")),
    ),
    mav(
        SEEN,
        "rate",
        "Which rep has the highest win rate in the East region?",
        lambda f: top(
            f.c[f.c.regional_office == "East"].groupby("sales_agent").deal_stage.apply(lambda s: (s == "Won").mean())
        ),
    ),
    mav(
        SEEN,
        "ratio",
        "What is the average revenue per employee of technology companies?",
        lambda f: f.a[f.a.sector == "technolgy"].revenue.sum() / f.a[f.a.sector == "technolgy"].employees.sum(),
    ),
    mav(
        SEEN,
        "absence",
        "Which accounts in the retail sector never bought GTK 500?",
        lambda f: set(f.a[f.a.sector == "retail"].account) - set(f.w[f.w["product"] == "GTK 500"].account),
    ),
    mav(
        SEEN,
        "compare",
        "Q1 vs Q2 2017 revenue",
        lambda f: {
            "2017 Q1": between(f.w, "close_date", "2017-01-01", "2017-04-01").close_value.sum(),
            "2017 Q2": between(f.w, "close_date", "2017-04-01", "2017-07-01").close_value.sum(),
        },
    ),
    mav(SEEN, "ranking", "best rep", lambda f: top(f.w.groupby("sales_agent").close_value.sum())),
    mav(SEEN, "ranking", "which product sells most", lambda f: top(f.w.groupby("product").size())),
    mav(SEEN, "ranking", "Top 5 accounts by revenue", lambda f: top(f.w.groupby("account").close_value.sum(), 5)),
    mav(SEEN, "group", "How many deals are in each stage?", lambda f: f.d.groupby("deal_stage").size().to_dict()),
    mav(SEEN, "rate", "win rate by manager", lambda f: rate(f.c, "manager")),
    mav(
        SEEN,
        "average",
        "What is the average sales cycle by product?",
        lambda f: f.c.groupby("product").days.mean().to_dict(),
    ),
    mav(
        SEEN,
        "threshold",
        "How many deals between 1 and 5k were won in March 2017?",
        lambda f: len(between(f.w[f.w.close_value.between(1000, 5000)], "close_date", "2017-03-01", "2017-04-01")),
    ),
    mav(
        SEEN,
        "having",
        "reps with more than 200 losses",
        lambda f: {n for n, c in f.l.groupby("sales_agent").size().items() if c > 200},
    ),
    mav(SEEN, "absence", "customers without open deals", lambda f: set(f.a.account) - set(f.o.account.dropna())),
    mav(SEEN, "lookup", "Where is Betatech based?", lambda f: "Kenya"),
    mav(SEEN, "lookup", "who manages Anna Snelling", lambda f: "Dustin Brinkmann"),
    mav(SEEN, "lookup", "how many employees does Hottechi have?", lambda f: 16499),
    mav(
        SEEN,
        "lookup",
        "Acme Corporation's subsidiaries",
        lambda f: set(f.a[f.a.subsidiary_of == "Acme Corporation"].account),
    ),
    mav(SEEN, "lookup", "What is the parent company of Bluth Company?", lambda f: "Acme Corporation"),
    mav(
        SEEN,
        "list",
        "Which companies were founded before 1985?",
        lambda f: set(f.a[f.a.year_established < 1985].account),
    ),
    mav(
        SEEN,
        "count",
        "How many accounts are in the United States?",
        lambda f: (f.a.office_location == "United States").sum(),
    ),
    mav(
        SEEN,
        "group",
        "total sales by region and quarter",
        lambda f: (
            f.w.assign(q=f.w.close_date.dt.year.astype(str) + " Q" + f.w.close_date.dt.quarter.astype(str))
            .groupby(["regional_office", "q"])
            .close_value.sum()
            .to_dict()
        ),
    ),
    mav(SEEN, "yes-no", "Did we sell more GTX Basic than MG Special in 2017?", lambda f: True),
    mav(SEEN, "share", "What percentage of deals were lost?", lambda f: len(f.l) / len(f.d)),
    mav(SEEN, "lookup", "What is the price of GTXPro?", lambda f: 4821),
    mav(SEEN, "average", "median deal value by sector", lambda f: f.w.groupby("sector").close_value.median().to_dict()),
    mav(
        SEEN,
        "group",
        "monthly revenue in 2017",
        lambda f: f.w.groupby(f.w.close_date.dt.strftime("%Y-%m")).close_value.sum().to_dict(),
    ),
    mav(SEEN, "ratio", "average number of deals per rep", lambda f: len(f.d) / f.d.sales_agent.nunique()),
    mav(
        SEEN,
        "ranking",
        "Which manager's team has the best revenue?",
        lambda f: top(f.w.groupby("manager").close_value.sum()),
    ),
    mav(
        SEEN, "count", "How many sales agents work in the West region?", lambda f: (f.t.regional_office == "West").sum()
    ),
    mav(
        SEEN,
        "count",
        "how many open deals does Darcel Schlecht have",
        lambda f: (f.o.sales_agent == "Darcel Schlecht").sum(),
    ),
    mav(
        SEEN,
        "having",
        "Which sectors have a win rate above 63%?",
        lambda f: {k for k, v in rate(f.c, "sector").items() if v > 0.63},
    ),
    mav(SEEN, "ranking", "best rep in each region", lambda f: {"Darcel Schlecht", "Cassey Cress", "Vicki Laflamme"}),
    mav(
        SEEN,
        "ranking",
        "who sold the most in December 2017?",
        lambda f: top(between(f.w, "close_date", "2017-12-01", "2018-01-01").groupby("sales_agent").close_value.sum()),
    ),
    mav(SEEN, "ranking", "which rep lost the most deals?", lambda f: top(f.l.groupby("sales_agent").size())),
    mav(
        SEEN, "count", "how many accounts are not in the US?", lambda f: (f.a.office_location != "United States").sum()
    ),
    mav(SEEN, "unanswerable", "What's the weather?", None),
    mav(SEEN, "unanswerable", "forecast revenue for next quarter", None),
    mav(SEEN, "unanswerable", "What is the average discount by rep?", None),
    rav(SEEN, "group", "How many accounts do we have by industry?", lambda f: f.a.groupby("industry").size().to_dict()),
    rav(SEEN, "group", "total MRR by plan tier", lambda f: f.s.groupby("plan_tier").mrr_amount.sum().to_dict()),
    rav(
        SEEN,
        "sum",
        "usage count of feature_20 in 2024",
        lambda f: f.u[(f.u.feature_name == "feature_20") & (f.u.usage_date.dt.year == 2024)].usage_count.sum(),
    ),
    rav(
        SEEN,
        "average",
        "average resolution time of urgent tickets",
        lambda f: f.t[f.t.priority == "urgent"].resolution_time_hours.mean(),
    ),
    rav(
        SEEN,
        "group",
        "accounts with churn flag by industry",
        lambda f: f.a[f.a.churn_flag].groupby("industry").size().to_dict(),
    ),
    rav(SEEN, "share", "What's our churn rate?", lambda f: f.a.churn_flag.mean()),
    rav(SEEN, "count", "How many accounts signed up in 2024?", lambda f: (f.a.signup_date.dt.year == 2024).sum()),
    rav(
        SEEN,
        "count",
        "How many escalated tickets were there in Q2 2024?",
        lambda f: between(f.t[f.t.escalation_flag], "submitted_at", "2024-04-01", "2024-07-01").shape[0],
    ),
    rav(
        SEEN,
        "share",
        "What percentage of accounts in the US are on trial?",
        lambda f: f.a[f.a.country == "US"].is_trial.mean(),
    ),
    rav(SEEN, "ranking", "Which industry has the most support tickets?", lambda f: top(f.t.groupby("industry").size())),
    rav(SEEN, "ranking", "top 10 accounts by MRR", lambda f: top(f.s.groupby("account_name").mrr_amount.sum(), 10)),
    rav(SEEN, "ranking", "most common churn reason", lambda f: top(f.c.groupby("reason_code").size())),
    rav(
        SEEN,
        "ranking",
        "which feature has the most errors?",
        lambda f: top(f.u.groupby("feature_name").error_count.sum()),
    ),
    rav(
        SEEN,
        "having",
        "accounts with more than 10 tickets",
        lambda f: {n for n, c in f.t.groupby("account_name").size().items() if c > 10},
    ),
    rav(
        SEEN, "absence", "How many accounts have no tickets?", lambda f: len(set(f.a.account_id) - set(f.t.account_id))
    ),
    rav(SEEN, "lookup", "What is Company_12's plan tier?", lambda f: "Basic"),
    rav(SEEN, "lookup", "When did Company_7 sign up?", lambda f: "2023-04-15"),
    rav(
        SEEN,
        "average",
        "median first response time by month in 2024",
        lambda f: (
            f.t[f.t.submitted_at.dt.year == 2024]
            .groupby(f.t.submitted_at.dt.strftime("%Y-%m"))
            .first_response_time_minutes.median()
            .to_dict()
        ),
    ),
    rav(
        SEEN,
        "list",
        "subscriptions that ended in March 2024",
        lambda f: set(between(f.s, "end_date", "2024-03-01", "2024-04-01").account_name),
    ),
    rav(SEEN, "ratio", "average MRR per account", lambda f: f.s.mrr_amount.sum() / f.s.account_id.nunique()),
    rav(
        SEEN,
        "count",
        "how many UK customers are on the Pro plan",
        lambda f: ((f.a.country == "UK") & (f.a.plan_tier == "Pro")).sum(),
    ),
    rav(SEEN, "unanswerable", "what is our revenue by industry?", None),
]
