"""What the office, the instructors and the owner of a sailing school type over their Keap export and the course sheets.

A place is taken by an enrolment that was not cancelled. Sales are order totals by order date.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, shares, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("sailing", "blind_h", category, text, gold)


def sales(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.o, "order_date", start, end)


def no_shows(f: Any) -> dict[str, float]:
    ran = f.e[f.e.status.isin(["Attended", "No Show"])]
    return shares(ran.assign(hit=ran.status == "No Show"), "level", "hit")


def climbed(f: Any) -> int:
    """People who attended both Competent Crew and Day Skipper."""
    done = f.e[f.e.status == "Attended"]
    crew, skipper = (set(done[done.level == level].name) for level in ("Competent Crew", "Day Skipper"))
    return len(crew & skipper)


def tagged(f: Any, tag: str) -> Any:
    return f.p[f.p.tags.fillna("").str.split(",").map(lambda tags: tag in tags)]


def vip(f: Any) -> int:
    """VIPs without any enrolment."""
    return len(set(tagged(f, "VIP").id) - set(f.e.contact_id))


def spenders(f: Any) -> set[str]:
    found = f.o.groupby("name").order_total.sum()
    return set(found[found > 4000].index)


def ads(f: Any) -> bool:
    found = sales(f).groupby("lead_source").order_total.sum()
    return bool(found["Google Ads"] > found["Instagram"])


def months(f: Any) -> dict[str, float]:
    found = sales(f, "2026-03-01", "2026-09-01")
    return total(found, found.order_date.dt.strftime("%Y-%m"), "order_total")


def first_half(f: Any) -> float:
    this, last = (sales(f, f"{year}-01-01", f"{year}-07-01").order_total.sum() for year in (2026, 2025))
    return growth(this, last)


def vouchers(f: Any) -> float:
    return float(sales(f)[sales(f)["product"] == "Gift voucher"].order_total.sum() / sales(f).order_total.sum())


def ngaire(f: Any) -> set[str]:
    found = f.open[(f.open.owner == "Ngaire Pohatu") & (f.open.next_action_date < TODAY)]
    return set(found.opportunity_title)


def mates(f: Any) -> dict[str, float]:
    found = f.won[f.won.owner.isin(["Stu Kirkbride", "Elspeth Rae"])]
    return total(found, "owner", "projected_revenue")


PERSON, COURSE = "Carmen Desmond", "LtS344"

QUESTIONS = [
    ask("count", "how many different people have enrolled on something since 1 January (by booked on, cancellations not counted)",
        lambda f: int(between(f.kept, "booked_on", "2026-01-01", "2026-11-21").contact_id.nunique())),
    ask("group", "Enrolments per level, without the cancelled ones", lambda f: counts(f.kept, "level")),
    ask("share", "no show rate by level - no shows out of attended plus no shows", no_shows),
    ask("average", "average stars for each instructor", lambda f: f.e.groupby("instructor").stars.mean().astype(float).to_dict()),
    ask("list", "Which courses start in December? course codes please",
        lambda f: set(between(f.c, "starts", "2026-12-01", "2027-01-01").course_code)),
    ask("list", "upcoming courses that are full (as many non cancelled enrolments as places)",
        lambda f: set(f.coming[f.coming.taken >= f.coming.places].course_code)),
    ask("threshold", "courses still to come with fewer than 5 people on them, cancelled people dont count",
        lambda f: set(f.coming[f.coming.taken < 5].course_code)),
    ask("group", "sales in Q3 by product", lambda f: total(sales(f, "2026-07-01", "2026-10-01"), "product", "order_total")),
    ask("sum", "Total balance due across all orders?", lambda f: float(f.o.balance_due.sum())),
    ask("top", "who owes us the most (balance due)", lambda f: one(f.o.groupby("name").balance_due.sum())),
    ask("share", "what part of orders this year used a promo code",
        lambda f: float(sales(f).promo_code.notna().mean())),
    ask("group", "2026 sales by lead source of the customer", lambda f: total(sales(f), "lead_source", "order_total")),
    ask("absence", "how many contacts have never ordered anything", lambda f: len(set(f.p.id) - set(f.o.contact_id))),
    ask("having", "Customers who have spent more than $4,000 with us in all", spenders),
    ask("relation", "how many people attended both a Competent Crew and a Day Skipper course", climbed),
    ask("count", "how many contacts are tagged Has own boat?", lambda f: len(tagged(f, "Has own boat"))),
    ask("absence", "Number of VIP-tagged contacts that never enrolled on a course", vip),
    ask("look-up", f"phone number for {PERSON}", lambda f: only(f.p[f.p.name == PERSON], "phone_1")),
    ask("look-up", f"whos teaching {COURSE}", lambda f: only(f.c[f.c.course_code == COURSE], "instructor")),
    ask("list", "ngaire here - which of my open opportunities have a next action date in the past?", ngaire),
    ask("share", "win rate on opportunities by owner, closed ones only",
        lambda f: shares(f.closed.assign(hit=f.closed.stage == "Closed Won"), "owner", "hit")),
    ask("days", "avg days from created to closed for opps we won", lambda f: float((f.won.closed - f.won.created).dt.days.mean())),
    ask("compare", "Stu vs Elspeth: projected revenue of the opportunities they closed won", mates),
    ask("median", "median headcount of won group bookings (opportunities)", lambda f: float(f.won.headcount.astype(float).median())),
    ask("growth", "first half 2026 sales against first half 2025, % change", first_half),
    ask("group", "sales per month from march to august this year", months),
    ask("bool", "did customers from Google Ads spend more this year than those from Instagram?", ads),
    ask("share", "gift vouchers as a % of 2026 sales", vouchers),
    ask("top", "Three cities with the most contacts", lambda f: best(f.p.groupby("city").size(), 3)),
    ask("days", "median number of days between booking and course start for Day Skipper, cancelled left out",
        lambda f: float((f.kept.starts - f.kept.booked_on).dt.days[f.kept.level == "Day Skipper"].median())),
    ask("missing", "what was the wind on the day of LtS313?", None),
    ask("missing", "how many of our students passed their exam first time", None),
    ask("missing", "What do we pay Hemi per course?", None),
    ask("missing", "when is Kererū due for antifouling", None),
    ask("missing", "orders placed by Marguerite Wetherby-Stone?", None),
    ask("missing", "how many people will enrol in winter 2028", None),
    ask("missing", "which of our customers get seasick?", None),
    ask("missing", "Competent Crew fee at the Bay of Islands sailing school", None),
]  # fmt: skip
