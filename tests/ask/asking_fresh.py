"""A second blind half, written after the faults of the first were mended and run once before anything changed."""

from __future__ import annotations

from asking_gold import between, low, mav, rate, rav, top

FRESH = "fresh"
QUESTIONS = [
    mav(
        FRESH,
        "count",
        "What is the number of deals currently in the engaging stage?",
        lambda f: (f.d.deal_stage == "Engaging").sum(),
    ),
    mav(
        FRESH,
        "count",
        "count of deals Corliss Cosme lost in the first half of 2017",
        lambda f: len(between(f.l[f.l.sales_agent == "Corliss Cosme"], "close_date", "2017-01-01", "2017-07-01")),
    ),
    mav(
        FRESH,
        "count",
        "How many opportunities were created in January 2017?",
        lambda f: len(between(f.d, "engage_date", "2017-01-01", "2017-02-01")),
    ),
    mav(FRESH, "count", "How many reps report to Cara Losch?", lambda f: (f.t.manager == "Cara Losch").sum()),
    mav(
        FRESH,
        "count",
        "how many retail or medical clients have over 5000 staff",
        lambda f: (f.a.sector.isin(["retail", "medical"]) & (f.a.employees > 5000)).sum(),
    ),
    mav(
        FRESH,
        "sum",
        "Total value of all won deals for Cheers",
        lambda f: f.w[f.w.account == "Cheers"].close_value.sum(),
    ),
    mav(
        FRESH,
        "sum",
        "What were Reed Clapper's sales in October 2017?",
        lambda f: between(
            f.w[f.w.sales_agent == "Reed Clapper"], "close_date", "2017-10-01", "2017-11-01"
        ).close_value.sum(),
    ),
    mav(
        FRESH,
        "sum",
        "combined headcount of our Japanese clients",
        lambda f: f.a[f.a.office_location == "Japan"].employees.sum(),
    ),
    mav(
        FRESH,
        "sum",
        "Revenue from GTX Plus Pro in the West between July and September 2017",
        lambda f: between(
            f.w[(f.w["product"] == "GTX Plus Pro") & (f.w.regional_office == "West")],
            "close_date",
            "2017-07-01",
            "2017-10-01",
        ).close_value.sum(),
    ),
    mav(
        FRESH,
        "average",
        "On average, how big is a won deal in the finance sector?",
        lambda f: f.w[f.w.sector == "finance"].close_value.mean(),
    ),
    mav(
        FRESH,
        "average",
        "How many days does it typically take to close a GTK 500 deal?",
        lambda f: f.c[f.c["product"] == "GTK 500"].days.mean(),
    ),
    mav(
        FRESH,
        "average",
        "average close value of won deals per regional office",
        lambda f: f.w.groupby("regional_office").close_value.mean().to_dict(),
    ),
    mav(FRESH, "rate", "How does the win rate differ by sector?", lambda f: rate(f.c, "sector")),
    mav(
        FRESH,
        "rate",
        "Marty Freudenburg win rate in Q4 2017",
        lambda f: (
            between(f.c[f.c.sales_agent == "Marty Freudenburg"], "close_date", "2017-10-01", "2018-01-01").deal_stage
            == "Won"
        ).mean(),
    ),
    mav(
        FRESH,
        "ranking",
        "Which salesperson brought in the most money in Q2 2017?",
        lambda f: top(between(f.w, "close_date", "2017-04-01", "2017-07-01").groupby("sales_agent").close_value.sum()),
    ),
    mav(
        FRESH,
        "ranking",
        "Give me the top ten customers by number of won deals",
        lambda f: top(f.w.groupby("account").size(), 10),
    ),
    mav(FRESH, "ranking", "Which sector has the most clients?", lambda f: top(f.a.groupby("sector").size())),
    mav(FRESH, "ranking", "What is our most expensive product?", lambda f: {"GTK 500"}),
    mav(
        FRESH,
        "ranking",
        "Name the oldest customer company",
        lambda f: set(f.a[f.a.year_established == f.a.year_established.min()].account),
    ),
    mav(
        FRESH,
        "ranking",
        "which team lead has the lowest win rate",
        lambda f: low(f.c.groupby("manager").deal_stage.apply(lambda s: (s == "Won").mean())),
    ),
    mav(FRESH, "ranking", "fastest closing product", lambda f: low(f.c.groupby("product").days.mean())),
    mav(FRESH, "ranking", "Which quarter of 2017 had the highest revenue?", lambda f: {"2017 Q2"}),
    mav(
        FRESH,
        "ranking",
        "Who are the top 3 reps in the Central region by revenue?",
        lambda f: top(f.w[f.w.regional_office == "Central"].groupby("sales_agent").close_value.sum(), 3),
    ),
    mav(
        FRESH,
        "group",
        "How is revenue split across product series?",
        lambda f: f.w.groupby("series").close_value.sum().to_dict(),
    ),
    mav(
        FRESH,
        "group",
        "Show won deals per month",
        lambda f: f.w.groupby(f.w.close_date.dt.strftime("%Y-%m")).size().to_dict(),
    ),
    mav(
        FRESH,
        "group",
        "average employees by country",
        lambda f: f.a.groupby("office_location").employees.mean().to_dict(),
    ),
    mav(
        FRESH, "group", "losses by manager and product", lambda f: f.l.groupby(["manager", "product"]).size().to_dict()
    ),
    mav(
        FRESH, "threshold", "List the companies with revenue above 8000", lambda f: set(f.a[f.a.revenue > 8000].account)
    ),
    mav(
        FRESH,
        "threshold",
        "how many deals closed for less than 100 dollars were won",
        lambda f: (f.w.close_value < 100).sum(),
    ),
    mav(
        FRESH,
        "having",
        "Which accounts have at least 65 won deals?",
        lambda f: {n for n, c in f.w.groupby("account").size().items() if c >= 65},
    ),
    mav(
        FRESH,
        "having",
        "How many agents have more than 150 won deals?",
        lambda f: (f.w.groupby("sales_agent").size() > 150).sum(),
    ),
    mav(
        FRESH,
        "having",
        "products with less than 500 won deals",
        lambda f: {n for n, c in f.w.groupby("product").size().items() if c < 500},
    ),
    mav(
        FRESH,
        "absence",
        "customers that have not bought anything in December 2017",
        lambda f: set(f.a.account) - set(between(f.w, "close_date", "2017-12-01", "2018-01-01").account),
    ),
    mav(FRESH, "absence", "Are there any reps without deals?", lambda f: True),
    mav(
        FRESH,
        "existence",
        "which German or Italian customers bought MG Special",
        lambda f: set(f.w[(f.w["product"] == "MG Special") & f.w.office_location.isin(["Germany", "Italy"])].account),
    ),
    mav(
        FRESH,
        "lookup",
        "In what year was Donquadtech established?",
        lambda f: int(f.a[f.a.account == "Donquadtech"].year_established.iloc[0]),
    ),
    mav(FRESH, "lookup", "Whose subsidiary is Cheers?", lambda f: "Massive Dynamic"),
    mav(FRESH, "lookup", "GTK 500 price?", lambda f: 26768),
    mav(FRESH, "lookup", "Which series does MG Advanced belong to?", lambda f: "MG"),
    mav(FRESH, "lookup", "What is the annual revenue of Kan-code?", lambda f: 11698.03),
    mav(
        FRESH,
        "share",
        "What fraction of our customers are in the United States?",
        lambda f: (f.a.office_location == "United States").mean(),
    ),
    mav(
        FRESH,
        "share",
        "share of won revenue by product",
        lambda f: (f.w.groupby("product").close_value.sum() / f.w.close_value.sum()).to_dict(),
    ),
    mav(
        FRESH,
        "compare",
        "Compare the average deal size of GTX Pro and MG Advanced",
        lambda f: f.w[f.w["product"].isin(["GTX Pro", "MG Advanced"])].groupby("product").close_value.mean().to_dict(),
    ),
    mav(
        FRESH,
        "compare",
        "win rate: East versus West",
        lambda f: {k: v for k, v in rate(f.c, "regional_office").items() if k != "Central"},
    ),
    mav(
        FRESH,
        "yes-no",
        "Did Kary Hendrixson win any GTK 500 deals?",
        lambda f: bool(((f.w.sales_agent == "Kary Hendrixson") & (f.w["product"] == "GTK 500")).any()),
    ),
    mav(FRESH, "typo", "top 5 custmers by revnue", lambda f: top(f.w.groupby("account").close_value.sum(), 5)),
    rav(
        FRESH,
        "count",
        "How many Cybersecurity customers are still on a trial?",
        lambda f: ((f.a.industry == "Cybersecurity") & f.a.is_trial).sum(),
    ),
    rav(
        FRESH,
        "count",
        "How many support tickets did Company_340 open?",
        lambda f: (f.t.account_name == "Company_340").sum(),
    ),
    rav(FRESH, "count", "number of churn events where the customer came back", lambda f: f.c.is_reactivation.sum()),
    rav(
        FRESH,
        "sum",
        "What's the total monthly recurring revenue from DevTools companies?",
        lambda f: f.s[f.s.industry == "DevTools"].mrr_amount.sum(),
    ),
    rav(
        FRESH,
        "sum",
        "total usage duration of beta features",
        lambda f: f.u[f.u.is_beta_feature].usage_duration_secs.sum(),
    ),
    rav(
        FRESH,
        "average",
        "How long does it take on average to resolve a high priority ticket?",
        lambda f: f.t[f.t.priority == "high"].resolution_time_hours.mean(),
    ),
    rav(
        FRESH,
        "average",
        "average refund by reason code",
        lambda f: f.c.groupby("reason_code").refund_amount_usd.mean().to_dict(),
    ),
    rav(
        FRESH,
        "average",
        "What is the average first response time for UK customers?",
        lambda f: f.t[f.t.country == "UK"].first_response_time_minutes.mean(),
    ),
    rav(
        FRESH,
        "group",
        "subscriptions by plan tier and billing frequency",
        lambda f: f.s.groupby(["plan_tier", "billing_frequency"]).size().to_dict(),
    ),
    rav(
        FRESH, "group", "churned accounts by country", lambda f: f.a[f.a.churn_flag].groupby("country").size().to_dict()
    ),
    rav(
        FRESH,
        "group",
        "tickets per month in 2023",
        lambda f: f.t[f.t.submitted_at.dt.year == 2023].groupby(f.t.submitted_at.dt.strftime("%Y-%m")).size().to_dict(),
    ),
    rav(
        FRESH,
        "ranking",
        "Which referral source brought the most accounts?",
        lambda f: top(f.a.groupby("referral_source").size()),
    ),
    rav(
        FRESH,
        "ranking",
        "What are the 5 most used features?",
        lambda f: top(f.u.groupby("feature_name").usage_count.sum(), 5),
    ),
    rav(
        FRESH,
        "ranking",
        "industry with the highest churn rate",
        lambda f: top(f.a.groupby("industry").churn_flag.mean()),
    ),
    rav(FRESH, "share", "What percentage of subscriptions auto renew?", lambda f: f.s.auto_renew_flag.mean()),
    rav(
        FRESH,
        "share",
        "what share of tickets were escalated in 2024",
        lambda f: f.t[f.t.submitted_at.dt.year == 2024].escalation_flag.mean(),
    ),
    rav(
        FRESH, "threshold", "subscriptions with MRR over 30000", lambda f: set(f.s[f.s.mrr_amount > 30000].account_name)
    ),
    rav(
        FRESH,
        "having",
        "How many accounts have more than 15 subscriptions?",
        lambda f: (f.s.groupby("account_id").size() > 15).sum(),
    ),
    rav(FRESH, "absence", "accounts without any churn event", lambda f: set(f.a.account_name) - set(f.c.account_name)),
    rav(
        FRESH,
        "existence",
        "Which French accounts had an escalated ticket?",
        lambda f: set(f.t[f.t.escalation_flag & (f.t.country == "FR")].account_name),
    ),
    rav(
        FRESH,
        "lookup",
        "What industry is Company_77 in?",
        lambda f: f.a[f.a.account_name == "Company_77"].industry.iloc[0],
    ),
    mav(FRESH, "unanswerable", "How many calls did Anna Snelling make per day on the phone with Zorblax?", None),
    mav(FRESH, "unanswerable", "What is the birthday of Zane Levy?", None),
    mav(FRESH, "unanswerable", "Which supplier delivers GTX Basic?", None),
    mav(FRESH, "unanswerable", "How satisfied are Hottechi's shareholders?", None),
    mav(FRESH, "unanswerable", "What is the tax rate in Kenya?", None),
    mav(FRESH, "unanswerable", "How many deals did Acme Widgets Ltd of Springfield cancel?", None),
    mav(FRESH, "unanswerable", "What is the warranty period of MG Special?", None),
    mav(FRESH, "unanswerable", "Which rep drives the fastest car?", None),
    rav(FRESH, "unanswerable", "How many seats will Company_10 buy next year?", None),
    rav(FRESH, "unanswerable", "What is the customer acquisition cost by industry?", None),
    rav(FRESH, "unanswerable", "Who founded Company_5?", None),
    rav(FRESH, "unanswerable", "average latency of the API", None),
]
