"""Who they are: contacts with their titles, numbers and addresses, who knows whom, and who joined in."""

from __future__ import annotations

from typing import Any

from asking_gold import top
from sample_frames import first, met, names
from work_talk_parts import ask, people, talk, took_part


def _at(n: Any, account: str) -> Any:
    return n.c[n.c.account == account]


def _of(n: Any, name: str, column: str) -> set[str]:
    return {first(n.c[n.c.name == name], column)}


def _placed(n: Any, **where: str) -> Any:
    """The contacts of the accounts whose columns hold just these values."""
    accounts = n.a
    for column, value in where.items():
        accounts = accounts[accounts[column] == value]
    return n.c[n.c.account.isin(accounts.name)]


def _met_at(n: Any, account: str, day: str = "") -> set[str]:
    meetings = talk(n, "meeting", account=account)
    return names(n.c[n.c.email.isin(met(meetings[meetings.date.dt.strftime("%Y-%m-%d").str.startswith(day)]))])


def _never_called(n: Any, account: str) -> set[str]:
    return {name for name in _at(n, account).name if took_part(n, talk(n, "call", account=account), name).empty}


QUESTIONS = [
    ask("look-up", "phone nr Silke Fricke", lambda n: _of(n, "Silke Fricke", "phone")),
    ask("look-up", "whats walt mensahs job", lambda n: _of(n, "Walt Mensah", "job title")),
    ask(
        "look-up",
        "I have to send something to the Finance Manager at Acme, what's the email address?",
        lambda n: {first(_at(n, "Acme")[_at(n, "Acme")["job title"] == "Finance Manager"], "email")},
    ),
    ask(
        "list",
        "We have several contacts with the first name Duncan. Full names?",
        lambda n: names(n.c[n.c.name.str.startswith("Duncan ")]),
    ),
    ask(
        "look-up",
        "Peter Crandall... which company does he belong to again?",
        lambda n: _of(n, "Peter Crandall", "account"),
    ),
    ask(
        "count",
        "number of IT Managers among our contacts at United Kingdom accounts",
        lambda n: int((_placed(n, country="United Kingdom")["job title"] == "IT Manager").sum()),
    ),
    ask(
        "yes or no",
        "Do we have Mei Lim down as the office manager of Dunmore Dairy?",
        lambda n: _of(n, "Mei Lim", "job title") == {"Office Manager"},
    ),
    ask(
        "list",
        "who at Northwind Labs has Warehouse Manager as a title",
        lambda n: names(_at(n, "Northwind Labs")[_at(n, "Northwind Labs")["job title"] == "Warehouse Manager"]),
    ),
    ask(
        "who knows",
        "Which one of our colleagues has been dealing with Walt Chaudhry?",
        lambda n: names(took_part(n, n.i, "Walt Chaudhry"), "rep"),
    ),
    ask("absence", "contacts at Globex that never were on a call with us", lambda n: _never_called(n, "Globex")),
    ask(
        "list",
        "What job titles do our contacts at Tessaly Retail hold?",
        lambda n: names(_at(n, "Tessaly Retail"), "job title"),
    ),
    ask(
        "look-up",
        "need the numbers of Noémie Iglesias and Rosa Delmas both",
        lambda n: _of(n, "Noémie Iglesias", "phone") | _of(n, "Rosa Delmas", "phone"),
    ),
    ask(
        "list",
        "Could somebody list the heads of supply chain at the accounts owned by Noah",
        lambda n: names(_placed(n, owner="Noah Adeyemi").loc[lambda c: c["job title"] == "Head of Supply Chain"]),
    ),
    ask(
        "look-up",
        "dmaddox@quarrylane.example - whose address is this",
        lambda n: names(n.c[n.c.email == "dmaddox@quarrylane.example"]),
    ),
    ask("list", "Who from Acme attended our meeting on November 12?", lambda n: _met_at(n, "Acme", "2026-11-12")),
    ask(
        "count",
        "how many meetings has Jane Holloway been part of",
        lambda n: len(took_part(n, talk(n, "meeting"), "Jane Holloway")),
    ),
    ask(
        "ranking",
        "Over at Vantoor, whom do we speak to by phone the most (whoever dialled)?",
        lambda n: top(people(n, talk(n, "call", account="Vantoor Electric").contact).value_counts()),
    ),
    ask(
        "ranking",
        "at northwind logistics, who files the most tickets?",
        lambda n: top(people(n, talk(n, "ticket", account="Northwind Logistics")["from"]).value_counts()),
    ),
    ask(
        "list",
        "Planning an exec dinner in the States: names of the COOs at our US customers please, no prospects",
        lambda n: names(_placed(n, country="United States", status="Customer").loc[lambda c: c["job title"] == "COO"]),
    ),
    ask(
        "yes or no",
        "is a plant manager among the people we have at Harrow & Pike",
        lambda n: "Plant Manager" in names(_at(n, "Harrow & Pike"), "job title"),
    ),
    ask(
        "who knows",
        "Two clients of ours employ somebody with the last name Fontaine. Which two?",
        lambda n: names(n.c[n.c.name.str.endswith(" Fontaine")], "account"),
    ),
    ask(
        "absence",
        "At how many accounts do we lack a Finance Manager contact?",
        lambda n: len(names(n.a) - names(n.c[n.c["job title"] == "Finance Manager"], "account")),
    ),
    ask(
        "yes or no",
        "did curtis jessop ever speak with us by phone?",
        lambda n: bool(len(took_part(n, talk(n, "call"), "Curtis Jessop"))),
    ),
    ask(
        "list",
        "Apart from Edwin Harrow, who else of Harrow & Pike came to meetings with us?",
        lambda n: _met_at(n, "Harrow & Pike") - {"Edwin Harrow"},
    ),
    ask(
        "list",
        "Varley is a surname I keep running into. Which Varleys are there in our contacts, with first names",
        lambda n: names(n.c[n.c.name.str.endswith(" Varley")]),
    ),
    ask(
        "ranking",
        "Who at Kittering mails us more than anyone else there?",
        lambda n: top(people(n, talk(n, "email", account="Kittering Toys", direction="in")["from"]).value_counts()),
    ),
]
