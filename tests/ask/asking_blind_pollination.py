"""What the three handlers, the office and the owner of a firm that hires out beehives type over the firm's own sheets.

Hives count as hired or moved in on the day of Moved In; an invoice is unpaid while Paid On is empty. Agreements are listed
by their numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import best, between, counts, growth, past, total, without

LEFT = "PA-1204"


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("pollination", "blind_j", category, text, gold)


def moved(f: Any, year: int = 2026) -> Any:
    return between(f.h, "moved_in", f"{year}-01-01", f"{year + 1}-01-01")


def dead(f: Any) -> dict[str, float]:
    found = between(f.c, "date", "2026-01-01", "2026-11-21").groupby("checked_by")[["dead", "hives_opened"]].sum()
    return dict(found.dead / found.hives_opened)


def gone(f: Any) -> set[str]:
    return set(moved(f, 2025).grower) - set(moved(f).grower)


def apple_prices(f: Any) -> dict[str, float]:
    found = f.h[(f.h.crop == "Apples") & f.h.signed.notna()]
    return dict(found.groupby(found.signed.dt.strftime("%Y")).price.mean())


def owing(f: Any) -> set[str]:
    found = f.late.groupby("grower").amount.sum()
    return set(found[found > 2500].index)


def density(f: Any) -> float:
    found = moved(f)[moved(f).crop == "Blueberries"]
    return float(found.hives.sum() / found.hectares.sum())


def unseen(f: Any) -> set[str]:
    """Growers with bees on their land now that nobody looked at in the last 30 days."""
    return without(f.h[f.h.state == "In Place"].grower, past(f.c, "date", 30), "grower")


def sorcha(f: Any) -> int:
    found = f.c[(f.c.checked_by == "Sorcha Brady") & (f.c.date >= "2026-04-01")]
    return int(found.min_on_site.sum())


def slow_payers(f: Any) -> dict[str, float]:
    paid = f.i[f.i.paid_by.isin(["Cheque", "Bank transfer"])]
    return dict((paid.paid_on - paid.invoiced).dt.days.groupby(paid.paid_by).mean())


def organic_beans(f: Any) -> bool:
    found = f.g[(f.g.organic == "Y") & (f.g.main_crop == "Field beans")]
    return bool((found.county == "Wexford").any())


def second_quarters(f: Any) -> float:
    return growth(*(between(f.i, "invoiced", f"{year}-04-01", f"{year}-07-01").amount.sum() for year in (2026, 2025)))


def losses(f: Any) -> set[str]:
    found = f.c.groupby("agr_no")[["dead", "hives_opened"]].sum()
    return set(found[found.dead / found.hives_opened > 0.14].index)


def stretched(f: Any) -> set[str]:
    hired = moved(f).groupby("beekeeper").hives.sum() - f.b.set_index("beekeeper").own_hives
    return set(hired[hired > 0].index)


def late_deposits(f: Any) -> int:
    found = between(f.i[f.i.kind == "Deposit"], "invoiced", "2026-01-01", "2026-11-21")
    return int(((found.paid_on - found.due).dt.days > 14).sum())


def varroa(f: Any) -> bool:
    this, last = (
        between(f.c, "date", f"{year}-05-01", f"{year}-06-01").varroa_per_100_bees.mean() for year in (2026, 2025)
    )
    return bool(this > last)


def mid_fields(f: Any) -> int:
    found = between(f.h, "signed", "2026-01-01", "2026-11-21")
    return int(((found.hectares > 10) & (found.hectares < 15)).sum())


def dear_share(f: Any) -> dict[str, float]:
    found = f.e[f.e.date >= "2026-01-01"]
    return dict((found.outcome == "Too dear").groupby(found.crop).mean())


QUESTIONS = [
    ask("group", "hives moved in this year by crop", lambda f: total(moved(f), "crop", "hives")),
    ask("share", "For every person doing checks: dead hives as a share of the hives they opened in 2026", dead),
    ask("absence", "growers we moved hives to in 2025 but not in 2026", gone),
    ask("group", "average price per hive on Apples agreements by the year they were signed", apple_prices),
    ask("having", "Which growers have more than €2,500 of unpaid invoices past the due date, all theirs added up?", owing),
    ask("count", "enquiries of the past 90 days that ended with No bees left, how many",
        lambda f: int((past(f.e, "date", 90).outcome == "No bees left").sum())),
    ask("top", "where do the biggest enquiries hear of us, by average hives wanted?",
        lambda f: one(f.e.groupby("heard_through").hives_wanted.mean())),
    ask("top", "on which crop do the bees stay the longest on average, from moved in to moved out",
        lambda f: one(f.h.groupby("crop").stay.mean())),
    ask("ratio", "hives per hectare for blueberries moved in during 2026 (all hives over all hectares)", density),
    ask("absence", "who of the growers with hives In Place has had no hive check in the last 30 days", unseen),
    ask("sum", "how many minutes has Sorcha spent on site since 1 april this year", sorcha),
    ask("median", "median amount of a Balance invoice?", lambda f: float(f.i[f.i.kind == "Balance"].amount.median())),
    ask("days", "Cheque or bank transfer: average days from invoiced to paid for both of them", slow_payers),
    ask("bool", "do we have an organic grower in Wexford whose main crop is field beans?", organic_beans),
    ask("top", "3 counties that hired the most hives this year (by moved in date)",
        lambda f: best(moved(f).groupby("county").hives.sum(), 3)),
    ask("growth", "invoiced amount 1 Apr to 30 Jun 2026 compared with the same months of 2025, in percent", second_quarters),
    ask("having", "agreements where over 14% of the hives opened were dead, taking all checks of the agreement together", losses),
    ask("relation", "called off agreements per handler",
        lambda f: counts(f.h[f.h.state == "Called Off"], "handled_by")),
    ask("compare", "which beekeepers have moved in more hives this year than they own themselves?", stretched),
    ask("look-up", f"when did the bees of {LEFT} move out?",
        lambda f: str(only(f.h[f.h.agr_no == LEFT], "moved_out").date())),
    ask("count", "deposits invoiced in 2026 that were paid over two weeks after the due date - number?", late_deposits),
    ask("count", "how many diferent growers did each beekeeper have hives moved in for in 2026",
        lambda f: moved(f).groupby("beekeeper").grower.nunique().to_dict()),
    ask("bool", "was varroa per 100 bees higher on average in May 2026 than in May 2025", varroa),
    ask("product", "Quoted agreements: what would they bring in (hives times price per hive)?",
        lambda f: float(f.h[f.h.state == "Quoted"].worth.sum())),
    ask("range", "agreements signed this year on more than 10 but less than 15 hectares, count pls", mid_fields),
    ask("missing", "how many kilos of honey did we take off in August", None),
    ask("missing", "Unpaid invoices of Ballyhoura Soft Fruits", None),
    ask("missing", "How many of our hives will not survive the coming winter?", None),
    ask("missing", "what does Agralan charge per bumblebee box in Meath", None),
    ask("missing", "who drives the trailer to Kilkenny in the mornings", None),
    ask("missing", "by how much did the yield of our apple growers go up thanks to the bees", None),
    ask("missing", "average age of the queens in the hives at Top Orchard", None),
]  # fmt: skip
