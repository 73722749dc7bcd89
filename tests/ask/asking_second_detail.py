"""More questions about the maventech export: the analyst's long ones and the new rep's, in uncertain English."""

from __future__ import annotations

from asking_gold import between, low, rate, top
from asking_second_maventech import ask, grew, number, quarter, value, winning, won, worth

ASKED_WITH_CARE = [
    ask(
        "group",
        "For every regional office, give me the win rate (won divided by won plus lost), considering only products"
        " of the GTX series.",
        lambda m: rate(m.c[m.c.series == "GTX"], "regional_office"),
    ),
    ask(
        "having",
        "Which sales agents have won at least 150 deals and, at the same time, have a win rate above 63 percent?",
        lambda m: {
            agent
            for agent, share in rate(m.c, "sales_agent").items()
            if share > 0.63 and (m.w.sales_agent == agent).sum() >= 150
        },
    ),
    ask(
        "groups",
        "Please break down the total close value of won deals by manager and product series.",
        lambda m: worth(m.w, ["manager", "series"]),
    ),
    ask(
        "distinct",
        "How many distinct accounts with more than 5,000 employees have at least one won deal for the product GTK 500?",
        lambda m: m.w[(m.w["product"] == "GTK 500") & (m.w.employees > 5000)].account.nunique(),
    ),
    ask(
        "cycle",
        "What was the average number of days between engage date and close date for opportunities lost in the third"
        " quarter of 2017?",
        lambda m: between(m.l, "close_date", "2017-07-01", "2017-10-01").days.mean(),
    ),
    ask(
        "having",
        "List the accounts in the finance sector that were established before 1995 and whose total won value exceeds"
        " 100,000.",
        lambda m: {
            account
            for account, sum_ in worth(
                m.w[(m.w.sector == "finance") & (m.w.year_established < 1995)], "account"
            ).items()
            if sum_ > 100_000
        },
    ),
    ask(
        "share",
        "What share of the deals won in the fourth quarter of 2017, by number, belongs to agents of the West regional"
        " office?",
        lambda m: (quarter(m, 4).regional_office == "West").mean(),
    ),
    ask(
        "growth",
        "By what fraction did the won value of the East regional office change from the second to the third quarter"
        " of 2017?",
        lambda m: grew(*(quarter(m, n)[lambda w: w.regional_office == "East"] for n in (2, 3))),
    ),
    ask(
        "having",
        "Which products have an average close value, over won deals only, between 1,000 and 4,000?",
        lambda m: set(m.w.groupby("product").close_value.mean()[lambda x: x.between(1000, 4000)].index),
    ),
    ask(
        "filter",
        "What is the total won value of accounts located outside the United States that belong to the retail sector?",
        lambda m: value(m.w[(m.w.sector == "retail") & (m.w.office_location != "United States")]),
    ),
    ask(
        "threshold",
        "How many won deals were closed at a value higher than the list price of the product concerned?",
        lambda m: int((m.w.close_value > m.w.sales_price).sum()),
    ),
    ask(
        "groups",
        "For the agents reporting to Celia Rouche, state the number of open deals per agent and per stage.",
        lambda m: number(m.o[m.o.manager == "Celia Rouche"], ["sales_agent", "deal_stage"]),
    ),
    ask(
        "having",
        "Which sector has the highest average won deal value among the sectors with more than 300 won deals?",
        lambda m: top(
            m.w.groupby("sector").close_value.agg(["size", "mean"])[lambda x: x["size"] > 300]["mean"],
        ),
    ),
    ask(
        "share",
        "Of all deals whose engage date lies in January 2017, what fraction has been won?",
        lambda m: winning(between(m.d, "engage_date", "2017-01-01", "2017-02-01")),
    ),
    ask(
        "group",
        "Count the subsidiaries of each parent company.",
        lambda m: number(m.a, "subsidiary_of"),
    ),
    ask(
        "ratio",
        "What is the ratio of won opportunities to lost opportunities for accounts in the retail sector?",
        lambda m: (m.w.sector == "retail").sum() / (m.l.sector == "retail").sum(),
    ),
    ask(
        "having",
        "Which agents of the Central regional office have an average won close value below 2,000?",
        lambda m: set(
            m.w[m.w.regional_office == "Central"].groupby("sales_agent").close_value.mean()[lambda x: x < 2000].index
        ),
    ),
    ask(
        "months",
        "Give me the number of won deals for each close month from June 2017 to September 2017, both included.",
        lambda m: number(
            won(m, "2017-06-01", "2017-10-01"),
            won(m, "2017-06-01", "2017-10-01").close_date.dt.strftime("%Y-%m"),
        ),
    ),
    ask(
        "top-k",
        "Which manager ranks second by total value of won deals?",
        lambda m: top(m.w.groupby("manager").close_value.sum(), 2) - top(m.w.groupby("manager").close_value.sum()),
    ),
    ask(
        "absence",
        "How many opportunities have no account recorded, split by stage?",
        lambda m: number(m.d[m.d.account.isna()], "deal_stage"),
    ),
    ask(
        "share",
        "Which products individually account for more than 20 percent of the total won value?",
        lambda m: set((m.w.groupby("product").close_value.sum() / value(m.w))[lambda x: x > 0.2].index),
    ),
    ask(
        "growth",
        "Which agent had the largest absolute increase in won value from the second to the third quarter of 2017?",
        lambda m: top(
            quarter(m, 3)
            .groupby("sales_agent")
            .close_value.sum()
            .sub(quarter(m, 2).groupby("sales_agent").close_value.sum(), fill_value=0)
        ),
    ),
    ask(
        "range",
        "How many won deals took between 60 and 90 days, inclusive, from engage date to close date?",
        lambda m: int(m.w.days.between(60, 90).sum()),
    ),
    ask(
        "per",
        "Which account has the highest total won value per employee?",
        lambda m: top(m.w.groupby("account").close_value.sum() / m.a.set_index("account").employees),
    ),
]

ASKED_BY_A_NEWCOMER = [
    ask(
        "top-k",
        "Hello! Please, which two products we are selling the most, in number of won deals?",
        lambda m: top(m.w.groupby("product").size(), 2),
    ),
    ask(
        "sum",
        "How much money made Anna Snelling with won deals in all the year 2017?",
        lambda m: value(won(m, "2017-01-01", "2018-01-01")[lambda w: w.sales_agent == "Anna Snelling"]),
    ),
    ask(
        "absence",
        "Which accounts in marketing sector did never buy a GTK 500?",
        lambda m: set(m.a[m.a.sector == "marketing"].account) - set(m.w[m.w["product"] == "GTK 500"].account),
    ),
    ask(
        "list",
        "Who are the agents that work for manager Summer Sewald?",
        lambda m: set(m.t[m.t.manager == "Summer Sewald"].sales_agent),
    ),
    ask("look-up", "In which country sits the account Ganjaflex?", lambda _: "Japan"),
    ask("group", "How many of agents has each manager?", lambda m: number(m.t, "manager")),
    ask(
        "list",
        "Show me the accounts of employment sector please",
        lambda m: set(m.a[m.a.sector == "employment"].account),
    ),
    ask(
        "filter",
        "How many deal we did win in month of August 2017 for the sector software?",
        lambda m: int((won(m, "2017-08-01", "2017-09-01").sector == "software").sum()),
    ),
    ask(
        "absence",
        "Which sales agents never have won a single deal?",
        lambda m: set(m.t.sales_agent) - set(m.w.sales_agent),
    ),
    ask("look-up", "When was established Konex, what year?", lambda _: 1980),
    ask(
        "top-k",
        "Which account is the most old company of all?",
        lambda m: low(m.a.set_index("account").year_established),
    ),
    ask(
        "cycle",
        "In average, how many days needs Maureen Marcano for win a deal?",
        lambda m: m.w[m.w.sales_agent == "Maureen Marcano"].days.mean(),
    ),
    ask("misspelt", "Which account have office in Germny?", lambda _: {"Newex"}),
    ask(
        "misspelt",
        "Did Vicki Laflame win more deals than Kami Bicknel?",
        lambda m: bool((m.w.sales_agent == "Vicki Laflamme").sum() > (m.w.sales_agent == "Kami Bicknell").sum()),
    ),
    ask(
        "group",
        "How many deals is in stage engaging for each product?",
        lambda m: number(m.d[m.d.deal_stage == "Engaging"], "product"),
    ),
    ask(
        "top-k",
        "Who did sold the biggest quantity of MG Special, I mean most won deals?",
        lambda m: top(m.w[m.w["product"] == "MG Special"].groupby("sales_agent").size()),
    ),
    ask(
        "low",
        "What was the smallest won deal value with Hottechi?",
        lambda m: m.w[m.w.account == "Hottechi"].close_value.min(),
    ),
    ask(
        "distinct",
        "From how many different accounts did James Ascencio won something in 2017?",
        lambda m: m.w[m.w.sales_agent == "James Ascencio"].account.nunique(),
    ),
    ask("low", "Which regional office has the fewest agents?", lambda m: low(m.t.groupby("regional_office").size())),
    ask(
        "compare",
        "Between GTX Plus Pro and GTX Pro, which one has the better win rate?",
        lambda m: top(
            m.c[m.c["product"].isin(["GTX Plus Pro", "GTX Pro"])]
            .assign(hit=lambda c: c.deal_stage.eq("Won"))
            .groupby("product")
            .hit.mean()
        ),
    ),
]
