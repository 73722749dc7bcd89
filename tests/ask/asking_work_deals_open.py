"""Questions on the open pipeline: what it is worth, what is to close when, where it stands and with whom."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, low, top
from sample_frames import names, total
from work_deals_parts import closing, months, sized

ask = partial(Question, "sample", "work_deals")


def _families(n: Any, family: str) -> Any:
    return n.o[n.o["product"].isin(n.p[n.p.family == family].name)]


def _biggest_contact(n: Any) -> set[str]:
    return set(n.c[n.c.email == n.o.sort_values("amount").contact.iloc[-1]].name)


def _renewals_in_december(n: Any) -> float:
    due = closing(n.o, "2026-12-01", "2027-01-01")
    return float(due[due.type == "Renewal"].amount.sum() / due.amount.sum())


def _worth(n: Any, *accounts: str) -> int:
    return int(n.o[n.o.account.isin(accounts)].amount.sum())


QUESTIONS = [
    ask(
        "expected close",
        "Morning! Add up for me everything open that's meant to close by Christmas Eve (24 Dec included)",
        lambda n: closing(n.o, "2026-11-20", "2026-12-25").amount.sum(),
    ),
    ask(
        "expected close",
        "which ones are pencilled in for the 4th of December",
        lambda n: names(n.o[n.o["close date"] == "2026-12-04"]),
    ),
    ask(
        "expected close",
        "January 2027, unweighted: what should come in if all the open deals dated then sign?",
        lambda n: closing(n.o, "2027-01-01", "2027-02-01").amount.sum(),
    ),
    ask(
        "expected close",
        "q1 next yr split by month pls, total $ of open deals by expected close",
        lambda n: total(closing(n.o, "2027-01-01", "2027-04-01"), months(closing(n.o, "2027-01-01", "2027-04-01"))),
    ),
    ask(
        "expected close",
        "Lena's stuff with a close date in 2027, list please",
        lambda n: names(n.o[(n.o.owner == "Lena Brandt") & (n.o["close date"] >= "2027")]),
    ),
    ask(
        "expected close",
        "What's the very next thing Tom is supposed to bring home?",
        lambda n: low(n.o[n.o.owner == "Tom Hargreave"].set_index("name")["close date"]),
    ),
    ask(
        "expected close",
        "when is the Tally deal at Rookhope Mining due to be signed",
        lambda n: str(n.o[n.o.name == "Rookhope Mining - Tally New Business"]["close date"].iloc[0].date()),
    ),
    ask(
        "expected close",
        "Of the money expected in December, how much percent is renewals?",
        _renewals_in_december,
    ),
    ask(
        "expected close",
        "do we still have open deals dated April or later, and which",
        lambda n: names(n.o[n.o["close date"] >= "2027-04"]),
    ),
    ask("sum", "how fat is the tally pipeline?", lambda n: n.o[n.o["product"] == "Tally"].amount.sum()),
    ask(
        "sum",
        "Open amount on products out of the Services family, in total",
        lambda n: _families(n, "Services").amount.sum(),
    ),
    ask(
        "sum",
        "Please to tell me the sum of running opportunities with French companies",
        lambda n: n.o[n.o.country == "France"].amount.sum(),
    ),
    ask(
        "sum",
        "sofia + elin, pipeline put together?",
        lambda n: n.o[n.o.owner.isin(["Sofia Carranza", "Elin Sandberg"])].amount.sum(),
    ),
    ask(
        "sum",
        "the tessaly lot (group, retail and cold chain): what's in the pot for us there if every open deal came off",
        lambda n: _worth(n, "Tessaly Group", "Tessaly Retail", "Tessaly Cold Chain"),
    ),
    ask(
        "comparison",
        "By how many dollars does Globex beat Acme in open deals?",
        lambda n: _worth(n, "Globex") - _worth(n, "Acme"),
    ),
    ask(
        "comparison",
        "Is over half of our pipeline money sitting with Enterprise? thx",
        lambda n: bool(n.o[n.o.team == "Enterprise"].amount.sum() > n.o.amount.sum() / 2),
    ),
    ask(
        "group",
        "I'd like the mean value of live deals for every deal type",
        lambda n: dict(n.o.groupby("type").amount.mean()),
    ),
    ask("ranking", "fattest thing in Discovery?", lambda n: top(sized(n.o[n.o.stage == "Discovery"]))),
    ask(
        "exactly",
        "is there a product with only a single open deal to its name",
        lambda n: {name for name, times in n.o["product"].value_counts().items() if times == 1},
    ),
    ask(
        "list",
        "we're flying to Germany in two weeks. What deals do we have running there?",
        lambda n: names(n.o[n.o.country == "Germany"]),
    ),
    ask(
        "list",
        "opend in september and not closed yet, wich deals are those?",
        lambda n: names(n.o[(n.o["created date"] >= "2026-09") & (n.o["created date"] < "2026-10")]),
    ),
    ask("look-up", "Our largest open deal - who's the contact person on it?", _biggest_contact),
    ask(
        "list",
        "Which prospects, as in not customers yet, have something in the pipe",
        lambda n: names(n.a[n.a.status == "Prospect"]) & names(n.o, "account"),
    ),
    ask(
        "absence",
        "Any companies in the Core tier that haven't got an open deal with us at the mo?",
        lambda n: names(n.a[n.a.tier == "Core"]) - names(n.o, "account"),
    ),
    ask(
        "threshold",
        "number of opps below ten grand that are still in play",
        lambda n: int((n.o.amount < 10000).sum()),
    ),
    ask(
        "threshold",
        "I keep worrying about the large early ones. Show everything above 80k that hasn't got as far as negotiation yet (so discovery, qualified, proposal)",
        lambda n: names(n.o[(n.o.amount > 80000) & n.o.stage.isin(["Discovery", "Qualified", "Proposal"])]),
    ),
]
