"""What the reps, the two managers and the bookkeeper of an organ builder type over their Salesforce reports.

"Sold", "won" and "bought" are Closed Won opportunities; an open one is neither Closed Won nor Closed Lost.
A manager's opportunities are those of the opportunity owners who report to that manager.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one
from unseen_parts import best, between, counts, growth, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("organs", "blind_c", category, text, gold)


def win_rates(f: Any) -> dict[str, float]:
    return (f.closed.stage == "Closed Won").groupby(f.closed.manager).mean().to_dict()


def spring(f: Any) -> float:
    after = between(f.won, "close_date", "2026-04-01", "2026-07-01").amount.sum()
    return growth(after, between(f.won, "close_date", "2025-04-01", "2025-07-01").amount.sum())


def dry(f: Any) -> set[str]:
    """Canadian accounts in whose won opportunities there is no humidifier."""
    buyers = f.sold[f.sold.product_name == "Humidifier"]
    found = without(f.a[f.a.billing_country == "Canada"].account_name, buyers, "account_name")
    assert found
    return found


def families(f: Any) -> dict[str, float]:
    found = between(f.sold, "close_date", "2026-01-01", "2026-11-20").groupby("product_family").total_price.sum()
    return (found / found.sum()).to_dict()


def web_beats_shows(f: Any) -> bool:
    found = between(f.won, "close_date", "2026-01-01", "2026-11-20").groupby("lead_source").amount.sum()
    return bool(found["Web"] > found["Trade Show"])


def untouched(f: Any) -> set[str]:
    late = f.o[f.o.stage == "Negotiation/Review"]
    found = without(late.opportunity_name, f.t, "opportunity")
    assert found
    return found


def five_wins(f: Any) -> set[str]:
    found = f.won.groupby("account_name").size()
    assert (found >= 5).any()
    return set(found[found >= 5].index)


def calls(f: Any) -> dict[str, int]:
    made = between(f.t, "date", "2026-10-01", "2026-11-01")
    return counts(made[(made.activity_type == "Call") & (made.status == "Completed")], "assigned")


def prompt(f: Any) -> float:
    """Of the closed cases, those closed at most seven days after they were opened."""
    done = f.k[f.k.status == "Closed"]
    return float((done.days <= 7).mean())


def per_rank(f: Any) -> float:
    return float(f.a[f.a.type == "Cathedral"].number_of_ranks.mean())


def mid_sized(f: Any) -> set[str]:
    late = f.open[f.open.stage == "Proposal/Price Quote"]
    found = late[(late.amount >= 15000) & (late.amount <= 40000)]
    assert len(found) > 1
    return set(found.opportunity_name)


def odette_v_hollis(f: Any) -> float:
    mean = f.won.groupby("opportunity_owner").amount.mean()
    return float(mean["Odette Marchbanks"] - mean["Hollis Vance"])


QUESTIONS = [
    ask("share", "win rate by manager? (won out of won + lost)", win_rates),
    ask("growth", "closed won amount Q2 2026 vs Q2 2025, growth in percent pls", spring),
    ask("relation", "Which parent account's children have brought in the most closed-won money?",
        lambda f: one(f.won.groupby("parent_account").amount.sum())),
    ask("group", "closed-won total for each rep on Marguerite Dufresne's team",
        lambda f: total(f.won[f.won.manager == "Marguerite Dufresne"], "opportunity_owner", "amount")),
    ask("days", "On average, how many days from created to close for wins, existing business vs new business",
        lambda f: f.won.groupby("type").days.mean().to_dict()),
    ask("median", "median amount of our referral wins", lambda f: float(f.won[f.won.lead_source == "Referral"].amount.median())),
    ask("overdue", "how many open opps have a close date that has already gone by?",
        lambda f: int((f.open.close_date < "2026-11-20").sum())),
    ask("having", "list the accounts where we've won five or more opportunities", five_wins),
    ask("without", "canadian accounts that never bought a Humidifier", dry),
    ask("share", "How do product families split our 2026 closed won line item revenue, in %?", families),
    ask("bool", "Did web leads earn us more than trade show leads this year, counting wins only?", web_beats_shows),
    # "United States", "USA" and "US" are one country
    ask("count", "number of accounts located in the US",
        lambda f: int(f.a.billing_country.isin(["United States", "USA", "US"]).sum())),
    ask("period", "completed calls last month per person assigned", calls),
    ask("list", "Negotiation/Review opportunities that have no activity logged against them whatsoever", untouched),
    ask("top", "top three products by units sold",
        lambda f: best(f.sold.groupby("product_name").quantity.sum(), 3)),
    ask("share", "what fraction of closed cases got closed within a week of being opened", prompt),
    ask("days", "mean days to close a case for each case reason",
        lambda f: f.k.groupby("case_reason").days.mean().to_dict()),
    ask("average", "avg number of ranks of the cathedrals", per_rank),
    ask("range", "which oppertunities at proposal/price quote are worth between 15k and 40k", mid_sized),
    ask("compare", "by how much is Odette Marchbanks' average won deal bigger than Hollis Vance's?", odette_v_hollis),
    ask("missing", "what discount did we give on the Reed Ranks?", None),
    ask("missing", "Total amount won from Saint Wilfrid Applecross", None),
    ask("missing", "how many opportunities will we win in March 2027?", None),
    ask("missing", "What did Casavant charge the Diocese of Stonebury for its last rebuild", None),
    ask("missing", "How many kilometers did the tuners drive in October?", None),
]  # fmt: skip
