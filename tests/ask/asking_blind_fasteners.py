"""What the sellers, the stock controller and the managing director of a bolt wholesaler type over tables of their ERP.

An order is open while its status is O. Orders count on their document date; cancelled ones are left out where the question
says so. What is owed on an invoice is its total less what has been paid.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, shares, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("fasteners", "blind_h", category, text, gold)


def kept(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.kept, "docdate", start, end)


def sold(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.sold, "docdate", start, end)


def late(f: Any) -> set[str]:
    found = f.kept[(f.kept.docstatus == "O") & (f.kept.docduedate < TODAY)]
    return {str(number) for number in found.docnum}


def overdue(f: Any) -> Any:
    return f.i[(f.i.owed > 0) & (f.i.docduedate < TODAY)]


def beyond(f: Any) -> set[str]:
    """Customers who owe more on invoices than their credit line."""
    owed = f.i.groupby("cardname").owed.sum()
    line = f.c.set_index("cardname").creditline.astype(float)
    return {name for name, much in owed.items() if much > line[name]}


def dormant(f: Any) -> set[str]:
    return set(kept(f, "2025-01-01", "2026-01-01").cardname) - set(kept(f).cardname)


def never(f: Any) -> set[str]:
    return set(f.c.cardname) - set(f.o.cardname)


def margins(f: Any) -> dict[str, float]:
    sums = sold(f).groupby("itmsgrpnam")[["linetotal", "cost"]].sum()
    return ((sums.linetotal - sums.cost) / sums.linetotal).to_dict()


def anchors(f: Any) -> set[str]:
    """Customers with Anchors and without Rivets on their orders of this year."""
    found = sold(f)
    bought = {group: set(found[found.itmsgrpnam == group].cardname) for group in ("Anchors", "Rivets")}
    return bought["Anchors"] - bought["Rivets"]


def irish(f: Any) -> bool:
    mean = f.kept.groupby("country").doctotal.mean()
    return bool(mean["IE"] > mean["GB"])


def per_month(f: Any) -> dict[str, int]:
    found = kept(f, "2026-06-01", "2026-11-01")
    return counts(found, found.docdate.dt.strftime("%Y-%m"))


def half_years(f: Any) -> float:
    this, last = (kept(f, f"{year}-01-01", f"{year}-07-01").doctotal.sum() for year in (2026, 2025))
    return growth(this, last)


def loyal(f: Any) -> set[str]:
    found = kept(f).groupby("cardname").size()
    return set(found[found >= 6].index)


def rod(f: Any) -> float:
    return float(sold(f)[sold(f).itmsgrpnam == "Threaded rod"].linetotal.sum() / sold(f).linetotal.sum())


QUESTIONS = [
    ask("sum", "order value this year without the cancelled orders?", lambda f: float(kept(f).doctotal.sum())),
    ask("group", "Q3 order intake per salesperson, cancelled ones excluded",
        lambda f: total(kept(f, "2026-07-01", "2026-10-01"), "slpname", "doctotal")),
    ask("top", "top five customers 2026 by order total (not cancelled)",
        lambda f: best(kept(f).groupby("cardname").doctotal.sum(), 5)),
    ask("count", "how many orders are open", lambda f: int((f.o.docstatus == "O").sum())),
    ask("list", "open orders whose due date has passed - doc numbers", late),
    ask("list", "Item codes where on hand has dropped below the min level",
        lambda f: set(f.t[f.t.onhand < f.t.minlevel].itemcode)),
    ask("product", "what's our stock worth at average price?", lambda f: float(f.t.worth.sum())),
    ask("product", "stock value by item group (on hand x avg price)", lambda f: total(f.t, "itmsgrpnam", "worth")),
    ask("top", "which item group sold best this year by line total, leaving out cancelled orders",
        lambda f: one(sold(f).groupby("itmsgrpnam").linetotal.sum())),
    ask("average", "average number of lines on an order", lambda f: float(f.r.groupby("docentry").size().mean())),
    ask("average", "Average order total by country, cancelled orders aside.",
        lambda f: f.kept.groupby("country").doctotal.mean().to_dict()),
    ask("sum", "how much money is overdue on invoices", lambda f: float(overdue(f).owed.sum())),
    ask("top", "Who owes us the most on invoices, overdue or not?", lambda f: one(f.i.groupby("cardname").owed.sum())),
    ask("having", "customers whose unpaid invoices add up to more than their credit line", beyond),
    ask("absence", "customers that ordered in 2025 but not in 2026 (ignore cancelled orders)", dormant),
    ask("absence", "which customers have never placed an order with us", never),
    ask("growth", "H1 2026 vs H1 2025 order value excluding cancelled: growth?", half_years),
    ask("sum", "Nigel here, what's my order intake in october, not counting cancelled",
        lambda f: float(kept(f, "2026-10-01", "2026-11-01").pipe(lambda d: d[d.slpname == "Nigel Attwood"]).doctotal.sum())),
    ask("look-up", "who is our supplier for Hex bolt M10x60?", lambda f: only(f.t[f.t.itemname == "Hex bolt M10x60"], "cardname")),
    ask("count", "how many suppliers do we have on file", lambda f: len(f.v)),
    ask("share", "cancellation rate per seller", lambda f: shares(f.o.assign(hit=f.o.canceled == "Y"), "slpname", "hit")),
    ask("median", "median order total, roofing customers only, excl cancelled",
        lambda f: float(f.kept[f.kept.groupname == "Roofing"].doctotal.median())),
    ask("sum", "pieces of Nuts sold out of warehouse HUL this year (no cancelled orders)",
        lambda f: int(sold(f).pipe(lambda d: d[(d.itmsgrpnam == "Nuts") & (d.whscode == "HUL")]).quantity.sum())),
    ask("product", "value of the open quantities, i.e. open qty times price, per item group",
        lambda f: total(f.r[f.r.openqty > 0], "itmsgrpnam", "waiting")),
    ask("ratio", "gross margin % by item group for this year's non-cancelled orders, take avg price as the cost", margins),
    ask("bool", "Do Irish customers place bigger orders than British ones on average? Cancelled orders don't count.", irish),
    ask("group", "number of orders a month from june to october 2026, w/o cancelled", per_month),
    ask("having", "who has ordered 6 times or more this year (cancelled orders not counted)?", loyal),
    ask("relation", "customers that bought anchors this year but no rivets, cancelled orders ignored", anchors),
    ask("share", "threaded rod as a share of this year's line totals, non cancelled", rod),
    ask("missing", "what did we pay for container freight from Taiwan this year?", None),
    ask("missing", "how many picking errors did warehouse HUL make", None),
    ask("missing", "Which salesperson visited the most customers in September?", None),
    ask("missing", "open orders of Brackley Gates & Railings", None),
    ask("missing", "tensile strength of the M12x80 hex bolts", None),
    ask("missing", "What will the order intake be in 2029?", None),
    ask("missing", "what does Wurth charge for nyloc nuts", None),
    ask("missing", "how many of our customers are ISO 9001 certified?", None),
]  # fmt: skip
