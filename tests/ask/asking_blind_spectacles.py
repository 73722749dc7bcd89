"""What the reps, the sales manager, the owner and the A/R clerk of a wholesaler of frames type over their NetSuite searches.

Orders count by their date and without the cancelled ones; money owed is what remains of invoices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, counts, growth, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("spectacles", "blind_m", category, text, gold)


def dated(frame: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(frame, "date", start, end)


def low(f: Any) -> set[str]:
    assert (f.i.on_hand != f.i.reorder_point).all()
    return set(f.i[f.i.on_hand < f.i.reorder_point].display_name)


def beyond(f: Any) -> set[str]:
    return set(f.c[f.c.balance > f.c.credit_limit].name)


def lapsed(f: Any) -> set[str]:
    then = set(dated(f.good, "2025-01-01", "2026-01-01").name)
    return then - set(dated(f.good).name)


def danas(f: Any) -> float:
    found = f.good[f.good.sales_rep == "Dana Kowalczyk"]
    now, then = (dated(found, f"{year}-07-01", f"{year}-10-01").amount.sum() for year in (2026, 2025))
    return growth(now, then)


def waiting(f: Any) -> set[str]:
    found = f.o[f.o.status == "Pending Fulfillment"]
    age = (TODAY - found.date).dt.days
    assert not age.isin([19, 20, 21]).any()
    return set(found[age > 20].document_number)


def shades(f: Any) -> bool:
    found = dated(f.sold).groupby("item_type").quantity.sum()
    return bool(found["Sunglass"] > found["Optical Frame"])


def regulars(f: Any) -> set[str]:
    found = dated(f.good).groupby("name").size()
    return set(found[found >= 5].index)


def shelves(f: Any) -> dict[str, float]:
    return total(f.i.assign(worth=f.i.on_hand * f.i.average_cost), "preferred_vendor", "worth")


def fattest(f: Any) -> set[str]:
    return best((f.i.base_price - f.i.average_cost).set_axis(f.i.display_name), 3)


def age(f: Any) -> float:
    found = f.n[(f.n.amount_remaining > 0) & (f.n.due_date < TODAY)]
    return float((TODAY - found.due_date).dt.days.mean())


def gap(f: Any) -> float:
    found = dated(f.good, "2026-10-01", "2026-11-01").groupby("sales_rep").amount.sum()
    return float(found["Elliot Reyes"] - found["Grace Tan"])


def chains(f: Any) -> float:
    found = dated(f.good)
    return float(found[found.category == "Chain"].amount.sum() / found.amount.sum())


def returned(f: Any) -> float:
    return float(dated(f.r).quantity.sum() / dated(f.sold).quantity.sum())


def months(f: Any) -> dict[str, float]:
    found = dated(f.good, "2026-05-01", "2026-11-01")
    return total(found, found.date.dt.strftime("%Y-%m"), "amount")


def buyers(f: Any) -> int:
    found = dated(f.sold)
    return int(found[found.brand == "Okuda"].name.nunique())


def last_order(f: Any) -> str:
    return f"{f.good[f.good.name == SHOP].date.max():%Y-%m-%d}"


SHOP, OTHER, ORDER, FRAME = "Waverley Vision Group", "Ivory Vision", "SO20609", "Marchand Fjord I"
QUESTIONS = [
    ask("sum", "orders booked in Sept and Oct combined? leave out cancelled ones", lambda f: float(dated(f.good, "2026-09-01", "2026-11-01").amount.sum())),
    ask("top", "Which brand moved the most pieces last quarter (not counting cancelled orders)",
        lambda f: one(dated(f.sold, "2026-07-01", "2026-10-01").groupby("brand").quantity.sum())),
    ask("list", "what do we need to reorder - display names of the frames where on hand dropped under the reorder point", low),
    ask("sum", "total A/R open as of today", lambda f: float(f.n.amount_remaining.sum())),
    ask("list", "who's over their credit limit right now", beyond),
    ask("group", "RMAs this year by reason, just the count of each", lambda f: counts(dated(f.r), "reason")),
    ask("ratio", "pieces on this year's RMAs, whatever their status, as a percentage of the pieces ordered this year (minus cancelled orders)", returned),
    ask("absence", "Accounts that bought from us in 2025 and haven't placed a single order in 2026 (a cancelled order is not an order)", lapsed),
    ask("growth", "Dana's Q3 vs her Q3 a year ago: order dollars up or down by how many percent, excl. cancelled", danas),
    ask("average", "avg order value per customer category, all orders but the cancelled ones", lambda f: f.good.groupby("category").amount.mean().to_dict()),
    ask("count", "how many orders are sitting in pending fulfillment?", lambda f: int((f.o.status == "Pending Fulfillment").sum())),
    ask("list", "and which of the pending-fulfillment ones came in more than 20 days ago? SO numbers", waiting),
    ask("look-up", f"{SHOP} on the line wanting to know what PO we have on {ORDER}",
        lambda f: str(only(f.o[f.o.document_number == ORDER], "po_check_number"))),
    ask("look-up", f"terms for {OTHER}?", lambda f: str(only(f.c[f.c.name == OTHER], "terms"))),
    ask("look-up", f"What do we have the {FRAME} at, base price?", lambda f: float(only(f.i[f.i.display_name == FRAME], "base_price"))),
    ask("newest", f"When did {SHOP} last order something (that didn't get cancelled)?", last_order),
    ask("having", "customers w/ at least five orders since new years, cancelled don't count", regulars),
    ask("bool", "Are we moving more pieces of sunglasses than of optical frames this year? skip cancelled orders", shades),
    ask("share", "How dependent are we on chains - their part of this year's order value, cancelled left out", chains),
    ask("group", "What's my inventory worth at average cost, vendor by vendor", shelves),
    ask("top", "Display names of the three frames that earn us the most per piece (base price less average cost)", fattest),
    ask("days", "Of the invoices past due with money still on them, how many days late are they on average?", age),
    ask("difference", "october orders: how far is Elliot ahead of Grace in $ (no cancelled)", gap),
    ask("group", "order totals month by month from May through October, cancelled not included", months),
    ask("count", "how many different shops have ordered anything by Okuda in 2026 (cancelled excluded)", buyers),
    ask("missing", "when does the next container from Dongguan land", None),
    ask("missing", f"how many pairs of {FRAME} did {SHOP} sell through to patients this fall", None),
    ask("missing", "Commission rate for Elliot?", None),
    ask("missing", "open balance for Sunridge Optique", None),
    ask("missing", "what lens width and bridge size is the Solveig line", None),
    ask("missing", "which shops came by our booth at Vision Expo", None),
    ask("missing", f"Tracking number for {ORDER}, customer is screaming", None),
]  # fmt: skip
