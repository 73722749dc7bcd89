"""What the sellers, the sales manager and the credit controller of a gas company type over lists of Business Central.

Invoiced is Amount, without VAT, by Posting Date. An invoice is overdue while an amount remains after its due date. A signed
contract is running from its starting date to its expiration date. A discount is told in percent, as its column holds it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, coming, past, total, without, worst


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("gases", "blind_j", category, text, gold)


def invoiced(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.i, "posting_date", start, end)


def lines(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.r, "posting_date", start, end)


def unvisited(f: Any) -> set[str]:
    found = invoiced(f)[invoiced(f).group == "LAB"]
    return without(found.customer, f.v[f.v.date >= "2026-01-01"], "customer")


def blocked(f: Any) -> set[str]:
    owed = f.i[f.i.blocked.notna()].groupby("customer").remaining_amount.sum()
    return set(owed[owed > 0].index)


def overdue(f: Any) -> dict[str, float]:
    found = f.i[(f.i.remaining_amount > 0) & (f.i.due_date < TODAY)].groupby("country").remaining_amount.sum()
    return dict(found / found.sum())


def risen(f: Any) -> set[str]:
    """Posting groups whose invoices are bigger on average this year than those of last year."""
    this, last = (
        found.groupby("group").amount.mean() for found in (invoiced(f), invoiced(f, "2025-01-01", "2026-01-01"))
    )
    found = set(this[this > last].index)
    assert 0 < len(found) < 4
    return found


def commission(f: Any) -> dict[str, float]:
    found = invoiced(f, "2026-07-01", "2026-10-01")
    return dict((found.amount * found.commission / 100).groupby(found.seller).sum())


def per_visit(f: Any) -> dict[str, float]:
    visits = f.v[f.v.date >= "2026-01-01"].groupby("seller").size()
    return dict(invoiced(f).groupby("seller").amount.sum() / visits)


def climbers(f: Any) -> set[str]:
    this, last = (
        invoiced(f, f"{year}-01-01", f"{year}-07-01").groupby("customer").amount.sum() for year in (2026, 2025)
    )
    return best(this.sub(last, fill_value=0), 2)


def over_list(f: Any) -> float:
    """Euros by which the unit price of the lines lies over that of the item, on average."""
    found = lines(f)[lines(f).description == "Argon cylinder 50 L"]
    assert found.unit_price.mean() > found.list_price.iloc[0]
    return float((found.unit_price - found.list_price).mean())


def lapsed(f: Any) -> set[str]:
    """Dutch customers with an expired signed contract and none that runs."""
    found = f.signed[(f.signed.expiration_date < TODAY) & (f.signed.country == "NL")]
    return set(found.customer) - set(f.running.customer)


def several(f: Any) -> set[str]:
    found = f.running.groupby("customer").size()
    return set(found[found >= 2].index)


def oxygen(f: Any) -> float:
    found = lines(f)[lines(f).group == "MEDICAL"]
    return float(found[found.item_category == "Oxygen"].line_amount.sum() / found.line_amount.sum())


def advent(f: Any) -> set[str]:
    """Open invoices due in the first three weeks of December."""
    return set(between(f.i[f.i.remaining_amount > 0], "due_date", "2026-12-01", "2026-12-22").no)


def lengths(f: Any) -> dict[str, float]:
    return dict((f.signed.expiration_date - f.signed.starting_date).dt.days.groupby(f.signed.group).median())


def biggest_debtor(f: Any) -> str:
    name = one(f.i.groupby("customer").remaining_amount.sum())
    return str(only(f.c[f.c.customer == name], "seller"))


def last_visit(f: Any) -> str:
    name = one(f.running.groupby("customer").annual_amount.sum())
    return str(f.v[f.v.customer == name].date.max().date())


def calls(f: Any) -> bool:
    """Whether a phone call takes Amina Benali longer on average than it takes Joris De Pauw."""
    mean = f.e[f.e.interaction_type == "Phone call"].groupby("seller").duration_min.mean()
    return bool(mean["Amina Benali"] > mean["Joris De Pauw"])


QUESTIONS = [
    ask("group", "line amount per item category, Q3 2026", lambda f: total(lines(f, "2026-07-01", "2026-10-01"), "item_category", "line_amount")),
    ask("average", "mean line discount % given by every salesperson on this year's invoices",
        lambda f: lines(f).groupby("seller").line_disc.mean().to_dict()),
    ask("absence", "lab customers that we invoiced in 2026 but did not visit once in 2026", unvisited),
    ask("sum", "annual amount of signed contracts expiring within the next 90 days",
        lambda f: float(coming(f.signed, "expiration_date", 90).annual_amount.sum())),
    ask("relation", "which blocked customers still have a remaining amount on their invoices?", blocked),
    ask("share", "how does the overdue remaining amount split over BE, NL and LU, in %", overdue),
    ask("product", "litres of Argon invoiced this year, i.e. qty times cylinder size",
        lambda f: int(lines(f)[lines(f).item_category == "Argon"].litres.sum())),
    ask("compare", "In which customer posting groups is the average invoice amount this year above that of 2025?", risen),
    ask("relation", "cylinders on contracts that are signed and running today, by the customer's salesperson",
        lambda f: total(f.running, "seller", "cylinders")),
    ask("look-up", "when was our last visit to the customer with the highest annual amount on running signed contracts", last_visit),
    ask("product", "Commission earned over Q3 per salesperson: invoice amounts excl VAT times their commission %", commission),
    ask("share", "what part of the welding customers' invoices were PICKUP",
        lambda f: float((f.i[f.i.group == "WELDING"].shpt_method == "PICKUP").mean())),
    ask("ratio", "euros invoiced in 2026 per visit made in 2026, for each salesperson", per_visit),
    ask("median", "median length of signed contracts in days, starting date to expiration date, per customer posting group", lengths),
    ask("top", "invoice no. of the biggest amount ever invoiced to Luxembourg?",
        lambda f: one(f.i[f.i.country == "LU"].set_index("no").amount)),
    ask("count", "negative evaluations in the last 60 days",
        lambda f: int((past(f.e, "date", 60).evaluation == "Negative").sum())),
    ask("growth", "the two customers whose invoiced amount rose the most euros between H1 2025 and H1 2026", climbers),
    ask("compare", "How many euros above the item's own unit price was the unit price on this year's lines for Argon cylinder 50 L, on average?", over_list),
    ask("absence", "which NL customers let a signed contract expire and have no running signed one now?", lapsed),
    ask("having", "Custmers with two or more running signed contracts", several),
    ask("share", "oxygen's share in the line amounts of our medical customers since new year", oxygen),
    ask("range", "invoices with something remaining that fall due from 1 to 21 december", advent),
    ask("look-up", "who's the salesperson of the customer that has the highest remaining amount in total", biggest_debtor),
    ask("bool", "do Amina Benali's phone calls last longer than Joris De Pauw's on average?", calls),
    ask("worst", "3 items that sold the fewest pieces in 2026 (descriptions)",
        lambda f: worst(lines(f).groupby("description").qty.sum(), 3)),
    ask("missing", "which cylinders are due for their pressure test next month", None),
    ask("missing", "how many cylinders did customers lose in 2025?", None),
    ask("missing", "remaining amount of Scheldekaai Scheepswerf", None),
    ask("missing", "what will helium cost us in 2028", None),
    ask("missing", "Air Liquide's turnover in Luxembourg last year?", None),
    ask("missing", "How many stops did the driver on the Hasselt round make on Monday", None),
    ask("missing", "purity of the nitrogen we sold to the labs in Q3", None),
]  # fmt: skip
