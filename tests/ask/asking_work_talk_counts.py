"""How much was said: counts, shares, averages and groups of calls, mails, meetings, messages and tickets."""

from __future__ import annotations

from typing import Any

from asking_gold import top
from sample_frames import count
from work_talk_parts import ask, talk


def _often(frame: Any, by: str, least: int) -> set[str]:
    sizes = frame.groupby(by).size()
    return set(sizes[sizes >= least].index)


def _quarters(frame: Any) -> dict[str, int]:
    return count(frame, frame.date.map(lambda day: f"{day.year} Q{day.quarter}"))


def _prospects(n: Any) -> Any:
    return n.a[n.a.status == "Prospect"].name


QUESTIONS = [
    ask(
        "count",
        "How often was Jonas on the phone with Vantoor in 2026?",
        lambda n: len(talk(n, "call", "2026", account="Vantoor Electric", rep="Jonas Weidner")),
    ),
    ask(
        "count",
        "e-mails exchanged with Globex, both directions, all time: number",
        lambda n: len(talk(n, "email", account="Globex")),
    ),
    ask(
        "yes or no",
        "Has Acme logged even a single support ticket with us?",
        lambda n: bool(len(talk(n, "ticket", account="Acme"))),
    ),
    ask(
        "count",
        "july this year, how many times did a client ring us?",
        lambda n: len(talk(n, "call", "2026-07", "2026-08", direction="in")),
    ),
    ask(
        "group",
        "Meetings per rep from 1 September till today, please.",
        lambda n: count(talk(n, "meeting", "2026-09"), "rep"),
    ),
    ask(
        "group",
        "everything we have logged with Northwind Logistics, split up by kind of interaction",
        lambda n: count(talk(n, account="Northwind Logistics"), "kind"),
    ),
    ask(
        "ranking",
        "what country are most of the tickets from",
        lambda n: top(talk(n, "ticket").groupby("country").size()),
    ),
    ask(
        "count", "All touchpoints with clients based in Italy. Count is enough", lambda n: len(talk(n, country="Italy"))
    ),
    ask(
        "share",
        "Quick one for my slide: which fraction of Northwind Logistics' tickets dates from this calendar year?",
        lambda n: float((talk(n, "ticket", account="Northwind Logistics").date >= "2026").mean()),
    ),
    ask(
        "count",
        "nb of different ppl at Ridgeback Tools from whom we got an email",
        lambda n: talk(n, "email", account="Ridgeback Tools", direction="in")["from"].nunique(),
    ),
    ask(
        "ranking",
        "Marcus or Lena: which of the two has received more incoming calls?",
        lambda n: top(
            talk(n, "call", direction="in")
            .loc[lambda calls: calls.rep.isin(["Marcus Ferreira", "Lena Brandt"])]
            .groupby("rep")
            .size()
        ),
    ),
    ask(
        "comparison",
        "by how many tickets is Northwind Logistics ahead of Globex?",
        lambda n: len(talk(n, "ticket", account="Northwind Logistics")) - len(talk(n, "ticket", account="Globex")),
    ),
    ask(
        "average",
        "From January to October 2026, how many meetings did we hold in an average month?",
        lambda n: len(talk(n, "meeting", "2026", "2026-11")) / 10,
    ),
    ask(
        "count",
        "we rang pinecrest foods how many times? only where we did the dialling",
        lambda n: len(talk(n, "call", account="Pinecrest Foods", direction="out")),
    ),
    ask(
        "count",
        "Could you give me the volume of support tickets out of Strategic tier accounts since June 1st",
        lambda n: len(talk(n, "ticket", "2026-06", tier="Strategic")),
    ),
    ask(
        "count",
        "On how many separate days have we had a phone call with Tessaly Cold Chain?",
        lambda n: talk(n, "call", account="Tessaly Cold Chain").date.dt.date.nunique(),
    ),
    ask(
        "comparison",
        "do the chat messages Dunmore Dairy sent us outnumber the calls they made to us",
        lambda n: (
            len(talk(n, "message", account="Dunmore Dairy", direction="in"))
            > len(talk(n, "call", account="Dunmore Dairy", direction="in"))
        ),
    ),
    ask(
        "median",
        "The median account - how many interactions does it have on record?",
        lambda n: n.i.groupby("account").size().median(),
    ),
    ask(
        "absence",
        "Name the accounts we've held no meeting with, ever.",
        lambda n: set(n.a.name) - set(talk(n, "meeting").account),
    ),
    ask(
        "threshold",
        "who have we sat down with more than ten times? accounts i mean",
        lambda n: _often(talk(n, "meeting"), "account", 11),
    ),
    ask(
        "ranking",
        "Is there a weekday on which tickets land the most? Which one",
        lambda n: top(talk(n, "ticket").date.dt.day_name().value_counts()),
    ),
    ask(
        "subject",
        "count the emails whose subject is exactly 'Margin report' (no Re:, nothing added)",
        lambda n: len(talk(n, "email", subject="Margin report")),
    ),
    ask(
        "subject",
        "tickets that have the word AGAIN in the title, how many are there",
        lambda n: int(talk(n, "ticket").subject.str.contains(r"\bagain\b", case=False).sum()),
    ),
    ask(
        "count",
        "Elin's outbox: mails sent to customers since 1 Sept?",
        lambda n: len(talk(n, "email", "2026-09", rep="Elin Sandberg", direction="out")),
    ),
    ask(
        "group", "phone calls by quarter for 2026, incl. the current one", lambda n: _quarters(talk(n, "call", "2026"))
    ),
    ask(
        "count",
        "In Q2 this year, what number of emails reached us from prospects, i.e. accounts which aren't customers yet?",
        lambda n: int(talk(n, "email", "2026-04", "2026-07", direction="in").account.isin(_prospects(n)).sum()),
    ),
    ask(
        "count",
        "how many accounts dropped us at least one mail in october",
        lambda n: talk(n, "email", "2026-10", "2026-11", direction="in").account.nunique(),
    ),
]
