"""Questions about the sample company's deals by three people who never saw the planner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question, between, top
from sample_frames import count, names, total, won_rate


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("sample", "second", category, text, gold)


def closed(frame: Any, start: str, end: str = "2026-11-21") -> Any:
    return between(frame, "close date", start, end)


OPEN = [
    ask("period", "open deals closing this year, how many", lambda s: len(closed(s.o, "2026-01-01", "2027-01-01"))),
    ask("sum", "lena's pipeline $", lambda s: s.o[s.o.owner == "Lena Brandt"].amount.sum()),
    ask("top-k", "top 3 open deals by amount", lambda s: names(s.o.nlargest(3, "amount"))),
    ask("average", "avg open deal size by team", lambda s: dict(s.o.groupby("team").amount.mean())),
    ask("stage", "deals stuck > 60 days in their stage, how many", lambda s: int((s.o["in stage"] > 60).sum())),
    ask("group", "open pipe $ by stage", lambda s: total(s.o, "stage")),
    ask(
        "filter",
        "negotiation deals over 100k",
        lambda s: names(s.o[(s.o.stage == "Negotiation") & (s.o.amount > 100_000)]),
    ),
    ask(
        "relation",
        "prospect accounts with an open deal over 50k",
        lambda s: names(s.o[s.o.account.isin(names(s.a[s.a.status == "Prospect"])) & (s.o.amount > 50_000)], "account"),
    ),
    ask("look-up", "what stage is orrin deal", lambda _: "Discovery"),
    ask(
        "groups",
        "For the open deals, show me their number by deal type and stage.",
        lambda s: count(s.o, ["type", "stage"]),
    ),
    ask(
        "share",
        "What fraction of the total open pipeline amount currently sits in the Negotiation stage?",
        lambda s: s.o[s.o.stage == "Negotiation"].amount.sum() / s.o.amount.sum(),
    ),
    ask(
        "range",
        "How many open deals have an expected close date between 1 December 2026 and 15 December 2026, both inclusive?",
        lambda s: len(closed(s.o, "2026-12-01", "2026-12-16")),
    ),
    ask(
        "having",
        "Which reps hold more than 300,000 in open pipeline but no more than six open deals?",
        lambda s: set(
            s.o.groupby("owner").amount.agg(["sum", "size"])[lambda x: (x["sum"] > 300_000) & (x["size"] <= 6)].index
        ),
    ),
    ask(
        "absence",
        "List the accounts of the Core tier in the United Kingdom that do not have any open deal at the moment.",
        lambda s: names(s.a[(s.a.tier == "Core") & (s.a.country == "United Kingdom")]) - names(s.o, "account"),
    ),
    ask(
        "combined",
        "Which accounts have both an open deal of type Renewal and at least one overdue task?",
        lambda s: names(s.o[s.o.type == "Renewal"], "account") & names(s.t[s.t.overdue], "account"),
    ),
    ask("list", "Which deals are in contract sent stage please?", lambda s: names(s.o[s.o.stage == "Contract Sent"])),
    ask(
        "period",
        "Hi! Which open deals are expecting to close before 9 December 2026?",
        lambda s: names(closed(s.o, "2026-01-01", "2026-12-09")),
    ),
]

CLOSED = [
    ask(
        "rate",
        "win rate mid-market this year",
        lambda s: (closed(s.z, "2026-01-01")[lambda z: z.team == "Mid-Market"].stage == "Closed Won").mean(),
    ),
    ask("period", "won $ last quarter", lambda s: closed(s.w, "2026-07-01", "2026-10-01").amount.sum()),
    ask("sum", "how much $ lost on price", lambda s: s.l[s.l["lost reason"] == "Price"].amount.sum()),
    ask(
        "period",
        "daniel okafor's team won $ ytd",
        lambda s: closed(s.w, "2026-01-01")[lambda w: w.manager == "Daniel Okafor"].amount.sum(),
    ),
    ask(
        "compare",
        "aoife vs sofia won $ this year",
        lambda s: total(
            closed(s.w, "2026-01-01")[lambda w: w.owner.isin(["Aoife Brannigan", "Sofia Carranza"])], "owner"
        ),
    ),
    ask(
        "growth",
        "won amount growth q3 2026 vs q2 2026",
        lambda s: (
            closed(s.w, "2026-07-01", "2026-10-01").amount.sum() / closed(s.w, "2026-04-01", "2026-07-01").amount.sum()
            - 1
        ),
    ),
    ask(
        "existence",
        "did we lose anything to competitor in 2026?",
        lambda s: bool((closed(s.l, "2026-01-01")["lost reason"] == "Competitor").any()),
    ),
    ask(
        "rate",
        "For all deals that were closed, whether won or lost, since 1 January 2026, compute the win rate per deal type.",
        lambda s: won_rate(closed(s.z, "2026-01-01"), "type"),
    ),
    ask(
        "cycle",
        "What is the average number of days between creation and close of the won deals of type New Business?",
        lambda s: s.w[s.w.type == "New Business"].days.mean(),
    ),
    ask(
        "having",
        "Give the total amount of lost deals per lost reason, but only for reasons that occur on at least four lost deals.",
        lambda s: dict(s.l.groupby("lost reason").amount.agg(["sum", "size"])[lambda x: x["size"] >= 4]["sum"]),
    ),
    ask(
        "ratio",
        "What is the ratio of won amount to lost amount over all deals closed between January and June 2026?",
        lambda s: (
            closed(s.w, "2026-01-01", "2026-07-01").amount.sum() / closed(s.l, "2026-01-01", "2026-07-01").amount.sum()
        ),
    ),
    ask(
        "share",
        "Of the deals created in the first quarter of 2026, what share has been won so far?",
        lambda s: (between(s.d, "created date", "2026-01-01", "2026-04-01").stage == "Closed Won").mean(),
    ),
    ask(
        "having",
        "Among the reps with at least six closed deals, who has the highest win rate?",
        lambda s: top(
            s.z.assign(hit=s.z.stage.eq("Closed Won"))
            .groupby("owner")
            .hit.agg(["size", "mean"])[lambda x: x["size"] >= 6]["mean"]
        ),
    ),
    ask(
        "cycle",
        "In average, after how many days from creation we lose the deals for reason Price?",
        lambda s: s.l[s.l["lost reason"] == "Price"].days.mean(),
    ),
    ask(
        "look-up",
        "For which reason we did lose the deal Dunmore Dairy - Foresight Services?",
        lambda s: s.l[s.l.name == "Dunmore Dairy - Foresight Services"]["lost reason"].item(),
    ),
    ask(
        "count",
        "How many deals we have won in the month of July 2026 with american customers, I mean United States?",
        lambda s: int((closed(s.w, "2026-07-01", "2026-08-01").country == "United States").sum()),
    ),
]
