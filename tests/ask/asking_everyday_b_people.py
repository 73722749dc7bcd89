"""Everyday questions on the sample company's talks, tickets, to-dos, contacts, accounts and colleagues."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, top
from sample_frames import count, first, names

Row = tuple[str, str, Callable[[Any], Any]]


def _kind(n: Any, kind: str) -> Any:
    return n.i[n.i.kind == kind]


def _uncalled(n: Any) -> Any:
    called = _kind(n, "call")[lambda calls: calls.date >= "2026-10-06"]
    return names(n.a[n.a.tier == "Strategic"]) - names(called, "account")


def _more_in(n: Any) -> Any:
    mails = between(_kind(n, "email"), "date", "2026-10-01", "2026-11-01")
    return int((mails.direction == "in").sum() - (mails.direction == "out").sum())


def _main_contact(n: Any, account: str) -> Any:
    (address,) = top(n.i[n.i.account == account].groupby("contact").size())
    return names(n.c[n.c.email == address])


def _open_of(n: Any, owner: str) -> Any:
    return n.t[n.t.open & (n.t.owner == owner)]


def _more_than(sizes: Any, least: int) -> Any:
    return set(sizes[sizes > least].index)


def _this_year(frame: Any) -> Any:
    return frame[frame.date >= "2026-01-01"]


def _outweighs(n: Any) -> Any:
    group = first(n.a[n.a.name == "Tessaly Group"], "employees")
    return bool(group > n.a[n.a["parent account"] == "Tessaly Group"].employees.sum())


def _of_ingrid(n: Any) -> Any:
    return count(n.a[n.a.owner.isin(names(n.u[n.u.manager == "Ingrid Solheim"]))], "owner")


PEOPLE: list[Row] = [
    (
        "talks",
        "how many more emails came in than went out last month?",
        _more_in,
    ),
    (
        "talks",
        "Who do we deal with the most at Globex? I mean the person with the most interactions",
        lambda n: _main_contact(n, "Globex"),
    ),
    (
        "talks",
        "last time we had pellworm paper on the phone?",
        lambda n: str(_kind(n, "call")[lambda calls: calls.account == "Pellworm Paper"].date.max().date()),
    ),
    (
        "talks",
        "Which rep has sat in the most meetings with clients this year?",
        lambda n: top(_this_year(_kind(n, "meeting")).groupby("rep").size()),
    ),
    (
        "talks",
        "how many different accounts has Maya had a meeting with in 2026",
        lambda n: int(_this_year(_kind(n, "meeting"))[lambda met: met.rep == "Maya Lindqvist"].account.nunique()),
    ),
    (
        "talks",
        "has tom ever had a meeting w/ thistledown?",
        lambda n: bool(len(_kind(n, "meeting").query("rep == 'Tom Hargreave' and account == 'Thistledown Bakeries'"))),
    ),
    (
        "tickets",
        "Which month did we get the most support tickets, going back as far as we can?",
        lambda n: top(_kind(n, "ticket").date.dt.strftime("%Y-%m").value_counts()),
    ),
    (
        "tickets",
        "support tickets since the first of july, split by customer tier",
        lambda n: count(_kind(n, "ticket")[lambda tickets: tickets.date >= "2026-07-01"], "tier"),
    ),
    (
        "to-dos",
        "what does lena still have to do for northwind logistics",
        lambda n: names(_open_of(n, "Lena Brandt")[lambda tasks: tasks.account == "Northwind Logistics"], "task"),
    ),
    (
        "to-dos",
        "Which accounts have more than four open tasks on them?",
        lambda n: _more_than(n.t[n.t.open].groupby("account").size(), 4),
    ),
    (
        "to-dos",
        "everything that's due on Monday and not done yet",
        lambda n: names(n.t[n.t.open & (n.t["due date"] == "2026-11-23")], "task"),
    ),
    (
        "to-dos",
        "what share of marcus' open to-dos is overdue",
        lambda n: float(_open_of(n, "Marcus Ferreira").overdue.mean()),
    ),
    (
        "contacts",
        "gimme nigel stoddards phone nr",
        lambda n: first(n.c[n.c.name == "Nigel Stoddard"], "phone"),
    ),
    (
        "talks",
        "any strategic accounts that nobody's had a call with in the last 45 days?",
        _uncalled,
    ),
    (
        "accounts",
        "by headcount, what's the largest company that we still haven't turned into a customer?",
        lambda n: top(n.a[n.a.status == "Prospect"].set_index("name").employees),
    ),
    ("accounts", "Does Tessaly Group employ more people than its subsidiaries put together?", _outweighs),
    (
        "team",
        "who on our team works on stockholm time",
        lambda n: names(n.u[n.u.timezone == "Europe/Stockholm"]),
    ),
    ("accounts", "how many accounts does each of Ingrid's people look after?", _of_ingrid),
]
