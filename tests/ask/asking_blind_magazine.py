"""What the three sellers and the publisher of a trade magazine type about bookings, issues and money owed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import best, between, coming, counts, growth, past, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("magazine", "blind_b", category, text, gold)


def booked(frame: Any, start: str, end: str) -> Any:
    return between(frame, "booked", start, end)


def artless(f: Any) -> set[str]:
    due = f.b[(f.b.theme == "Drives") & (f.b.booking_status == "Confirmed")]
    return set(due[due.artwork.isna()].booking)


def lapsed(f: Any) -> set[str]:
    before = booked(f.kept, "2026-01-01", "2026-07-01")
    return set(before.advertiser) - set(booked(f.kept, "2026-07-01", "2026-11-21").advertiser)


def cancelled(f: Any) -> dict[str, float]:
    return (f.b.booking_status == "Cancelled").groupby(f.b.format).mean().to_dict()


def old_debt(f: Any) -> float:
    owed = f.v[f.v.paid_on.isna()]
    return float(owed.gross.sum() - past(owed, "raised", 60).gross.sum())


def parts(f: Any) -> dict[str, float]:
    found = booked(f.kept, "2026-01-01", "2027-01-01").groupby("seller").net_price.sum()
    return (found / found.sum()).to_dict()


def loyal(f: Any) -> set[str]:
    found = f.kept.groupby("advertiser").size()
    return set(found[found >= 7].index)


def full_or_half(f: Any) -> bool:
    worth = booked(f.kept, "2026-01-01", "2027-01-01").groupby("format").net_price.sum()
    return bool(worth["Full page"] > worth["Half page"])


def soon(f: Any) -> int:
    return int((coming(f.b, "on_sale", 30).booking_status == "Provisional").sum())


def quarters(f: Any) -> float:
    after = booked(f.kept, "2026-07-01", "2026-10-01").net_price.sum()
    return growth(after, booked(f.kept, "2026-01-01", "2026-04-01").net_price.sum())


def dearest(f: Any) -> str:
    assert (f.v.gross == f.v.gross.max()).sum() == 1
    return str(f.v.set_index("billed_to").gross.idxmax())


QUESTIONS = [
    ask("group", "Net price booked into each issue, cancelled bookings left out", lambda f: total(f.kept, "issue", "net_price")),
    ask("average", "what discount % do Bethan, Colm and Farah give on average? per seller, all bookings",
        lambda f: f.b.groupby("seller").discount.mean().to_dict()),
    ask("list", "Drives issue: confirmed bookings where we're still waiting for artwork", artless),
    ask("without", "Who booked in the first half of 2026 but nothing since 1 July? ignore cancelled bookings", lapsed),
    ask("top", "format with the highest average net price",
        lambda f: best(f.b.groupby("format").net_price.mean())),
    ask("share", "Cancellation rate for every ad format", cancelled),
    ask("count", "how many Automation advertisers do we have in yorkshire",
        lambda f: int(((f.a.sector == "Automation") & (f.a.based_in == "Yorkshire")).sum())),
    ask("look-up", "print run of the Sensors issue?", lambda f: int(f.i.set_index("theme").print_run["Sensors"])),
    ask("look-up", "When's copy deadline for Energy Feb 27?",
        lambda f: str(f.i.set_index("issue").copy_deadline["Energy Feb 27"].date())),
    ask("overdue", "Gross total of unpaid invoices that were raised more than 60 days ago", old_debt),
    ask("days", "avg days from raised to paid, by sector of the advertiser", lambda f: f.v.groupby("sector").days.mean().to_dict()),
    ask("top", "Our biggest invoice ever by gross – who was it billed to?",
        dearest),
    ask("share", "of the net price booked in 2026 (w/o cancelled), what share did each seller bring in", parts),
    ask("having", "advertisers with at least seven bookings not counting cancellations", loyal),
    ask("period", "number of advertisers with a First booked date in 2026",
        lambda f: len(between(f.a, "first_booked", "2026-01-01", "2027-01-01"))),
    ask("bool", "in 2026, have full pages made us more net than half pages? (cancelled ones don't count)", full_or_half),
    ask("relation", "How many provisional bookings sit in issues that go on sale within the next 30 days?", soon),
    ask("median", "Median net price of our half pages", lambda f: float(f.b[f.b.format == "Half page"].net_price.median())),
    ask("growth", "how does net price booked in Q3 2026 compare to Q1 2026, in %, no cancelled", quarters),
    ask("period", "bookings made last month by sector, any status",
        lambda f: counts(booked(f.b, "2026-10-01", "2026-11-01"), "sector")),
    ask("missing", "how many people clicked on the Sowerby Coatings banner", None),
    ask("missing", "Number of paying readers in Wales?", None),
    ask("missing", "what does paper cost us per copy", None),
    ask("missing", "Which designer drew the Ormsby Ovens advert?", None),
    ask("missing", "rate card of our main competitor for a back cover", None),
]  # fmt: skip
