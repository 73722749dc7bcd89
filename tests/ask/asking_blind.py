"""Questions written after the planner stood."""

from __future__ import annotations

from asking_gold import between, low, mav, rate, rav, top

BLIND = "blind"
QUESTIONS = [
    mav(BLIND, "count", "Number of won opportunities", lambda f: len(f.w)),
    mav(
        BLIND,
        "count",
        "How many opportunities were lost by Zane Levy?",
        lambda f: (f.l.sales_agent == "Zane Levy").sum(),
    ),
    mav(BLIND, "count", "how many medical companies do we serve", lambda f: (f.a.sector == "medical").sum()),
    mav(
        BLIND,
        "count",
        "How many different products did Konex buy?",
        lambda f: f.w[f.w.account == "Konex"]["product"].nunique(),
    ),
    mav(
        BLIND,
        "count",
        "How many deals did the East office close successfully in November 2017?",
        lambda f: len(between(f.w[f.w.regional_office == "East"], "close_date", "2017-11-01", "2017-12-01")),
    ),
    mav(
        BLIND,
        "sum",
        "What was our total revenue in the second quarter of 2017?",
        lambda f: between(f.w, "close_date", "2017-04-01", "2017-07-01").close_value.sum(),
    ),
    mav(
        BLIND, "sum", "How much did Kan-code spend with us?", lambda f: f.w[f.w.account == "Kan-code"].close_value.sum()
    ),
    mav(
        BLIND,
        "sum",
        "How much money did Melvin Marxen's team bring in?",
        lambda f: f.w[f.w.manager == "Melvin Marxen"].close_value.sum(),
    ),
    mav(
        BLIND,
        "sum",
        "sales of the GTX series in August 2017",
        lambda f: between(f.w[f.w.series == "GTX"], "close_date", "2017-08-01", "2017-09-01").close_value.sum(),
    ),
    mav(
        BLIND,
        "average",
        "What is the average deal size for Vicki Laflamme?",
        lambda f: f.w[f.w.sales_agent == "Vicki Laflamme"].close_value.mean(),
    ),
    mav(BLIND, "average", "How long does it take on average to win a deal?", lambda f: f.w.days.mean()),
    mav(
        BLIND,
        "average",
        "average number of employees per sector",
        lambda f: f.a.groupby("sector").employees.mean().to_dict(),
    ),
    mav(
        BLIND,
        "rate",
        "What's the win rate of MG Advanced?",
        lambda f: (f.c[f.c["product"] == "MG Advanced"].deal_stage == "Won").mean(),
    ),
    mav(BLIND, "rate", "Show me the conversion rate per product series", lambda f: rate(f.c, "series")),
    mav(
        BLIND,
        "rate",
        "Which country has the worst win rate?",
        lambda f: low(f.c.groupby("office_location").deal_stage.apply(lambda s: (s == "Won").mean())),
    ),
    mav(
        BLIND,
        "ranking",
        "Who are our three best customers?",
        lambda f: top(f.w.groupby("account").close_value.sum(), 3),
    ),
    mav(BLIND, "ranking", "What is the cheapest product?", lambda f: {"MG Special"}),
    mav(BLIND, "ranking", "Which account has the most employees?", lambda f: {"Kan-code"}),
    mav(
        BLIND, "ranking", "bottom 3 agents by number of won deals", lambda f: low(f.w.groupby("sales_agent").size(), 3)
    ),
    mav(
        BLIND,
        "ranking",
        "In which month of 2017 did we lose the most deals?",
        lambda f: top(f.l.groupby(f.l.close_date.dt.strftime("%Y-%m")).size()),
    ),
    mav(
        BLIND,
        "ranking",
        "Which region generated the least revenue?",
        lambda f: low(f.w.groupby("regional_office").close_value.sum()),
    ),
    mav(BLIND, "ranking", "Who closed the largest deal ever?", lambda f: {"Rosalina Dieter"}),
    mav(BLIND, "group", "Break down lost deals by product", lambda f: f.l.groupby("product").size().to_dict()),
    mav(BLIND, "group", "number of customers per country", lambda f: f.a.groupby("office_location").size().to_dict()),
    mav(BLIND, "group", "open opportunities per manager", lambda f: f.o.groupby("manager").size().to_dict()),
    mav(
        BLIND,
        "threshold",
        "How many accounts have more than 10,000 employees?",
        lambda f: (f.a.employees > 10000).sum(),
    ),
    mav(BLIND, "threshold", "won deals worth at least $28,000", lambda f: set(f.w[f.w.close_value >= 28000].account)),
    mav(BLIND, "threshold", "How many won deals took longer than 100 days to close?", lambda f: (f.w.days > 100).sum()),
    mav(
        BLIND,
        "having",
        "Which agents won more than 200 deals?",
        lambda f: {n for n, c in f.w.groupby("sales_agent").size().items() if c > 200},
    ),
    mav(
        BLIND,
        "having",
        "customers with fewer than 20 won deals",
        lambda f: {n for n in f.a.account if (f.w.account == n).sum() < 20},
    ),
    mav(
        BLIND,
        "absence",
        "Which reps have never sold a GTK 500?",
        lambda f: set(f.t.sales_agent) - set(f.w[f.w["product"] == "GTK 500"].sales_agent),
    ),
    mav(BLIND, "absence", "How many deals don't have an account yet?", lambda f: f.d.account.isna().sum()),
    mav(
        BLIND,
        "existence",
        "Which clients bought the GTK 500 in 2017?",
        lambda f: set(between(f.w[f.w["product"] == "GTK 500"], "close_date", "2017-01-01", "2018-01-01").account),
    ),
    mav(BLIND, "lookup", "What sector is Zathunicon in?", lambda f: "retail"),
    mav(
        BLIND,
        "lookup",
        "When was Plexzap founded?",
        lambda f: int(f.a[f.a.account == "Plexzap"].year_established.iloc[0]),
    ),
    mav(BLIND, "lookup", "Which regional office does Boris Faz belong to?", lambda f: "East"),
    mav(BLIND, "lookup", "Who is Kami Bicknell's boss?", lambda f: "Summer Sewald"),
    mav(
        BLIND,
        "share",
        "What share of revenue comes from the software sector?",
        lambda f: f.w[f.w.sector == "software"].close_value.sum() / f.w.close_value.sum(),
    ),
    mav(
        BLIND,
        "share",
        "What percent of Cecily Lampkin's deals were won?",
        lambda f: (f.d[f.d.sales_agent == "Cecily Lampkin"].deal_stage == "Won").mean(),
    ),
    mav(
        BLIND,
        "compare",
        "Compare revenue of Central and East",
        lambda f: (
            f.w[f.w.regional_office.isin(["Central", "East"])].groupby("regional_office").close_value.sum().to_dict()
        ),
    ),
    mav(
        BLIND,
        "compare",
        "Who won more deals, Donn Cantrell or Hayden Neloms?",
        lambda f: top(f.w[f.w.sales_agent.isin(["Donn Cantrell", "Hayden Neloms"])].groupby("sales_agent").size()),
    ),
    mav(BLIND, "yes-no", "Does Ganjaflex have any open deals?", lambda f: True),
    mav(BLIND, "yes-no", "Is there a customer in Brazil?", lambda f: True),
    mav(BLIND, "typo", "how many deels did Darcel Schlect win", lambda f: (f.w.sales_agent == "Darcel Schlecht").sum()),
    mav(
        BLIND,
        "typo",
        "revenu from entertainmnt companies",
        lambda f: f.w[f.w.sector == "entertainment"].close_value.sum(),
    ),
    rav(
        BLIND,
        "count",
        "How many customers come from organic referrals?",
        lambda f: (f.a.referral_source == "organic").sum(),
    ),
    rav(
        BLIND,
        "count",
        "how many urgent tickets were submitted in May 2024?",
        lambda f: len(between(f.t[f.t.priority == "urgent"], "submitted_at", "2024-05-01", "2024-06-01")),
    ),
    rav(BLIND, "count", "Number of trial subscriptions", lambda f: f.s.is_trial.sum()),
    rav(
        BLIND,
        "sum",
        "What is the total ARR of Enterprise subscriptions?",
        lambda f: f.s[f.s.plan_tier == "Enterprise"].arr_amount.sum(),
    ),
    rav(
        BLIND,
        "sum",
        "How many errors did feature_4 have in 2023?",
        lambda f: f.u[(f.u.feature_name == "feature_4") & (f.u.usage_date.dt.year == 2023)].error_count.sum(),
    ),
    rav(
        BLIND,
        "average",
        "Average satisfaction score for escalated tickets",
        lambda f: f.t[f.t.escalation_flag].satisfaction_score.mean(),
    ),
    rav(
        BLIND,
        "average",
        "mean MRR of monthly billed subscriptions",
        lambda f: f.s[f.s.billing_frequency == "monthly"].mrr_amount.mean(),
    ),
    rav(BLIND, "group", "How many churn events per reason?", lambda f: f.c.groupby("reason_code").size().to_dict()),
    rav(
        BLIND,
        "group",
        "new signups per quarter in 2023",
        lambda f: (
            f.a[f.a.signup_date.dt.year == 2023]
            .groupby(f.a.signup_date.dt.year.astype(str) + " Q" + f.a.signup_date.dt.quarter.astype(str))
            .size()
            .to_dict()
        ),
    ),
    rav(BLIND, "ranking", "Which 3 countries have the most accounts?", lambda f: top(f.a.groupby("country").size(), 3)),
    rav(
        BLIND,
        "ranking",
        "Which priority has the slowest average resolution time?",
        lambda f: top(f.t.groupby("priority").resolution_time_hours.mean()),
    ),
    rav(
        BLIND,
        "share",
        "What percentage of FinTech accounts churned?",
        lambda f: f.a[f.a.industry == "FinTech"].churn_flag.mean(),
    ),
    rav(
        BLIND, "rate", "escalation rate by priority", lambda f: f.t.groupby("priority").escalation_flag.mean().to_dict()
    ),
    rav(BLIND, "threshold", "accounts with more than 100 seats", lambda f: set(f.a[f.a.seats > 100].account_name)),
    rav(
        BLIND,
        "threshold",
        "How many tickets took over 48 hours to resolve?",
        lambda f: (f.t.resolution_time_hours > 48).sum(),
    ),
    rav(
        BLIND,
        "absence",
        "Which accounts never churned but have escalated tickets?",
        lambda f: set(f.t[f.t.escalation_flag].account_name) - set(f.a[f.a.churn_flag].account_name),
    ),
    rav(
        BLIND,
        "existence",
        "How many EdTech accounts filed an urgent ticket?",
        lambda f: f.t[(f.t.industry == "EdTech") & (f.t.priority == "urgent")].account_id.nunique(),
    ),
    rav(
        BLIND,
        "lookup",
        "How many seats does Company_42 have?",
        lambda f: int(f.a[f.a.account_name == "Company_42"].seats.iloc[0]),
    ),
    rav(
        BLIND,
        "lookup",
        "Which country is Company_99 in?",
        lambda f: f.a[f.a.account_name == "Company_99"].country.iloc[0],
    ),
    mav(BLIND, "unanswerable", "What is the profit margin on GTX Basic?", None),
    mav(BLIND, "unanswerable", "How many deals will we win next month?", None),
    mav(BLIND, "unanswerable", "How many employees does Microsoft have?", None),
    mav(BLIND, "unanswerable", "Which rep has the highest salary?", None),
    mav(BLIND, "unanswerable", "Who is the president of France?", None),
    mav(BLIND, "unanswerable", "Why did we lose the Konex deal?", None),
    mav(BLIND, "unanswerable", "What is Hottechi's phone number?", None),
    mav(BLIND, "unanswerable", "How many deals did John Smith win?", None),
    mav(BLIND, "unanswerable", "Which marketing campaign produced the most deals?", None),
    mav(BLIND, "unanswerable", "What is our market share in Japan?", None),
    mav(BLIND, "unanswerable", "Should we hire more agents in the East?", None),
    mav(BLIND, "unanswerable", "How did the stock of Acme Corporation develop?", None),
    mav(BLIND, "unanswerable", "What did competitors charge for similar products?", None),
    mav(BLIND, "unanswerable", "Average commission per rep", None),
    mav(BLIND, "unanswerable", "tell me a joke", None),
    mav(BLIND, "unanswerable", "what is 17 times 23", None),
    mav(BLIND, "unanswerable", "Which products are out of stock?", None),
    mav(BLIND, "unanswerable", "hello there", None),
    rav(BLIND, "unanswerable", "What is the age of the CEO of Company_12?", None),
    rav(BLIND, "unanswerable", "Which rep handles Company_3?", None),
    rav(BLIND, "unanswerable", "How many invoices are unpaid?", None),
    rav(BLIND, "unanswerable", "What is the NPS of Enterprise customers?", None),
    rav(BLIND, "unanswerable", "How many accounts do we have in Atlantis?", None),
    rav(BLIND, "unanswerable", "What will churn be next year?", None),
    rav(BLIND, "unanswerable", "gross margin per plan tier", None),
    rav(BLIND, "unanswerable", "How many website visits did we get in 2024?", None),
]
