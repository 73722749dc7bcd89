"""The newcomers' questions over maventech that ask for names, records and counts."""

from __future__ import annotations

ABSENCE = [
    (
        "absence",
        "How many accounts have never bought a GTK 500?",
        lambda m: len(set(m.a.account) - buyers(m, "GTK 500")),
    ),
    (
        "absence",
        "Which reps have won deals but never one for GTX Pro?",
        lambda m: set(m.w.sales_agent) - set(m.w[m.w["product"] == "GTX Pro"].sales_agent),
    ),
    (
        "absence",
        "Salespeople without a single opportunity to their name",
        lambda m: set(m.t.sales_agent) - set(m.d.sales_agent),
    ),
    ("absence", "how many opps have no account filled in?", lambda m: int(m.d.account.isna().sum())),
    (
        "absence",
        "Is there any client we have never won a deal with?",
        lambda m: bool(set(m.a.account) - set(m.w.account)),
    ),
    (
        "absence",
        "retail customers that never bought the GTK 500",
        lambda m: set(m.a[m.a.sector == "retail"].account) - buyers(m, "GTK 500"),
    ),
    (
        "absence",
        "Number of deals in Engaging that aren't tied to a client yet",
        lambda m: int(((m.d.deal_stage == "Engaging") & m.d.account.isna()).sum()),
    ),
    (
        "absence",
        "Which regions have never won a GTK 500 deal?",
        lambda m: set(m.t.regional_office) - set(m.w[m.w["product"] == "GTK 500"].regional_office),
    ),
    (
        "absence",
        "Which customers did not buy anything from us in Q1 2017?",
        lambda m: set(m.a.account) - set(m.w[m.w.close_date < "2017-04-01"].account),
    ),
]

LISTS = [
    ("list", "Who reports to Celia Rouche?", lambda m: set(m.t[m.t.manager == "Celia Rouche"].sales_agent)),
    (
        "list",
        "list our customers located in Germany or Japan",
        lambda m: set(m.a[m.a.office_location.isin(["Germany", "Japan"])].account),
    ),
    ("list", "What are the products in the GTX series?", lambda m: set(m.p[m.p.series == "GTX"]["product"])),
    ("list", "names of all the reps in the East office", lambda m: set(m.t[m.t.regional_office == "East"].sales_agent)),
    (
        "list",
        "Give me the GTK 500 deals that Elease Gluck won.",
        lambda m: set(m.w[(m.w["product"] == "GTK 500") & (m.w.sales_agent == "Elease Gluck")].opportunity_id),
    ),
    ("list", "finance clients", lambda m: set(m.a[m.a.sector == "finance"].account)),
    ("list", "which customers have bought the GTK 500", lambda m: buyers(m, "GTK 500")),
    (
        "list",
        "Which customers did we win deals with on 7 June 2017?",
        lambda m: set(m.w[m.w.close_date == "2017-06-07"].account),
    ),
    ("count", "how many customers do we have", lambda m: len(m.a)),
    ("count", "Total number of opportunities, whatever the stage", lambda m: len(m.d)),
    (
        "count",
        "How many sales reps sit in the Central office?",
        lambda m: int((m.t.regional_office == "Central").sum()),
    ),
    ("count", "Number of open opportunities right now?", lambda m: len(m.o)),
    (
        "count",
        "How many different clients has Darcel Schlecht sold to?",
        lambda m: m.w[m.w.sales_agent == "Darcel Schlecht"].account.nunique(),
    ),
    ("count", "in how many countries do we have customers?", lambda m: m.a.office_location.nunique()),
    (
        "count",
        "How many MG Special deals are still in prospecting?",
        lambda m: int(((m.d.deal_stage == "Prospecting") & (m.d["product"] == "MG Special")).sum()),
    ),
    ("count", "Tell me how many products we sell.", lambda m: len(m.p)),
]

RECORDS = [
    ("look-up", "Who's the manager of Zane Levy?", lambda m: rep(m, "Zane Levy").manager),
    ("look-up", "list price of MG Advanced", lambda m: int(m.p.set_index("product").sales_price["MG Advanced"])),
    ("look-up", "When was Hottechi founded?", lambda m: int(client(m, "Hottechi").year_established)),
    ("look-up", "In which country is Betatech's office?", lambda m: client(m, "Betatech").office_location),
    ("look-up", "what stage is opportunity 125VIRMX in?", lambda m: deal(m, "125VIRMX").deal_stage),
    ("look-up", "Which salesperson handled the deal H3K2E35I?", lambda m: deal(m, "H3K2E35I").sales_agent),
    ("look-up", "How much was 6X4EEUGA worth?", lambda m: deal(m, "6X4EEUGA").close_value),
    ("look-up", "What sector is dambase in", lambda m: client(m, "dambase").sector),
    ("look-up", "which regional office does Boris Faz belong to", lambda m: rep(m, "Boris Faz").regional_office),
    ("look-up", "Scotfind's parent company?", lambda m: client(m, "Scotfind").subsidiary_of),
]

MISSPELT = [
    (
        "misspelt",
        "total won value from customers in the Philippines",
        lambda m: m.w[m.w.office_location == "Philipines"].close_value.sum(),
    ),
    ("misspelt", "how many technology accounts do we have?", lambda m: int((m.a.sector == "technolgy").sum())),
    ("misspelt", "Number of deals Darcel Schlect won", lambda m: int((m.w.sales_agent == "Darcel Schlecht").sum())),
    ("misspelt", "how many deals did we lose at Hotechi", lambda m: int((m.l.account == "Hottechi").sum())),
    ("misspelt", "won value of mg advnaced", lambda m: m.w[m.w["product"] == "MG Advanced"].close_value.sum()),
    (
        "misspelt",
        "What is Vicky Laflame's win rate?",
        lambda m: float((m.c[m.c.sales_agent == "Vicki Laflamme"].deal_stage == "Won").mean()),
    ),
    ("misspelt", "who is rosie papadopolous's manager", lambda m: rep(m, "Rosie Papadopoulos").manager),
    ("misspelt", "entertainmnt clients, list them", lambda m: set(m.a[m.a.sector == "entertainment"].account)),
    (
        "misspelt",
        "How many employees has Vehement Captial Partners?",
        lambda m: int(client(m, "Vehement Capital Partners").employees),
    ),
    ("misspelt", "avrage won deal for Ganja-flex", lambda m: float(m.w[m.w.account == "Ganjaflex"].close_value.mean())),
]

WORDS = [
    (
        "other words",
        "How many logos do we have in telecommunications?",
        lambda m: int((m.a.sector == "telecommunications").sum()),
    ),
    (
        "other words",
        "Which agent booked the most dollars with Umbrella Corporation?",
        lambda m: {m.w[m.w.account == "Umbrella Corporation"].groupby("sales_agent").close_value.sum().idxmax()},
    ),
    ("other words", "kami bicknell's boss?", lambda m: rep(m, "Kami Bicknell").manager),
    (
        "other words",
        "How many opps with Treequote ended up closed-lost?",
        lambda m: int((m.l.account == "Treequote").sum()),
    ),
    ("other words", "What's the yearly turnover of Initech?", lambda m: float(client(m, "Initech").revenue)),
    ("other words", "How big is the workforce at Zotware?", lambda m: int(client(m, "Zotware").employees)),
    (
        "other words",
        "how much has Cheers spent with us so far?",
        lambda m: m.w[m.w.account == "Cheers"].close_value.sum(),
    ),
    (
        "other words",
        "Which salesperson is sitting on the most open opps?",
        lambda m: {m.o.sales_agent.value_counts().idxmax()},
    ),
    (
        "other words",
        "How many sellers does Rocco Neubert have under him?",
        lambda m: int((m.t.manager == "Rocco Neubert").sum()),
    ),
    (
        "other words",
        "What do we charge for a GTK 500 according to the price list?",
        lambda m: int(m.p.set_index("product").sales_price["GTK 500"]),
    ),
]


def buyers(m, product) -> set[str]:
    return set(m.w[m.w["product"] == product].account)


def rep(m, name):
    return m.t.set_index("sales_agent").loc[name]


def client(m, name):
    return m.a.set_index("account").loc[name]


def deal(m, number):
    return m.d.set_index("opportunity_id").loc[number]


DETAIL = [*ABSENCE, *LISTS, *RECORDS, *MISSPELT, *WORDS]
