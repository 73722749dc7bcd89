"""What the success managers, support and finance of a maker of marina software type over a dump of their database.

A plan term runs while it has no end; MRR is the sum of mrr_usd of running terms. A bill is unpaid while it is not settled.
"US", "USA" and "United States" are one country. Blanks belong to no group.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import best, between, counts, total, without

AMERICA = ["US", "USA", "United States"]


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("marinas", "blind_d", category, text, gold)


def per_seat(f: Any) -> dict[str, float]:
    sums = f.now.groupby("plan_level")[["mrr_usd", "seats"]].sum()
    return (sums.mrr_usd / sums.seats).to_dict()


def lost_mrr(f: Any) -> dict[str, float]:
    return total(between(f.x, "left_on", "2026-01-01", "2026-11-21"), "why", "mrr_usd")


def overdue(f: Any) -> float:
    owed = f.b[f.b.settled_on.isna() & (f.b.due_on < "2026-11-20")]
    return float(owed.total_usd.sum())


def late_payers(f: Any) -> set[str]:
    """Organisations with at least eight bills settled after their due day."""
    late = f.b[f.b.settled_on > f.b.due_on].groupby("display_name").size()
    assert (late >= 8).any()
    return set(late[late >= 8].index)


def silent(f: Any) -> set[str]:
    """Organisations with a running Flagship term and no module usage since 1 September 2026."""
    paying = f.now[f.now.plan_level == "Flagship"].display_name
    found = without(paying, between(f.m, "used_on", "2026-09-01", "2026-11-21"), "display_name")
    assert found
    return found


def escalation(f: Any) -> dict[str, float]:
    return (f.h.escalated == "t").groupby(f.h.pod).mean().to_dict()


def never_left(f: Any) -> int:
    """Organisations that have had a plan term but are in no departure."""
    return len(without(f.p.display_name, f.x, "display_name"))


def checks(f: Any) -> bool:
    """Whether a bill of a Flagship term is or was to be paid by check."""
    return bool(((f.b.plan_level == "Flagship") & (f.b.method == "check")).any())


def settled(f: Any) -> str:
    return str(only(f.b[f.b.bill_no == "M-24-0183"], "settled_on").date())


def seasons(f: Any) -> float:
    """How much more clicks in the second quarter than in the first, as a fraction."""
    spring = between(f.m, "used_on", "2026-04-01", "2026-07-01").clicks.sum()
    return float(spring / between(f.m, "used_on", "2026-01-01", "2026-04-01").clicks.sum() - 1)


def card_share(f: Any) -> float:
    found = between(f.b, "billed_on", "2026-07-01", "2026-10-01")
    return float(found[found.method == "card"].total_usd.sum() / found.total_usd.sum())


def unsafe(f: Any) -> int:
    return int(((f.u.access_role == "admin") & (f.u.two_factor == "f")).sum())


def big_croatian(f: Any) -> set[str]:
    found = f.o[(f.o.country == "Croatia") & (f.o.berths > 600)]
    assert len(found) > 1
    return set(found.display_name)


def biggest_lead(f: Any) -> float:
    mrr = f.now.groupby("pod_lead").mrr_usd.sum()
    return float(mrr["Marcus Tell"] / mrr["Sinead Rourke"])


QUESTIONS = [
    ask("sum", "What's our current MRR from American customers", lambda f: float(f.now[f.now.country.isin(AMERICA)].mrr_usd.sum())),
    ask("ratio", "MRR per seat by plan level, running terms only", per_seat),
    ask("group", "mrr lost to departures in 2026 by reason", lost_mrr),
    ask("overdue", "total of bills past due and not settled as of today", overdue),
    ask("having", "Which organisations have settled eight or more bills after the due date?", late_payers),
    ask("absence", "flagship customers (running term) w/o any module usage since sept 1", silent),
    ask("rate", "escalated share of helpdesk tickets per pod", escalation),
    ask("absence", "how many organisations with a plan term never show up among the departures", never_left),
    ask("bool", "was any Flagship bill ever to be paid by check?", checks),
    ask("growth", "clicks Q1 to Q2 2026: growth", seasons),
    ask("share", "how much of what we billed in Q3 2026 is to be paid by card, as share of the dollars", card_share),
    ask("count", "admins without two-factor?", unsafe),
    ask("list", "croatian sites with more than 600 berths", big_croatian),
    ask("ratio", "Marcus Tell's running MRR as a multiple of Sinead Rourke's (pod leads)", biggest_lead),
    ask("days", "days to solve a ticket, median for each urgency", lambda f: f.h.groupby("urgency").days.median().to_dict()),
    ask("top", "5 yacht clubs with the most module minutes in 2026",
        lambda f: best(f.m[f.m.site_type == "Yacht club"].groupby("display_name").minutes.sum(), 5)),
    ask("look-up", "when did they settle bill M-24-0183", settled),
    ask("period", "Tickets by topic that came in from 1 to 30 September 2026",
        lambda f: counts(between(f.h, "came_in_on", "2026-09-01", "2026-10-01"), "topic")),
    ask("average", "average lifetime in days of ended yearly terms vs ended monthly terms",
        lambda f: f.p.groupby("billed").days.mean().to_dict()),
    ask("top", "module with the most errors at seasonal sites this year",
        lambda f: one(f.m[f.m.is_seasonal == "t"].groupby("module").error_count.sum())),
    ask("missing", "how many boats capsized at our customers' marinas", None),
    ask("missing", "What plan is Gullhaven Marina on?", None),
    ask("missing", "churn rate we'll see in the 2027 season", None),
    ask("missing", "MRR of Dockwa in France", None),
    ask("missing", "what does it cost us to host one organisation per month?", None),
]  # fmt: skip
