"""What the five reps, their manager and the support desk of a builder of planetarium domes type over their Zendesk export.

A deal is open while it is neither Won nor Lost; won and lost ones count on Closed At. A ticket is solved once its status is
Solved or Closed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, past, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("domes", "blind_j", category, text, gold)


def won_in(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.won, "closed_at", start, end)


def hit_rates(f: Any) -> dict[str, float]:
    found = between(f.closed, "closed_at", "2026-01-01", "2026-11-21")
    return shares(found.assign(hit=found.stage == "Won"), "product_line", "hit")


def bare_museums(f: Any) -> set[str]:
    wide = f.c[(f.c.industry == "Museum") & (f.c.dome_diameter_m > 12)]
    return without(wide.name, f.d, "company")


def troubled(f: Any) -> set[str]:
    found = between(f.t, "created_at", "2026-01-01", "2026-11-21").groupby("organization").size()
    return set(found[found >= 6].index)


def unhappy(f: Any) -> dict[str, float]:
    rated = f.t[f.t.satisfaction.isin(["Good", "Bad"])]
    return shares(rated.assign(hit=rated.satisfaction == "Bad"), "assignee", "hit")


def reply_change(f: Any) -> float:
    """Minutes by which the mean first reply of the third quarter lies under that of the second."""
    second, third = (
        between(f.t, "created_at", *span).first_reply_time_min.mean()
        for span in (("2026-04-01", "2026-07-01"), ("2026-07-01", "2026-10-01"))
    )
    assert second > third
    return float(second - third)


def longest_caller(f: Any) -> str:
    return one(f.k[f.k.product_line == "Show licence"].groupby("made_by").duration_sec.max())


def unanswered(f: Any) -> dict[str, float]:
    found = between(f.k, "called_at", "2026-07-01", "2026-10-01")
    return shares(found.assign(hit=found.outcome == "No answer"), "made_by", "hit")


def mailed(f: Any) -> str:
    name = only(f.open.nlargest(1, "value", keep="all"), "primary_contact")
    found = only(f.p[f.p.name == name], "email")
    assert isinstance(found, str)
    return found


def licences(f: Any) -> float:
    this, last = (won_in(f, f"{year}-01-01", f"{year}-11-01") for year in (2026, 2025))
    return growth(*(found[found.product_line == "Show licence"].value.sum() for found in (this, last)))


def stuck(f: Any) -> set[str]:
    found = f.t[~f.t.status.isin(["Solved", "Closed"]) & (f.t.created_at < "2026-08-01")]
    return {str(number) for number in found.ticket_id}


def teams(f: Any) -> bool:
    found = total(won_in(f, "2026-07-01", "2026-10-01"), "team", "value")
    return bool(found["Europe & Asia"] > found["Americas"])


def on_target(f: Any) -> set[str]:
    part = won_in(f).groupby("owner").value.sum() / f.u.set_index("name").annual_target
    return set(part[part > 0.8].index)


def broad(f: Any) -> set[str]:
    found = f.won.groupby("company").product_line.nunique()
    return set(found[found >= 4].index)


def medians(f: Any) -> dict[str, float]:
    found = f.won[f.won.product_line.isin(["Dome retrofit", "Full system"])]
    return dict(found.groupby("product_line").days.median())


def aged(f: Any) -> dict[str, int]:
    return counts(f.open[(TODAY - f.open.added_at.dt.normalize()).dt.days > 365], "owner")


def august(f: Any) -> int:
    found = between(f.d, "added_at", "2026-08-01", "2026-09-01")
    assert not found.value.isin([50_000, 200_000]).any()
    return int(found.value.between(50_000, 200_000).sum())


QUESTIONS = [
    ask("group", "won value in october by owner", lambda f: total(won_in(f, "2026-10-01", "2026-11-01"), "owner", "value")),
    ask("top", "Which 4 countries have we won the most money in, all time?",
        lambda f: best(f.won.groupby("country").value.sum(), 4)),
    ask("rate", "hit rate of each product line on deals closed this year (won against won plus lost)", hit_rates),
    ask("top", "why do we mostly lose Projector upgrade deals?",
        lambda f: one(f.lost[f.lost.product_line == "Projector upgrade"].groupby("loss_reason").size())),
    ask("count", "How many open deals have an estimated close date that has already gone by?",
        lambda f: int((f.open.estimated_close_date < TODAY).sum())),
    ask("median", "median days from added to won, Dome retrofit vs Full system", medians),
    ask("absence", "museums with a dome of more than 12 m that we've never had any deal with", bare_museums),
    ask("having", "organizations that sent us 6 tikets or more this year", troubled),
    ask("share", "Of the tickets rated good or bad, what part was rated bad, for each assignee?", unhappy),
    ask("compare", "how many minutes faster was our avg first reply in Q3 than in Q2 (tickets by created date)?", reply_change),
    ask("top", "who made the longest single call on a show licence deal", longest_caller),
    ask("share", "No answer as a % of the calls each rep made in Q3", unanswered),
    ask("list", "Names of the deals above 900k that we won in 2026 pls",
        lambda f: set(won_in(f).query("value > 900000").deal_name)),
    ask("look-up", "I need the email of the primary contact on our largest open deal", mailed),
    ask("absence", "Number of Yuki Haraldsen's open deals without a single call on them",
        lambda f: len(without(f.open[f.open.owner == "Yuki Haraldsen"].deal_name, f.k, "deal_name"))),
    ask("sum", "hot deals in quote sent - what are they worth together",
        lambda f: int(f.d[(f.d.hot == "yes") & (f.d.stage == "Quote sent")].value.sum())),
    ask("growth", "Show licence money won from January through October, this year over last: growth rate?", licences),
    ask("count", "companies tagged reference site, number by country",
        lambda f: counts(f.c[f.c.tags.str.contains("reference site")], "country")),
    ask("list", "ticket ids from before August 2026 that still aren't solved or closed", stuck),
    ask("bool", "Did Europe & Asia win more value than the Americas team last quarter?", teams),
    ask("ratio", "which reps have already won over 80% of their annual target in 2026", on_target),
    ask("having", "Companies that bought at least four different product lines from us (won deals)", broad),
    ask("count", "per owner, the deals still open that were added more than a year ago", aged),
    ask("range", "how many of the deals added in August 2026 are worth 50k to 200k?", august),
    ask("median", "median full resolution time in hours per priority for tickets of the past 182 days",
        lambda f: past(f.t, "created_at", 182).groupby("priority").full_resolution_time_hrs.median().to_dict()),
    ask("missing", "What lens is mounted in the projectors at our Portuguese customers?", None),
    ask("missing", "how much comission did Colm Fairley earn in Q3", None),
    ask("missing", "won value from Tycho Brahe Planetarium this year", None),
    ask("missing", "How many tickets will support get in 2028?", None),
    ask("missing", "domes that Evans & Sutherland sold in Canada last year?", None),
    ask("missing", "which technician flew to Japan for the last installation", None),
    ask("missing", "Gross margin of the Full system deals we won in 2025", None),
]  # fmt: skip
