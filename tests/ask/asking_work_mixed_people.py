"""Tasks, contacts and accounts under several conditions, with averages per head and the oldest or largest of each."""

from __future__ import annotations

from typing import Any

from asking_gold import top
from sample_frames import names
from work_mixed_parts import above, ask, clients, edge, often, owned, prospects, year


def _behind(n: Any) -> set[str]:
    late = n.t[n.t.overdue].groupby("owner").size()
    return above(late, len(n.t[n.t.overdue]) / n.t.owner.nunique())


def _titled(n: Any, title: str) -> set[str]:
    return names(n.c[n.c["job title"] == title], "account")


def _known(n: Any) -> dict[str, float]:
    tiers = n.a.set_index("name").tier
    return dict(n.c.groupby(n.c.account.map(tiers)).size() / tiers.value_counts())


def _earners(n: Any) -> set[str]:
    return top((n.a["annual revenue"] / n.a.employees).set_axis(n.a.name))


def _british(n: Any) -> set[str]:
    there = n.a[n.a.country == "United Kingdom"].set_index("name").employees
    return above(there, there.mean())


def _pressing(n: Any) -> int:
    big = n.o[n.o.amount > 50000].id
    return int(n.t[n.t.overdue]["deal id"].isin(big).sum())


def _fewest(n: Any) -> set[str]:
    return set((n.c.groupby("owner").size() / n.a.groupby("owner").size()).sort_values().index[:1])


def _early(n: Any) -> int:
    return int((n.t["completed at"] < n.t["due date"]).sum())


def _newest(n: Any) -> set[str]:
    return names(edge(n.a[n.a.status == "Customer"], "owner", "customer since"))


def _sure(n: Any) -> set[str]:
    """Accounts in Negotiation where somebody has something left to do, on that deal."""
    return names(n.o[(n.o.stage == "Negotiation") & n.o.id.isin(n.t[n.t.open]["deal id"])])


QUESTIONS = [
    ask(
        "above average",
        "1:1 season is coming up and I'd like to come prepared without being mean. Who has more overdue tasks than the average "
        "across the ten reps?",
        _behind,
    ),
    ask(
        "none",
        "accounts where there's still an open task though no open deal exists",
        lambda n: names(n.t[n.t.open], "account") - names(n.o, "account"),
    ),
    ask(
        "per head",
        "I bet we know far fewer faces at the small ones, contacts per account by tier please? on average",
        _known,
    ),
    ask(
        "none",
        "The COO newsletter goes out on tuesday and I hate gaps; Strategic accounts for which we don't have a COO in the contacts?",
        lambda n: names(n.a[n.a.tier == "Strategic"]) - _titled(n, "COO"),
    ),
    ask(
        "both",
        "hey hey, marketing here with an odd one: at which companies do we know both a COO and an IT Manager? thanks so much "
        "in advance",
        lambda n: _titled(n, "COO") & _titled(n, "IT Manager"),
    ),
    ask("ratio", "highest revenue per employee of all our accounts, which company", _earners),
    ask("above average", "UK accounts with more employees than the UK mean", _british),
    ask(
        "top of each",
        "who's the longest standing customer within each tier",
        lambda n: names(edge(n.a, "tier", "customer since", least=True).dropna(subset=["customer since"])),
    ),
    ask(
        "several",
        "who collects the most air miles, or put properly, whose accounts are spread over the highest number of countries?",
        lambda n: top(n.a.groupby("owner").country.nunique()),
    ),
    ask("count", "Overdue tasks tied to open deals worth north of 50k: how many of those", _pressing),
    ask(
        "per head",
        "trying to figure out where we are too thin, you know? Which rep has the fewest contacts per account owned",
        _fewest,
    ),
    ask(
        "count",
        "how many tasks were completed ahead of their due date, the day itself not counted",
        _early,
    ),
    ask(
        "last of each",
        "So I want every rep to send a welcome hamper. Budget is one basket each, meaning their newest customer. List me those "
        "customers please, one per owner.",
        _newest,
    ),
    ask("both", "negotiation-stage deals having at least one open task attached", _sure),
    ask(
        "prospects",
        "Open tasks, but just the ones on accounts that aren't customers yet. Total number is enough, I'll read them later",
        lambda n: int((n.t.open & n.t.account.isin(prospects(n))).sum()),
    ),
    ask(
        "not yet",
        "at some point one must let go :( any prospects with whom we have already lost at least two deals?",
        lambda n: prospects(n) & often(n.l, "account", 2),
    ),
    ask(
        "share",
        "In my old company it was one in three... what fraction of our customers gave us a won deal in 2026?",
        lambda n: len(clients(n) & names(year(n.w), "account")) / len(clients(n)),
    ),
    ask(
        "both",
        "customers since 2024 or later where the active MRR exceeds 3000 in total",
        lambda n: (
            names(n.a[n.a["customer since"] >= "2024"]) & above(owned(n, n.act).groupby("account").mrr.sum(), 3000)
        ),
    ),
]
