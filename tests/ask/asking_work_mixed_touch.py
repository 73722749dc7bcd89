"""Calls, mails, meetings, messages and tickets held against deals, subscriptions, people and the year before."""

from __future__ import annotations

from typing import Any

from asking_gold import top
from sample_frames import first, met, names
from work_mixed_parts import above, ask, clients, more, of, often, prospects, year


def _by(n: Any, kind: str, by: str = "account", since: str = "2025") -> Any:
    return of(n, kind, since).groupby(by).size()


def _per_account(n: Any) -> set[str]:
    calls = of(n, "call")
    return top(calls[calls.direction == "out"].groupby("rep").size() / n.a.groupby("owner").size())


def _strategic(n: Any) -> float:
    few = n.a[(n.a.tier == "Strategic") & (n.a.status == "Customer")].name
    return len(of(n, "ticket")[of(n, "ticket").account.isin(few)]) / len(few)


def _one_way(n: Any) -> set[str]:
    calls = of(n, "call")
    return more(
        calls[calls.direction == "out"].groupby("account").size(),
        calls[calls.direction == "in"].groupby("account").size(),
    )


def _latest_ticket(n: Any) -> set[str]:
    address = of(n, "ticket")[of(n, "ticket").account == "Ridgeback Tools"].sort_values("date")["from"].iloc[-1]
    return names(n.c[n.c.email == address])


def _wrote_and_met(n: Any) -> set[str]:
    there = n.i[n.i.account == "Acme"]
    wrote = names(there[(there.kind == "email") & (there.direction == "in")], "from")
    return names(n.c[n.c.email.isin(wrote & met(there))])


def _never_met(n: Any) -> set[str]:
    return names(n.c[(n.c.account == "Zephyrine Air Parts") & ~n.c.email.isin(met(n.i))])


def _unlogged(n: Any) -> set[str]:
    return names(n.o[~n.o.id.isin(n.i[n.i.date >= "2026-09"]["deal id"])])


def _unmet(n: Any) -> set[str]:
    return above(n.o.groupby("account").amount.sum(), 100000) - names(of(n, "meeting", "2026-09"), "account")


def _family(n: Any) -> float:
    group = names(n.a[n.a["parent account"] == "Tessaly Group"]) | {"Tessaly Group"}
    return float(of(n, "ticket").account.isin(group).mean())


def _met_by(n: Any) -> dict[str, int]:
    meetings = of(n, "meeting", "2026-07-01", "2026-10-01")
    return dict(meetings.groupby("rep").account.nunique())


def _mails(n: Any) -> float:
    ways = of(n, "email").direction.value_counts()
    return float(ways["in"] / ways["out"])


def _received(n: Any, since: str, until: str) -> int:
    mails = of(n, "email", since, until)
    return int((mails.direction == "in").sum())


def _noisiest(n: Any) -> set[str]:
    teams = n.u.set_index("name").team
    counts = of(n, "ticket", "2026").groupby([of(n, "ticket", "2026").rep.map(teams), "account"]).size()
    return {each[1] for each in counts.groupby(level=0).idxmax()}


def _still_dry(n: Any) -> set[str]:
    return often(of(n, "meeting", "2026"), "account", 3) - names(year(n.w), "account")


def _ago(n: Any, kind: str) -> int:
    now = of(n, kind, "2026-07-01", "2026-10-01")
    return len(now) - len(of(n, kind, "2025-07-01", "2025-10-01"))


def _hot(n: Any) -> set[str]:
    return names(n.o[n.o.stage == "Negotiation"], "account") & names(of(n, "ticket", "2026-10-01"), "account")


def _deaf(n: Any) -> set[str]:
    heard = n.i[(n.i.direction == "in") & (n.i.date >= "2026-10")]
    return clients(n) - names(heard, "account")


def _per_win(n: Any) -> float:
    return float(n.i["deal id"].isin(n.w.id).sum() / len(n.w))


QUESTIONS = [
    ask(
        "more than",
        "We should probably visit people instead of waiting for them to complain, no? With which accounts do tickets outnumber "
        "meetings, counting everything ever",
        lambda n: more(_by(n, "ticket"), _by(n, "meeting")),
    ),
    ask(
        "both",
        "gm! support lead is on holiday so it falls to me. Any account that raised a ticket since the 1st of October and has "
        "got a deal in Negotiation? better they hear from us before they get grumpy",
        _hot,
    ),
    ask(
        "none",
        "customers we did not meet once in 2026, no meeting whatsoever",
        lambda n: clients(n) - names(of(n, "meeting", "2026"), "account"),
    ),
    ask(
        "per head",
        "Outgoing calls divided by accounts owned: who comes out on top among the reps?",
        _per_account,
    ),
    ask("per head", "mean number of tickets per strategic customer, all time (prospects don't count)", _strategic),
    ask(
        "years",
        "My feeling is that meetings went through the roof after summer travel came back, but feelings aren't data lol. How "
        "many more did we have in Q3 this year than in Q3 last year?",
        lambda n: _ago(n, "meeting"),
    ),
    ask(
        "more than",
        "Felt a little needy on the phone yesterday haha. Which accounts do we ring more often than they ring us?",
        _one_way,
    ),
    ask(
        "first",
        "What kind of interaction was our very first one with Rookhope Mining: email, call, meeting, message or ticket?",
        lambda n: n.i[n.i.account == "Rookhope Mining"].sort_values("date").kind.iloc[0],
    ),
    ask(
        "last",
        "hi, they told me on the phone but line was bad. the person from Ridgeback Tools who opened the newest ticket, what is "
        "the name?",
        _latest_ticket,
    ),
    ask("both", "People at Acme who wrote us emails and also sat in at least one meeting", _wrote_and_met),
    ask(
        "none",
        "I'm flying to see Zephyrine Air Parts next week, finally! Which of their contacts has never been in any of our meetings?",
        _never_met,
    ),
    ask(
        "at least",
        "travel budget got cut in half so I must see who is on the road a lot, reps that had ten meetings or more since 1 july",
        lambda n: often(of(n, "meeting", "2026-07-01"), "rep", 10),
    ),
    ask("none", "open deals nothing has been logged on since 1 September", _unlogged),
    ask(
        "both",
        "Ok this worries me a bit: accounts with over 100k of open deals in total and not a single meeting since the start of "
        "September. Who are they? Ta",
        _unmet,
    ),
    ask(
        "share",
        "The Tessaly contract talks start Monday. Group plus its two subsidiaries together, what % of all our tickets are "
        "theirs? Appreciate it",
        _family,
    ),
    ask(
        "group",
        "number of different accounts each rep met in the third quarter 2026, whoever had no meeting can be left out",
        _met_by,
    ),
    ask("ratio", "for each mail we send how many do we receive? (in divided by out, total)", _mails),
    ask(
        "top of each",
        "trying to be evenhanded between the two teams here... for Enterprise and for Mid-Market, which account raised the "
        "most tickets this year? one each",
        _noisiest,
    ),
    ask(
        "not yet",
        "lots of coffee, little cash... which accounts did we meet at least three times this year without winning any deal there "
        "in 2026",
        _still_dry,
    ),
    ask(
        "silence",
        "I promised Daniel a list by five and of course forgot. Customers that have sent us nothing since the 1st of October, "
        "so no incoming mail, call, message or ticket. Cheers",
        _deaf,
    ),
    ask(
        "per head",
        "interactions logged per won deal on average? count the ones tied to won deals / number of won deals",
        _per_win,
    ),
    ask(
        "prospects",
        "Of the prospects, whom have we met the most?",
        lambda n: top(of(n, "meeting")[of(n, "meeting").account.isin(prospects(n))].account.value_counts()),
    ),
    ask(
        "comparison",
        "little wager with Sofia, loser buys cake. Have I (Tom Hargreave) logged more calls than she has, since January?",
        lambda n: bool(
            _by(n, "call", "rep", "2026")["Tom Hargreave"] > _by(n, "call", "rep", "2026")["Sofia Carranza"]
        ),
    ),
    ask(
        "share",
        "not the total, I know that one, the proportion: at which account are tickets the highest share of all its interactions?",
        lambda n: top((n.i.kind == "ticket").groupby(n.i.account).mean()),
    ),
    ask(
        "last",
        "someone told the auditor we forgot about them, embarassing. When did we last have a meeting with Vantoor Electric?",
        lambda n: str(of(n, "meeting")[of(n, "meeting").account == "Vantoor Electric"].date.max().date()),
    ),
    ask(
        "first",
        "date of our first ever call with the account that has the largest open deal",
        lambda n: str(
            of(n, "call")[of(n, "call").account == first(n.o.nlargest(1, "amount"), "account")].date.min().date()
        ),
    ),
    ask(
        "years",
        "did more mails reach us in october than in october a year ago? incoming ones only",
        lambda n: _received(n, "2026-10-01", "2026-11-01") > _received(n, "2025-10-01", "2025-11-01"),
    ),
]
