"""What fundraisers ask of a charity's donor record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import TODAY, best, between, growth, total, without

GIFT = "Gift amount"


def ask(category: str, text: str, gold: Callable[[Any], Any] | None = None) -> Question:
    return Question("charity", "fresh_exports", category, text, gold)


def _given(f: Any, year: int) -> Any:
    return between(f.gifts, "Gift date", f"{year}-01-01", f"{year + 1}-01-01")


def _beaten(f: Any) -> set[str]:
    found = f.gifts.groupby("Campaign").agg(raised=(GIFT, "sum"), target=("Target", "first"))
    return set(found[found.raised > found.target].index)


def _lapsed(f: Any) -> set[str]:
    now, before = (
        set(given[given["Donor type"] == "Trust"]["Donor name"]) for given in (_given(f, 2026), _given(f, 2025))
    )
    return before - now


def _aided(f: Any) -> float:
    year = _given(f, 2026)
    return float(year[year["Gift Aid"] == "Yes"][GIFT].sum())


def _debits(f: Any) -> float:
    year = _given(f, 2026)
    return float(year[year.Channel == "Direct debit"][GIFT].sum() / year[GIFT].sum())


def _thanking(f: Any) -> float:
    return float((f.gifts["Thank-you sent"] - f.gifts["Gift date"]).dt.days.mean())


def _due(f: Any) -> float:
    owed = f.pledges[f.pledges["Pledge status"] == "Open"]
    return float((owed["Pledged amount"] - owed["Paid so far"]).sum())


def _behind(f: Any) -> set[str]:
    late = f.pledges[(f.pledges["Pledge status"] == "Open") & (f.pledges["Due date"] < TODAY)]
    return set(late["Donor name"])


def _springs(f: Any) -> bool:
    raised = f.gifts.groupby("Campaign")[GIFT].sum()
    return bool(raised["Spring Appeal 2026"] > raised["Spring Appeal 2025"])


def _autumn(f: Any) -> float:
    now = between(f.gifts, "Gift date", "2026-07-01", "2026-10-01")[GIFT].sum()
    return growth(now, between(f.gifts, "Gift date", "2025-07-01", "2025-10-01")[GIFT].sum())


def _loaded(f: Any) -> set[str]:
    found = f.donors.groupby("Relationship manager").size()
    return set(found[found > 50].index)


def _unchecked(f: Any) -> set[str]:
    found = f.volunteers[(f.volunteers["DBS checked"] == "No") & (f.volunteers.Role == "Shop")]
    return set(found.Volunteer)


def _forgotten(f: Any) -> int:
    return int(f.gifts["Thank-you sent"].isna().sum())


def _large(f: Any) -> int:
    since = between(f.gifts, "Gift date", "2026-04-01", "2027-01-01")
    return int((since[GIFT] >= 1000).sum())


def _loyal(f: Any) -> set[str]:
    found = f.gifts.groupby("Donor name").size()
    return set(found[found >= 6].index)


QUESTIONS = [
    ask("total", "how much has come in through gifts this year?", lambda f: _given(f, 2026)[GIFT].sum()),
    ask(
        "top",
        "Our five most generous donors, all gifts added up",
        lambda f: best(f.gifts.groupby("Donor name")[GIFT].sum(), 5),
    ),
    ask("group", "raised per campaign (gifts only)", lambda f: total(f.gifts, "Campaign", GIFT)),
    ask("comparison", "Which campaigns have raised more in gifts than their target?", _beaten),
    ask("threshold", "number of gifts of £1,000 or more since 1 April 2026", _large),
    ask("average", "avg gift by channel", lambda f: f.gifts.groupby("Channel")[GIFT].mean().to_dict()),
    ask(
        "median",
        "What's the median gift from an individual donor?",
        lambda f: f.gifts[f.gifts["Donor type"] == "Individual"][GIFT].median(),
    ),
    ask(
        "never",
        "companies on our books that have never made a gift",
        lambda f: without(f.donors[f.donors["Donor type"] == "Company"]["Donor name"], f.gifts, "Donor name"),
    ),
    ask("without", "Which trusts gave in 2025 but nothing yet in 2026?", _lapsed),
    ask("custom", "total gifts in 2026 from Gift Aid donors", _aided),
    ask("share", "what share of this year's gift money came by direct debit?", _debits),
    ask("count", "how many gifts still havent had a thank-you sent", _forgotten),
    ask("duration", "On average how many days pass between a gift and its thank-you?", _thanking),
    ask("total", "how much is still to be paid on open pledges? pledged less paid so far", _due),
    ask("late", "Donors with an open pledge that's past its due date", _behind),
    ask(
        "group",
        "number of pledges by status and campaign theme",
        lambda f: f.pledges.groupby(["Pledge status", "Theme"]).size().to_dict(),
    ),
    ask(
        "look-up",
        "who's the relationship manager for Beatriz Bergstrom?",
        lambda f: f.donors.set_index("Donor name")["Relationship manager"]["Beatriz Bergstrom"],
    ),
    ask("groups", "gifts total by theme and county pls", lambda f: total(f.gifts, ["Theme", "County"], GIFT)),
    ask("comparison", "Did the Spring Appeal 2026 bring in more than Spring Appeal 2025?", _springs),
    ask("growth", "gift income Q3 2026 against Q3 2025 - what % up or down?", _autumn),
    ask("having", "relationship managers looking after more than 50 donors", _loaded),
    ask("group", "Volunteer hours this year per role", lambda f: total(f.volunteers, "Role", "Hours this year")),
    ask("list", "shop volunteers who aren't DBS checked yet", _unchecked),
    ask(
        "range",
        "how many donors were born between 1950 and 1959",
        lambda f: int(f.donors["Birth year"].between(1950, 1959).sum()),
    ),
    ask("having", "Who has given six times or more?", _loyal),
    ask("missing", "what did we spend on postage for the spring appeal"),
    ask("missing", "Which donors have left us something in their will?"),
    ask("missing", "open rate of the last newsletter?"),
    ask("missing", "How many otters were released this summer?"),
    ask("missing", "salary costs per relationship manager"),
    ask("missing", "emergency phone number for our wardens"),
]
