"""What the VP, the reps, the support lead and the bookkeeper of a seller of parcel lockers type over their Salesforce extract.

A deal won or lost counts by its close date; pipeline is what is not closed; fees count for activated contracts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from blind_files import one, only
from unseen_parts import TODAY, between, counts, growth, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("lockers", "blind_m", category, text, gold)


def won(f: Any, start: str = "2026-01-01", end: str = "2026-11-21") -> Any:
    return between(f.won, "closedate", start, end)


def hit_rate(f: Any) -> str:
    found = between(f.o[f.o.isclosed], "closedate", "2026-01-01", "2026-11-21")
    return one(found.groupby("owner").iswon.mean())


def december(f: Any) -> float:
    found = between(f.open, "closedate", "2026-12-01", "2027-01-01")
    return float((found.amount * found.probability / 100).sum())


def kinds(f: Any) -> dict[str, float]:
    found = f.won[f.won.type.isin(["New Business", "Expansion"])]
    means: dict[str, float] = found.groupby("type").amount.mean().to_dict()
    return means


def texans(f: Any) -> set[str]:
    return without(f.a[f.a.billingstate == "TX"].name, f.open, "account")


def ending(f: Any) -> set[str]:
    found = between(f.k, "enddate", "2026-12-01", "2027-04-01")
    assert (found.status == "Activated").all()
    return set(found.contractnumber)


def this_year(f: Any) -> Any:
    return between(f.s, "createddate", "2026-01-01", "2026-11-21")


def stale(f: Any) -> int:
    age = (TODAY - f.s[f.s.status != "Closed"].createddate.dt.normalize()).dt.days
    assert not age.isin([44, 45, 46]).any()
    return int((age > 45).sum())


def nagging(f: Any) -> set[str]:
    found = this_year(f).groupby("account").size()
    return set(found[found >= 5].index)


def lead(f: Any) -> float:
    found = won(f).groupby("leadsource").amount.sum()
    return float(found["Referral"] - found["Trade Show"])


def slow(f: Any) -> float:
    return float(f.won[f.won.amount > 60000].days.mean())


def halves(f: Any) -> float:
    return growth(won(f, "2026-07-01", "2026-10-01").amount.sum(), won(f, "2026-04-01", "2026-07-01").amount.sum())


def rivals(f: Any) -> bool:
    found = won(f, "2026-07-01", "2026-10-01").groupby("owner").amount.sum()
    return bool(found["Priya Raman"] > found["Marcus Oyelaran"])


def director(f: Any) -> str:
    return str(only(f.p[(f.p.account == BUYER) & (f.p.title == "Facilities Director")], "email"))


def monthly(f: Any) -> dict[str, int]:
    found = between(f.o, "createddate", "2026-06-01", "2026-11-01")
    return counts(found, found.createddate.dt.strftime("%Y-%m"))


def fees(f: Any) -> dict[str, float]:
    return total(f.k[f.k.status == "Activated"], "account_billingstate", "monthly_fee__c")


def campus(f: Any) -> float:
    found = won(f)
    return float(found[found.account_industry == "Higher Education"].amount.sum() / found.amount.sum())


ACCOUNT, OTHER, BUYER = "Bluestem Apartments", "Yarrow Living", "Huxley Student Living"
QUESTIONS = [
    ask("sum", "What have we signed since October 1st, in dollars?", lambda f: float(won(f, "2026-10-01").amount.sum())),
    ask("sum", "Ops wants to know how many locker doors were in the deals we won in 2026",
        lambda f: int(won(f).locker_doors__c.sum())),
    ask("group", "closed won $ by rep, this year, for the board deck", lambda f: total(won(f), "owner", "amount")),
    ask("rate", "Of my reps, who's converting best in 2026? wins as a share of everything that closed", hit_rate),
    ask("compare", "Typical size of a won deal: new business and expansion next to each other (mean amount)", kinds),
    ask("absence", "texas accounts with nothing in the pipeline right now", texans),
    ask("look-up", f"gimme the phone nr for {ACCOUNT}", lambda f: str(only(f.a[f.a.name == ACCOUNT], "phone"))),
    ask("look-up", f"whose account is {OTHER}?", lambda f: str(only(f.a[f.a.name == OTHER], "owner"))),
    ask("look-up", f"I need to email the facilities director at {BUYER} - address?", director),
    ask("list", "Contract numbers of everything that runs out from December through March", ending),
    ask("group", "Monthly fees we bill on activated contracts, broken out by state", fees),
    ask("days", "how long does it take us to close a case, avg in days, high vs medium vs low",
        lambda f: f.s.groupby("priority").days.mean().to_dict()),
    ask("share", "What fraction of the tickets logged this year came over the phone?",
        lambda f: float((this_year(f).origin == "Phone").mean())),
    ask("count", "Abe here. number of cases not closed yet that were opened more than 45 days ago", stale),
    ask("top", "What do customers complain about the most in 2026, by case subject", lambda f: one(this_year(f).groupby("subject").size())),
    ask("group", "pipe by stage, dollars", lambda f: total(f.open, "stagename", "amount")),
    ask("product", "If I take probability x amount for whatever is slated to close in December, what do I get?", december),
    ask("top", "biggest reason for losing business so far in 2026?",
        lambda f: one(between(f.lost, "closedate", "2026-01-01", "2026-11-21").groupby("loss_reason__c").size())),
    ask("growth", "Quarter over quarter: bookings (won amount) in Q3 compared with Q2, % change", halves),
    ask("having", "who's opened five or more cases with us since january", nagging),
    ask("difference", "How many more dollars did referrals bring in than trade shows, won this year?", lead),
    ask("days", "sales cycle on the wins over $60k, create date to close date, average number of days", slow),
    ask("bool", "did Priya beat Marcus on won revenue last quarter?", rivals),
    ask("group", "new opportunities we opened per month, June to October", monthly),
    ask("share", "Higher ed as a percent of this year's won revenue", campus),
    ask("missing", f"how many packages went through the lockers at {ACCOUNT} last month", None),
    ask("missing", "What's Kelsey's quota attainment for Q3?", None),
    ask("missing", "any open opps at Brightwater Commons", None),
    ask("missing", "what did the sheet metal cost us per door this year", None),
    ask("missing", f"Was the November payment from {OTHER} received yet?", None),
    ask("missing", "When is the install crew free next, I've got a site in Plano", None),
    ask("missing", "NPS score by state please", None),
]  # fmt: skip
