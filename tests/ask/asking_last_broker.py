"""What the people of a commercial insurance broker ask of their book."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import best, between, counts, growth, past, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("broker", "last_exports", category, text, gold)


def renewing(f: Any, start: str, end: str) -> Any:
    return between(f.live, "renewal_date", start, end)


def no_cyber(f: Any) -> set[str]:
    """High risk clients without cyber cover in force."""
    risky = f.c[f.c.risk_rating == "High"].client_name
    return without(risky, f.live[f.live.line_of_business == "Cyber"], "client_name")


def many_policies(f: Any) -> set[str]:
    found = f.live.groupby("client_name").size()
    return set(found[found > 3].index)


def declined(f: Any) -> float:
    done = f.k[f.k.claim_status != "Open"]
    return float((done.claim_status == "Declined").mean())


def over_target(f: Any) -> set[str]:
    written = f.live.groupby("producer").gross_premium.sum()
    goal = f.r.set_index("producer").premium_target
    return set(goal.index[written.reindex(goal.index).fillna(0) > goal])


def commission(f: Any) -> float:
    return float((f.live.gross_premium * f.live.rate / 100).sum())


def claim_growth(f: Any) -> float:
    after = len(between(f.k, "date_notified", "2026-07-01", "2026-10-01"))
    return growth(after, len(between(f.k, "date_notified", "2026-04-01", "2026-07-01")))


def fleet_leads(f: Any) -> bool:
    premium = f.live.groupby("line_of_business").gross_premium.sum()
    return bool(premium["Motor Fleet"] > premium["Commercial Property"])


def renewals(f: Any) -> dict[str, int]:
    found = renewing(f, "2026-12-01", "2027-03-01")
    return total(found, found.renewal_date.dt.strftime("%Y-%m"), "gross_premium")


QUESTIONS = [
    ask("sum", "Total amount claimed on claims notified in the last 90 days",
        lambda f: int(past(f.k, "date_notified", 90).amount_claimed.sum())),
    ask("group", "how much in-force premium comes from clients with more than 200 staff, per trade?",
        lambda f: total(f.live[f.live.staff > 200], "trade", "gross_premium")),
    ask("top", "Top 3 insurers by gross premium in force",
        lambda f: best(f.live.groupby("insurer").gross_premium.sum(), 3)),
    ask("count", "How many in-force policies are up for renewal next month?",
        lambda f: len(renewing(f, "2026-12-01", "2027-01-01"))),
    ask("list", "Which clients have a Motor Fleet policy in force that renews in the first quarter of 2027?",
        lambda f: set(renewing(f, "2027-01-01", "2027-04-01").query("line_of_business == 'Motor Fleet'").client_name)),
    ask("time", "Premium of in-force policies by renewal month, December 2026 through February 2027", renewals),
    ask("without", "Which clients rated High risk have no Cyber policy in force?", no_cyber),
    ask("having", "clients with more than three policies in force", many_policies),
    ask("group", "Amount paid on claims by cause", lambda f: total(f.k, "cause", "amount_paid")),
    ask("days", "How many days does it take on average from notification to closing a claim, per insurer?",
        lambda f: f.k.groupby("insurer").days.mean().to_dict()),
    ask("sum", "What is the total amount claimed on claims that are still open?",
        lambda f: int(f.opened.amount_claimed.sum())),
    ask("share", "Of all closed claims (settled or declined), what proportion was declined?", declined),
    ask("top", "Whats the claim ref of the largest claim by amount paid?",
        lambda f: best(f.k.set_index("claim_ref").amount_paid)),
    ask("median", "Median number of days between date of loss and date notified", lambda f: float(f.k.wait.median())),
    ask("relation", "In force premium by producer office", lambda f: total(f.live, "office", "gross_premium")),
    ask("compare", "Which producers have more in-force premium than their premium target?", over_target),
    ask("look-up", "Which insurer is policy P/COM/20310 with?",
        lambda f: f.p.set_index("policy_number").insurer["P/COM/20310"]),
    ask("look-up", "since when is Ardent Haulage a client?",
        lambda f: str(f.c.set_index("client_name").client_since["Ardent Haulage"].date())),
    ask("top", "Which county has the most clients?", lambda f: best(f.c.groupby("county").size())),
    ask("groups", "number of in force policies by county and line of business",
        lambda f: counts(f.live, ["county", "line_of_business"])),
    ask("growth", "By what fraction did claims notified rise or fall in Q3 2026 against Q2 2026?", claim_growth),
    ask("bool", "Is our in-force Motor Fleet premium bigger than the Commercial Property one?", fleet_leads),
    ask("sum", "How much commission do we earn on in-force policies (gross premium times commission %)?", commission),
    ask("range", "How many clients have between 50 and 100 staff and have had no survey done?",
        lambda f: int((f.c.staff.between(50, 100) & (f.c.survey_done == "N")).sum())),
    ask("missing", "Which clients have a no-claims bonus?", None),
    ask("missing", "What is the email address of the main contact at Dovetail Print?", None),
    ask("missing", "How many quotes did we send out last month?", None),
    ask("missing", "which insured buildings have a sprinkler system", None),
    ask("missing", "How many complaints did we get this year?", None),
    ask("missing", "What is the sum insured on the cargo policies?", None),
]  # fmt: skip
