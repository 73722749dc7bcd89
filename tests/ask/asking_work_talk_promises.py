"""What was spoken about, what was promised, and what became of deals and accounts that are talked about."""

from __future__ import annotations

from typing import Any

from asking_gold import top
from sample_frames import first, names
from work_talk_parts import ask, first_day, last_day, speaking_of, talk


def _pending(n: Any, words: str = "", **where: str) -> Any:
    """The open tasks that hold these words and whose columns hold just these values."""
    found = n.t[n.t.open & n.t.task.str.contains(words)]
    for column, value in where.items():
        found = found[found[column] == value]
    return found


def _about_deal(n: Any, name: str) -> Any:
    return n.i[n.i["deal id"] == first(n.d[n.d.name == name], "id")]


def _asleep(n: Any) -> Any:
    """The open deals of accounts without any contact for two months."""
    latest = n.i.groupby("account").date.max()
    return n.o[n.o.account.isin(latest[latest < "2026-09-20"].index)]


def _unmentioned(n: Any, start: str) -> set[str]:
    large = n.o[n.o.amount > 100000]
    return names(large[~large.id.isin(talk(n, start=start)["deal id"])])


QUESTIONS = [
    ask(
        "theme",
        "in conversations with which accounts did the name Warepoint come up?",
        lambda n: names(speaking_of(n.i, "Warepoint"), "account"),
    ),
    ask("theme", "how many logged interactions mention Stockly", lambda n: len(speaking_of(n.i, "Stockly"))),
    ask("theme", "Binwise: when was it last mentioned by anyone?", lambda n: last_day(speaking_of(n.i, "Binwise"))),
    ask(
        "theme",
        "did the word outage ever fall in our correspondence or calls with Globex",
        lambda n: bool(len(speaking_of(talk(n, account="Globex"), "outage"))),
    ),
    ask(
        "theme",
        "Zebra printer trouble - who raised tickets about that? accounts",
        lambda n: names(speaking_of(talk(n, "ticket"), "Zebra"), "account"),
    ),
    ask("theme", "Number of tickets to do with VAT?", lambda n: len(speaking_of(talk(n, "ticket"), r"\bVAT\b"))),
    ask(
        "theme",
        "which client mentions webhooks most in their emails to us",
        lambda n: top(speaking_of(talk(n, "email", direction="in"), "webhook").groupby("account").size()),
    ),
    ask(
        "theme",
        "first time Stockly was brought up at Ironbridge Castings, date",
        lambda n: first_day(speaking_of(talk(n, account="Ironbridge Castings"), "Stockly")),
    ),
    ask(
        "promises",
        "What has Grace still got to do next week?",
        lambda n: names(
            _pending(n, owner="Grace Whitcombe").loc[lambda t: t["due date"].between("2026-11-23", "2026-11-29")],
            "task",
        ),
    ),
    ask(
        "promises",
        "tasks we haven't done yet for rookhope",
        lambda n: names(_pending(n, account="Rookhope Mining"), "task"),
    ),
    ask(
        "promises",
        "Any congratulations outstanding? Which open tasks are those",
        lambda n: names(_pending(n, "Congratulate"), "task"),
    ),
    ask(
        "promises",
        "for whom are we still after a security questionnaire? just the account names",
        lambda n: names(_pending(n, "security questionnaire"), "account"),
    ),
    ask(
        "promises",
        "Tom's most overdue to-do, what is it",
        lambda n: {_pending(n, owner="Tom Hargreave").sort_values("due date").task.iloc[0]},
    ),
    ask(
        "promises",
        "Has Noah finished all his tasks for Globex?",
        lambda n: _pending(n, account="Globex", owner="Noah Adeyemi").empty,
    ),
    ask(
        "promises",
        "by when should Marcus visit Rookhope Mining?",
        lambda n: str(first(_pending(n, "Visit", account="Rookhope Mining"), "due date").date()),
    ),
    ask(
        "promises",
        "Accounts with a customer visit still to be made according to our task list",
        lambda n: names(_pending(n, "^Visit"), "account"),
    ),
    ask(
        "promises",
        "somebody owes Simon at Pinecrest an answer about site pricing, who is it",
        lambda n: names(_pending(n, "Simon's question about site pricing"), "owner"),
    ),
    ask(
        "promises",
        "where do we have an open task to find out or clarify who takes over from someone? account names",
        lambda n: names(_pending(n, "who takes over"), "account"),
    ),
    ask(
        "promises",
        "The demo for Kwame that Tom has to set up belongs to what deal?",
        lambda n: names(n.d[n.d.id.isin(_pending(n, "demo for Kwame")["deal id"])]),
    ),
    ask(
        "deals",
        "how much have we talked on the Vantoor Electric - Foresight Expansion deal, i.e. nr of interactions tied to it",
        lambda n: len(_about_deal(n, "Vantoor Electric - Foresight Expansion")),
    ),
    ask(
        "deals",
        "Globex - Tally Renewal: when was the last interaction on that deal?",
        lambda n: last_day(_about_deal(n, "Globex - Tally Renewal")),
    ),
    ask(
        "deals",
        "open deals above 100k that nobody has had a logged conversation about since 1 november",
        lambda n: _unmentioned(n, "2026-11"),
    ),
    ask(
        "deals",
        "Value of open deals sitting with accounts we had no contact with for more than two months?",
        lambda n: _asleep(n).amount.sum(),
    ),
    ask(
        "deals",
        "take the account that has raised the most tickets - what do its open deals add up to?",
        lambda n: n.o[n.o.account.isin(top(talk(n, "ticket").groupby("account").size()))].amount.sum(),
    ),
]
