"""The newcomers' questions over maventech about periods, days, averages and derived figures, and what it cannot tell."""

from __future__ import annotations

from asking_gold import between, top


def period(frame, length):
    """The frame with the month ("2017-03") or quarter ("2017 Q1") of each close date."""
    named = frame.close_date.dt.to_period(length).astype(str)
    return frame.assign(period=named.str.replace("Q", " Q"))


def summer(m) -> dict[str, float]:
    return (
        period(between(m.w, "close_date", "2017-07-01", "2017-10-01"), "M")
        .groupby("period")
        .close_value.sum()
        .to_dict()
    )


PERIODS = [
    (
        "period",
        "how many deals did we win in H1 2017?",
        lambda m: len(between(m.w, "close_date", "2017-01-01", "2017-07-01")),
    ),
    ("period", "Won value since 1 October 2017", lambda m: m.w[m.w.close_date >= "2017-10-01"].close_value.sum()),
    (
        "period",
        "How many opportunities were engaged before 2017?",
        lambda m: int((m.d.engage_date < "2017-01-01").sum()),
    ),
    (
        "period",
        "deals lost from 10 July 2017 to 20 July 2017 inclusive, count",
        lambda m: len(between(m.l, "close_date", "2017-07-10", "2017-07-21")),
    ),
    (
        "period",
        "What was the total value of the deals we won on June 28, 2017?",
        lambda m: m.w[m.w.close_date == "2017-06-28"].close_value.sum(),
    ),
    (
        "period",
        "number of wins by Melvin Marxen's team in November 2017",
        lambda m: len(between(m.w[m.w.manager == "Melvin Marxen"], "close_date", "2017-11-01", "2017-12-01")),
    ),
    (
        "period",
        "deals closed (won or lost) after 15 Dec 2017: how many",
        lambda m: int((m.c.close_date > "2017-12-15").sum()),
    ),
    ("period", "Did we win any deal at all in 2025?", lambda m: bool((m.w.close_date.dt.year == 2025).any())),
    (
        "period",
        "Which month had the highest won revenue?",
        lambda m: top(period(m.w, "M").groupby("period").close_value.sum()),
    ),
    ("period", "won amount per month from July through September 2017", summer),
]

CYCLE = [
    (
        "cycle",
        "How many days does it take us on average to win a deal, from engagement to close?",
        lambda m: m.w.days.mean(),
    ),
    ("cycle", "average time from engage to close for lost deals (days)", lambda m: m.l.days.mean()),
    (
        "cycle",
        "Which rep has the shortest average sales cycle on won deals?",
        lambda m: {m.w.groupby("sales_agent").days.mean().idxmin()},
    ),
    ("cycle", "avg days to close by region, won only", lambda m: m.w.groupby("regional_office").days.mean().to_dict()),
    ("cycle", "How many of our won deals were closed within 7 days of engaging?", lambda m: int((m.w.days <= 7).sum())),
    ("cycle", "What's the longest it has ever taken us to win a deal, in days?", lambda m: int(m.w.days.max())),
    (
        "cycle",
        "median days to close, won GTX Plus Pro deals",
        lambda m: float(m.w[m.w["product"] == "GTX Plus Pro"].days.median()),
    ),
    ("cycle", "Count won deals that took longer than 120 days to close.", lambda m: int((m.w.days > 120).sum())),
]

AVERAGES = [
    ("average", "What is the median value of a won deal?", lambda m: m.w.close_value.median()),
    ("average", "average won deal for Konex", lambda m: m.w[m.w.account == "Konex"].close_value.mean()),
    (
        "average",
        "On average, how many employees do our software clients have?",
        lambda m: m.a[m.a.sector == "software"].employees.mean(),
    ),
    ("average", "median annual revenue of our customers", lambda m: m.a.revenue.median()),
    (
        "average",
        "Mean won deal size per sector, all of them",
        lambda m: m.w.groupby("sector").close_value.mean().to_dict(),
    ),
    (
        "average",
        "I'd like the median won deal value for every product",
        lambda m: m.w.groupby("product").close_value.median().to_dict(),
    ),
    ("average", "average list price across our products?", lambda m: m.p.sales_price.mean()),
    (
        "average",
        "Average number of won deals per rep, counting only reps with at least one win",
        lambda m: m.w.sales_agent.value_counts().mean(),
    ),
]

FILTERS = [
    (
        "filters",
        "How many GTX Basic deals worth over 500 have we won in the East?",
        lambda m: int(
            ((m.w["product"] == "GTX Basic") & (m.w.regional_office == "East") & (m.w.close_value > 500)).sum()
        ),
    ),
    (
        "filters",
        "MG Special deals lost at retail clients by Summer Sewald's team in Q3 2017, count please",
        lambda m: len(
            between(
                m.l[(m.l["product"] == "MG Special") & (m.l.sector == "retail") & (m.l.manager == "Summer Sewald")],
                "close_date",
                "2017-07-01",
                "2017-10-01",
            )
        ),
    ),
    (
        "filters",
        "Total won by Darcel Schlecht on GTX Plus Pro with customers outside the United States",
        lambda m: m.w[
            (m.w.sales_agent == "Darcel Schlecht")
            & (m.w["product"] == "GTX Plus Pro")
            & (m.w.office_location != "United States")
        ].close_value.sum(),
    ),
    (
        "filters",
        "how many GTX Pro opps in the West are in the Engaging stage",
        lambda m: int(
            ((m.d["product"] == "GTX Pro") & (m.d.regional_office == "West") & (m.d.deal_stage == "Engaging")).sum()
        ),
    ),
    (
        "filters",
        "How many deals did Reed Clapper win in Q4 2017 from entertainment or software clients?",
        lambda m: len(
            between(
                m.w[(m.w.sales_agent == "Reed Clapper") & m.w.sector.isin(["entertainment", "software"])],
                "close_date",
                "2017-10-01",
                "2018-01-01",
            )
        ),
    ),
    (
        "filters",
        "lost deals in Central for products listed above 5000",
        lambda m: int(((m.l.regional_office == "Central") & (m.l.sales_price > 5000)).sum()),
    ),
    (
        "filters",
        "sum of Anna Snelling's won deals below 600 with medical customers",
        lambda m: m.w[
            (m.w.sales_agent == "Anna Snelling") & (m.w.close_value < 600) & (m.w.sector == "medical")
        ].close_value.sum(),
    ),
    (
        "filters",
        "Which reps won GTK 500 deals in the second quarter of 2017?",
        lambda m: set(between(m.w[m.w["product"] == "GTK 500"], "close_date", "2017-04-01", "2017-07-01").sales_agent),
    ),
]

DERIVED = [
    (
        "derived",
        "Which customer has the highest revenue per employee?",
        lambda m: top(m.a.set_index("account").eval("revenue / employees")),
    ),
    (
        "derived",
        "For won GTX Plus Basic deals, how far below list price do we close on average, in dollars?",
        lambda m: float(m.w[m.w["product"] == "GTX Plus Basic"].eval("sales_price - close_value").mean()),
    ),
    (
        "derived",
        "how many won deals closed above the product's list price",
        lambda m: int((m.w.close_value > m.w.sales_price).sum()),
    ),
    (
        "derived",
        "Which parent company has the most subsidiaries among our accounts?",
        lambda m: top(m.a.subsidiary_of.value_counts()),
    ),
    (
        "derived",
        "How many of our accounts are subsidiaries of another company?",
        lambda m: int(m.a.subsidiary_of.notna().sum()),
    ),
    (
        "derived",
        "What have we won in total from the subsidiaries of Acme Corporation (not Acme itself)?",
        lambda m: m.w[m.w.subsidiary_of == "Acme Corporation"].close_value.sum(),
    ),
    ("derived", "number of subsidiaries per parent company", lambda m: m.a.subsidiary_of.value_counts().to_dict()),
    (
        "derived",
        "Combined headcount of the companies that belong to Golddex",
        lambda m: int(m.a[m.a.subsidiary_of == "Golddex"].employees.sum()),
    ),
    ("derived", "list the subsidiaries of Sonron", lambda m: set(m.a[m.a.subsidiary_of == "Sonron"].account)),
]

SHORTHAND = [
    (
        "shorthand",
        "top 3 reps by won $ q2 17 pls",
        lambda m: top(
            between(m.w, "close_date", "2017-04-01", "2017-07-01").groupby("sales_agent").close_value.sum(), 3
        ),
    ),
    (
        "shorthand",
        "# won opps dec 2017 central",
        lambda m: int(((m.w.close_date >= "2017-12-01") & (m.w.regional_office == "Central")).sum()),
    ),
    ("shorthand", "avg won deal size gtx pro", lambda m: m.w[m.w["product"] == "GTX Pro"].close_value.mean()),
    ("shorthand", "lost cnt by mgr", lambda m: m.l.manager.value_counts().to_dict()),
    ("shorthand", "tot won h2 2017", lambda m: m.w[m.w.close_date >= "2017-07-01"].close_value.sum()),
    ("shorthand", "kan-code won $ all time", lambda m: m.w[m.w.account == "Kan-code"].close_value.sum()),
    ("shorthand", "win % east", lambda m: float((m.c[m.c.regional_office == "East"].deal_stage == "Won").mean())),
    ("shorthand", "5 reps w/ most open opps", lambda m: top(m.o.sales_agent.value_counts(), 5)),
]

UNKNOWN = [
    ("unanswerable", text, None)
    for text in (
        "What's the phone number of our contact at Konex?",
        "email address of Darcel Schlecht",
        "What NPS did Hottechi give us?",
        "What is our customer churn rate?",
        "Who is the CEO of Kan-code?",
        "how much will we close next year?",
        "Forecast the won revenue for Q1 2027 please",
        "How many deals did we win with Wayne Enterprises?",
        "total won value for Stark Industries",
        "How many deals has Michael Scott closed?",
        "won revenue of the HTX 900",
        "What commission did Vicki Laflamme earn?",
        "quota attainment by rep",
        "gross margin per product",
        "Why did we lose the GTK 500 deals at Cheers?",
        "which competitor do we lose to most often?",
        "How many opportunities came from the website as lead source?",
        "What did Salesforce make in revenue last year?",
        "What is the capital of Norway?",
        "Will it rain in Boston tomorrow?",
        "Should I fire Wilburn Farren?",
        "Do you think GTX Pro is better than what HubSpot offers?",
        "how many support tickets has Condax opened",
        "Which clients' contracts are up for renewal in December?",
        "Salary of Melvin Marxen?",
        "What's the weighted pipeline by close probability?",
        "Which marketing campaign gave us the best return?",
        "street address of Ganjaflex's head office",
        "Who is the best footballer in the world?",
    )
]

SUMS = [*PERIODS, *CYCLE, *AVERAGES, *FILTERS, *DERIVED, *SHORTHAND]
