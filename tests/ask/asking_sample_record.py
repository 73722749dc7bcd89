"""A newcomer's questions on the record itself: look-ups, lists, counts, talk, subscriptions, bills, and bad spelling."""

from __future__ import annotations

from asking_gold import between, top
from sample_frames import count, first, names, said, sam, total, won_rate


def _of(frame, name, column):
    return first(frame[frame.name == name], column)


def _q3(frame, column="date"):
    return between(frame, column, "2026-07-01", "2026-10-01")


def _week(frame):
    return between(frame, "date", "2026-11-09", "2026-11-16")


QUESTIONS = [
    # look-up
    sam("look-up", "who owns Pinecrest Foods?", lambda n: _of(n.a, "Pinecrest Foods", "owner")),
    sam("look-up", "Jane Holloway's e-mail", lambda n: _of(n.c, "Jane Holloway", "email")),
    sam("look-up", "phone number for Jörg Niemeyer please", lambda n: _of(n.c, "Jörg Niemeyer", "phone")),
    sam(
        "look-up",
        "what stage is the Globex - Quayside Renewal deal in?",
        lambda n: _of(n.d, "Globex - Quayside Renewal", "stage"),
    ),
    sam("look-up", "Which plan is Yarrow Print on?", lambda n: first(n.s[n.s.account == "Yarrow Print"], "plan")),
    sam("look-up", "who is Elin Sandberg's manager", lambda n: _of(n.u, "Elin Sandberg", "manager")),
    sam(
        "look-up",
        "who's the COO at Acme",
        lambda n: first(n.c[(n.c.account == "Acme") & (n.c["job title"] == "COO")], "name"),
    ),
    sam(
        "look-up",
        "Why did we lose Harrow & Pike - Tally Renewal?",
        lambda n: _of(n.d, "Harrow & Pike - Tally Renewal", "lost reason"),
    ),
    sam("look-up", "deal D-1096: how much is it worth", lambda n: int(first(n.d[n.d.id == "D-1096"], "amount"))),
    sam(
        "look-up",
        "When does the Wexcombe Hospitals Foresight subscription renew?",
        lambda n: str(
            first(n.s[(n.s.account == "Wexcombe Hospitals") & (n.s["product"] == "Foresight")], "renewal date").date()
        ),
    ),
    sam(
        "look-up",
        "close date of Dunmore Dairy - Tally Renewal?",
        lambda n: str(_of(n.d, "Dunmore Dairy - Tally Renewal", "close date").date()),
    ),
    sam(
        "look-up",
        "Wendy Gilchrist - what's her job title, and where?",
        lambda n: _of(n.c, "Wendy Gilchrist", "job title"),
    ),
    sam("look-up", "how many people work at Fennick Bikes", lambda n: int(_of(n.a, "Fennick Bikes", "employees"))),
    sam("look-up", "tell me the industry Orrin Robotics is in", lambda n: _of(n.a, "Orrin Robotics", "industry")),
    # list
    sam("list", "list Lena's open deals", lambda n: names(n.o[n.o.owner == "Lena Brandt"])),
    sam("list", "Contacts at Acme", lambda n: names(n.c[n.c.account == "Acme"])),
    sam("list", "everything in Contract Sent", lambda n: names(n.o[n.o.stage == "Contract Sent"])),
    sam("list", "which accounts are still prospects?", lambda n: names(n.a[n.a.status == "Prospect"])),
    sam("list", "who reports to Ingrid Solheim?", lambda n: names(n.u[n.u.manager == "Ingrid Solheim"])),
    sam("list", "deals we lost to a competitor", lambda n: names(n.l[n.l["lost reason"] == "Competitor"])),
    sam(
        "list", "accounts whose parent is Tessaly Group", lambda n: names(n.a[n.a["parent account"] == "Tessaly Group"])
    ),
    sam("list", "Show all IT managers among our contacts", lambda n: names(n.c[n.c["job title"] == "IT Manager"])),
    # count
    sam("count", "How many accounts are in the CRM?", lambda n: len(n.a)),
    sam("count", "number of open opportunities", lambda n: len(n.o)),
    sam("count", "how many renewal deals are open at the moment?", lambda n: int((n.o.type == "Renewal").sum())),
    sam("count", "count of contacts at Wexcombe Hospitals", lambda n: int((n.c.account == "Wexcombe Hospitals").sum())),
    sam("count", "how many invoices are still unpaid", lambda n: len(n.due)),
    sam("count", "how many deals have we lost this year so far?", lambda n: int((n.l["close date"] >= "2026").sum())),
    # interaction
    sam(
        "interaction",
        "How many calls did we have with Acme last quarter?",
        lambda n: len(_q3(n.i[(n.i.kind == "call") & (n.i.account == "Acme")])),
    ),
    sam("interaction", "tickets per rep in Q3", lambda n: count(_q3(n.i[n.i.kind == "ticket"]), "rep")),
    sam("interaction", "meetings last week: how many?", lambda n: len(_week(n.i[n.i.kind == "meeting"]))),
    sam(
        "interaction",
        "which reps were in a meeting last week",
        lambda n: names(_week(n.i[n.i.kind == "meeting"]), "rep"),
    ),
    sam(
        "interaction",
        "On what date were we last in contact with Pinecrest Foods?",
        lambda n: str(n.i[n.i.account == "Pinecrest Foods"].date.max().date()),
    ),
    sam(
        "interaction",
        "which client has raised the most tickets of all time",
        lambda n: top(n.i[n.i.kind == "ticket"].groupby("account").size()),
    ),
    sam(
        "interaction",
        "how many inbound emails did Globex send us in October?",
        lambda n: len(
            between(
                n.i[(n.i.kind == "email") & (n.i.direction == "in") & (n.i.account == "Globex")],
                "date",
                "2026-10-01",
                "2026-11-01",
            )
        ),
    ),
    sam(
        "interaction",
        "what share of all our calls were inbound?",
        lambda n: (n.i[n.i.kind == "call"].direction == "in").mean(),
    ),
    sam(
        "interaction",
        "Which accounts filed a ticket this month?",
        lambda n: names(n.i[(n.i.kind == "ticket") & (n.i.date >= "2026-11")], "account"),
    ),
    sam(
        "interaction",
        "october activity by kind (emails, calls, ...)",
        lambda n: count(between(n.i, "date", "2026-10-01", "2026-11-01"), "kind"),
    ),
    # text
    sam("text", "which clients mentioned SSO?", lambda n: names(said(n.i, r"\bSSO\b"), "account")),
    sam("text", "who brought up SOC 2?", lambda n: names(said(n.i, "SOC 2"), "account")),
    sam(
        "text",
        'Accounts whose conversations contain the word "outage"',
        lambda n: names(said(n.i, r"(?i)\boutage\b"), "account"),
    ),
    sam("text", 'how many interactions mention "SSO"', lambda n: len(said(n.i, r"\bSSO\b"))),
    sam(
        "text",
        "list the accounts where a penetration test came up",
        lambda n: names(said(n.i, "(?i)penetration test"), "account"),
    ),
    # related
    sam("related", "total MRR of our active subscriptions", lambda n: n.act.mrr.sum()),
    sam("related", "MRR by plan, active only", lambda n: total(n.act, "plan", "mrr")),
    sam(
        "related",
        "Which customers have cancelled a subscription?",
        lambda n: names(n.s[n.s.status == "Cancelled"], "account"),
    ),
    sam("related", "sum of all invoices that are not paid yet", lambda n: n.due.amount.sum()),
    sam(
        "related",
        "active subscriptions that won't auto-renew - which accounts?",
        lambda n: names(n.act[n.act["auto renew"] == "no"], "account"),
    ),
    sam(
        "related",
        "how many invoices were paid after their due date?",
        lambda n: int((n.v["paid on"] > n.v["due date"]).sum()),
    ),
    sam(
        "related",
        "Active subscriptions renewing in the first quarter of 2027, give me the accounts",
        lambda n: names(between(n.act, "renewal date", "2027-01-01", "2027-04-01"), "account"),
    ),
    sam("related", "top 3 accounts by MRR", lambda n: top(n.s.groupby("account").mrr.sum(), 3)),
    sam(
        "related",
        "unpaid invoice numbers above 10,000 dollars",
        lambda n: names(n.due[n.due.amount > 10000], "invoice number"),
    ),
    sam(
        "related",
        "average seats per plan among active subscriptions",
        lambda n: dict(n.act.groupby("plan").seats.mean()),
    ),
    sam(
        "related",
        "clients that subscribe to both Tally and Foresight",
        lambda n: (
            names(n.s[n.s["product"] == "Tally"], "account") & names(n.s[n.s["product"] == "Foresight"], "account")
        ),
    ),
    # combined
    sam(
        "combined",
        "open Tally renewals over 50k",
        lambda n: names(n.o[(n.o["product"] == "Tally") & (n.o.type == "Renewal") & (n.o.amount > 50000)]),
    ),
    sam(
        "combined",
        "Growth-tier accounts in the United Kingdom",
        lambda n: names(n.a[(n.a.tier == "Growth") & (n.a.country == "United Kingdom")]),
    ),
    sam(
        "combined",
        "lost new business deals above 30k in 2026",
        lambda n: names(n.l[(n.l.type == "New Business") & (n.l.amount > 30000) & (n.l["close date"] >= "2026")]),
    ),
    sam(
        "combined",
        "Aoife's deals in proposal stage",
        lambda n: names(n.o[(n.o.owner == "Aoife Brannigan") & (n.o.stage == "Proposal")]),
    ),
    sam(
        "combined",
        "Foresight deals in negotiation worth 80k or more",
        lambda n: names(n.o[(n.o["product"] == "Foresight") & (n.o.stage == "Negotiation") & (n.o.amount >= 80000)]),
    ),
    sam(
        "combined",
        "strategic accounts outside the United States",
        lambda n: names(n.a[(n.a.tier == "Strategic") & (n.a.country != "United States")]),
    ),
    sam(
        "combined",
        "expansion opps of German accounts that are still open",
        lambda n: names(n.o[(n.o.type == "Expansion") & (n.o.country == "Germany")]),
    ),
    # derived
    sam(
        "derived",
        "What is Acme's annual revenue per employee?",
        lambda n: _of(n.a, "Acme", "annual revenue") / _of(n.a, "Acme", "employees"),
    ),
    sam(
        "derived",
        "total mrr divided by total seats for each plan, active subscriptions",
        lambda n: dict(n.act.groupby("plan").mrr.sum() / n.act.groupby("plan").seats.sum()),
    ),
    sam("derived", "ARR for Acme (MRR times 12)", lambda n: n.s[n.s.account == "Acme"].mrr.sum() * 12),
    sam("derived", "average open deal size per rep", lambda n: dict(n.o.groupby("owner").amount.mean())),
    sam("derived", "mean invoice amount by country", lambda n: dict(n.v.groupby("country").amount.mean())),
    sam(
        "derived",
        "which account makes the most revenue per employee?",
        lambda n: top(n.a.assign(each=n.a["annual revenue"] / n.a.employees).set_index("name").each),
    ),
    # misspelt
    sam("misspelt", "who ownes Pincrest Foods", lambda n: _of(n.a, "Pinecrest Foods", "owner")),
    sam("misspelt", "Wexcomb Hospitals open deals", lambda n: names(n.o[n.o.account == "Wexcombe Hospitals"])),
    sam("misspelt", "sofia caranza total open pipline", lambda n: n.o[n.o.owner == "Sofia Carranza"].amount.sum()),
    sam(
        "misspelt",
        "how many tikets from Ridgeback Tols",
        lambda n: int(((n.i.account == "Ridgeback Tools") & (n.i.kind == "ticket")).sum()),
    ),
    sam("misspelt", "jonas wiedner win rate?", lambda n: won_rate(n.z, "owner")["Jonas Weidner"]),
    sam("misspelt", "Contacts at Vantor Electirc", lambda n: names(n.c[n.c.account == "Vantoor Electric"])),
    sam("misspelt", "phone for Hank Sorel", lambda n: _of(n.c, "Hank Sorrell", "phone")),
    # shorthand
    sam(
        "shorthand",
        "open opps >50k closing dis qtr",
        lambda n: names(n.o[(n.o.amount > 50000) & (n.o["close date"] < "2027")]),
    ),
    sam("shorthand", "# open opps / rep", lambda n: count(n.o, "owner")),
    sam("shorthand", "closed-won $ ytd", lambda n: n.w[n.w["close date"] >= "2026"].amount.sum()),
    sam("shorthand", "AE w/ biggest pipe", lambda n: top(n.o.groupby("owner").amount.sum())),
    sam("shorthand", "lost deals Q3 cnt", lambda n: len(_q3(n.l, "close date"))),
    sam("shorthand", "neg stage total $$, open only", lambda n: n.o[n.o.stage == "Negotiation"].amount.sum()),
    sam("shorthand", "top 3 logos by won amt", lambda n: top(n.w.groupby("account").amount.sum(), 3)),
    sam("shorthand", "avg deal sz closed won 2026", lambda n: n.w[n.w["close date"] >= "2026"].amount.mean()),
]
