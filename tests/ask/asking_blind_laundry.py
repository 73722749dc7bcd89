"""What the sellers, the plant manager and the owner of a linen laundry type over their Bitrix24 export and the dockets.

Kilos count on the day of collection. A deal is open until it is won or lost. An invoice is unpaid when it was sent and
not paid; drafts are neither.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, best, between, growth, past, shares, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("laundry", "blind_g", category, text, gold)


def washed(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.k, "collected", start, end)


def rewash(f: Any) -> dict[str, float]:
    sums = washed(f).groupby("linen")[["rewash_kilos", "kilos"]].sum()
    return (sums.rewash_kilos / sums.kilos).to_dict()


def overdue(f: Any) -> Any:
    return f.unpaid[(f.unpaid.pay_before < TODAY) & f.unpaid.county.isin(["Mayo", "Cork"])]


def slowest(f: Any) -> str:
    paid = f.i[f.i.status == "Paid"]
    times = paid.groupby("client").took.agg(["mean", "size"])
    return one(times[times["size"] >= 4]["mean"])


def silent(f: Any) -> set[str]:
    """Hotels that wash with us and have had no collection for 60 days."""
    found = f.c[(f.c.company_type == "Hotel") & f.c.washing_since.notna()]
    return set(found.company_name) - set(past(f.k, "collected", 60).client)


def old(f: Any) -> set[str]:
    age = (TODAY - f.open.created_on.dt.normalize()).dt.days
    assert not age.isin([364, 365, 366]).any()
    return set(f.open[(age > 365) & (f.open.responsible == "Declan Toomey")].deal_name)


def late_payers(f: Any) -> set[str]:
    found = f.i[f.i.paid_on > f.i.pay_before].groupby("client").size()
    return set(found[found > 2].index)


def west(f: Any) -> bool:
    kilos = washed(f).groupby("county").kilos.sum()
    return bool(kilos["Galway"] > kilos["Cork"])


def invoiced(f: Any, start: str, end: str) -> Any:
    return between(f.i[f.i.status != "Draft"], "issued", start, end)


def repeated(f: Any) -> float:
    mean = f.won.groupby("repeated_deal").income.mean()
    assert mean["Y"] > mean["N"]
    return float(mean["Y"] - mean["N"])


def hotels(f: Any) -> float:
    found = invoiced(f, "2026-01-01", "2026-11-21")
    return float(found[found.company_type == "Hotel"].net_amount.sum() / found.net_amount.sum())


def by_month(f: Any) -> dict[str, float]:
    found = invoiced(f, "2026-06-01", "2026-11-01")
    return total(found, found.issued.dt.strftime("%Y-%m"), "net_amount")


def ten_months(f: Any) -> float:
    before = washed(f, "2025-01-01", "2025-11-01").kilos.sum()
    return growth(washed(f, "2026-01-01", "2026-11-01").kilos.sum(), before)


def decided(f: Any) -> Any:
    return f.d[f.d.stage.isin(["Deal won", "Deal lost"])].assign(hit=lambda d: d.stage == "Deal won")


def stale_leads(f: Any) -> int:
    waiting = f.e[f.e.status == "Unprocessed"]
    return len(waiting) - len(past(waiting, "created_on", 30))


CLIENT, OTHER = "Barrow Hotel", "Merlin Spa"

QUESTIONS = [
    ask("sum", "how many kilos did we collect last month", lambda f: float(washed(f, "2026-10-01", "2026-11-01").kilos.sum())),
    ask("group", "Q3 kilos by type of linen",
        lambda f: total(washed(f, "2026-07-01", "2026-10-01"), "linen", "kilos")),
    ask("top", "Who are our five biggest clients by kilos this year?",
        lambda f: best(washed(f).groupby("client").kilos.sum(), 5)),
    ask("ratio", "rewash as % of kilos for each linen type, 2026", rewash),
    ask("list", "give me the invoice numbers that are overdue in Mayo and Cork (sent, not paid, pay before date is gone)",
        lambda f: set(overdue(f).invoice_no)),
    ask("group", "Money owed to us per county - invoices sent but unpaid", lambda f: total(f.unpaid, "county", "net_amount")),
    ask("days", "on avg how many days between issuing an invoice and getting paid", lambda f: float(f.i.took.mean())),
    ask("having", "Of the clients with at least four paid invoices, who takes the longest to pay on average?", slowest),
    ask("sum", "Aoife here. what are my open deals worth in total?",
        lambda f: float(f.open[f.open.responsible == "Aoife Brannigan"].income.sum())),
    ask("share", "win rate by company type (won out of won and lost)", lambda f: shares(decided(f), "company_type", "hit")),
    ask("group", "income won in 2026 per responsible",
        lambda f: total(between(f.won, "closed_on", "2026-01-01", "2027-01-01"), "responsible", "income")),
    ask("share", "what share of the leads from each source turned into a Good lead?",
        lambda f: shares(f.e.assign(hit=f.e.status == "Good lead"), "source", "hit")),
    ask("count", "unprocessed leads older than 30 days, how many?", stale_leads),
    ask("list", "Which of Declan Toomey's open deals were created more than a year ago?", old),
    ask("growth", "kilos jan-oct 2026 vs jan-oct 2025, up or down by how many percent", ten_months),
    ask("absence", "hotels on our books as washing (washing since is filled in) that had no collection in the last 60 days", silent),
    ask("median", "median number of beds of the nursing homes",
        lambda f: float(f.c[f.c.company_type == "Nursing home"].beds.astype(float).median())),
    ask("look-up", f"what rate per kg does {CLIENT} pay?", lambda f: float(only(f.c[f.c.company_name == CLIENT], "rate_per_kg"))),
    ask("look-up", f"when was the last collection from {OTHER}",
        lambda f: f"{f.k[f.k.client == OTHER].collected.max():%Y-%m-%d}"),
    ask("count", "How many different clients did we collect from in September?",
        lambda f: int(washed(f, "2026-09-01", "2026-10-01").client.nunique())),
    ask("average", "avarage kilos per docket for each driver", lambda f: f.k.groupby("driver").kilos.mean().to_dict()),
    ask("bool", "did Galway bring in more kilos than Cork this year?", west),
    ask("having", "clients who paid more than two invoices after the pay-before date", late_payers),
    ask("share", "Hotels' share of what we invoiced this year, drafts left out", hotels),
    ask("group", "invoiced per month June to October (no drafts please)", by_month),
    ask("top", "main reason for losing deals?", lambda f: one(f.lost.groupby("reason_for_loss").size())),
    ask("compare", "by how much is the average income of a won deal higher when it's a repeated deal than when it isnt", repeated),
    ask("count", "dockets collected but never delivered so far", lambda f: int(f.k.delivered.isna().sum())),
    ask("product", "if you multiply October's kilos with each client's rate per kg what do we get in euros",
        lambda f: float(washed(f, "2026-10-01", "2026-11-01").worth.sum())),
    ask("top", "Which responsible person looks after the most companies?", lambda f: one(f.c.groupby("responsible_person").size())),
    ask("missing", "how many litres of detergent did we go through in October?", None),
    ask("missing", "Which washing machine breaks down most often?", None),
    ask("missing", "what do we pay Zofia per hour", None),
    ask("missing", "How satisfied are the nursing homes with us, on a scale of 1 to 10?", None),
    ask("missing", "kilos collected from Ballynahinch Castle this year", None),
    ask("missing", "how many kilos will we wash next August", None),
    ask("missing", "What does Celtic Linen charge its hotels per kg?", None),
    ask("missing", "diesel used by the vans per county", None),
]  # fmt: skip
