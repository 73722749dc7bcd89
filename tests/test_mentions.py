from __future__ import annotations

import random
import time

import pytest

from crm.clock import FixedClock
from crm.mentions import Mention, Mentions, MentionsCache
from crm.model import Account, Contact, User
from crm.nameindex import Known
from crm.store import Store

ACCOUNTS = [
    (1, "Acme Corporation", "acme.com"), (2, "Globex Inc.", "globex.io"), (3, "Initech LLC", None), (4, "Wayne Enterprises", None),
    (5, "Summit Health Partners", None), (6, "Target", None), (7, "Müller & Söhne GmbH", None), (8, "Johnson Controls International", None),
    (9, "Data Dog", None), (10, "Stark Industries", None), (11, "Stark Labs", None), (12, "Globix Ltd", None), (13, "Sandy's Diner", None),
]  # fmt: skip
CONTACTS = [
    (1, "Jane Doe", 1, "jane@acme.com"), (2, "Sam Lee", 2, None), (3, "Priya Natarajan", 2, None), (4, "Robert King", 3, None),
    (5, "Will Hart", 1, None), (6, "Jane Roe", 2, None), (7, "Ann Okafor", 4, None),
]  # fmt: skip


@pytest.fixture(scope="module")
def names() -> Mentions:
    rows = [Known("account", id_, name, id_, domain=domain) for id_, name, domain in ACCOUNTS]
    rows += [Known("contact", id_, name, account, email) for id_, name, account, email in CONTACTS]
    rows += [Known("user", 1, "Tom Baker"), Known("user", 2, "Sam Fisher"), Known("product", 1, "GTX Pro")]
    return Mentions.of([*rows, Known("deal", 1, "Acme Renewal 2026", 1)])


def linked(found: list[Mention]) -> list[str]:
    return [mention.name for mention in found if mention.id]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Called Jane at Acme", ["Jane Doe", "Acme Corporation"]),
        ("ACME CORP. is happy", ["Acme Corporation"]),
        ("Acme's CFO", ["Acme Corporation"]),
        ("acmes cfo", ["Acme Corporation"]),
        ("mtg w/ Sam @ Globex re: renewal", ["Sam Lee", "Globex Inc."]),
        ("Tom will send the SOW to glboex", ["Tom Baker", "Globex Inc."]),
        ("spoke to bob king", ["Robert King"]),
        ("muller & sohne visit", ["Müller & Söhne GmbH"]),
        ("the JCI deal", ["Johnson Controls International"]),
        ("datadog", ["Data Dog"]),
        ("Stark Industires", ["Stark Industries"]),
        ("lunch at sandys diner", ["Sandy's Diner"]),
        ("priya natarjan", ["Priya Natarajan"]),
        ("gtxpro quote", ["GTX Pro"]),
        ("jane@acme.com wrote", ["Jane Doe"]),
        ("see www.globex.io/x", ["Globex Inc."]),
        ("acme renewal 2026 slipped", ["Acme Renewal 2026"]),
        ("Mr Okafor called", ["Ann Okafor"]),
        ("Will said yes at Acme", ["Will Hart", "Acme Corporation"]),
        ("met with Target", ["Target"]),
    ],
)
def test_names_are_found_as_people_write_them(names, text, want):
    assert linked(names.find(text)) == want


@pytest.mark.parametrize(
    "text",
    [
        "met jane smith today", "Acme Logistics called", "on target for q4", "will send it", "the enterprise plan", "Laura Okafor called",
        "a stark choice", "nothing here", "", "Janet called", "We are in sync", "data and dogs", "Robert Kingsley", "Globe", "summit of the year",
    ],
)  # fmt: skip
def test_what_is_not_sure_is_not_linked(names, text):
    assert linked(names.find(text)) == []


@pytest.mark.parametrize(("text", "ids"), [("Globx is late", (2, 12)), ("lm w/ Jane", (1, 6))])
def test_names_that_fit_several_are_never_guessed(names, text, ids):
    (mention,) = names.find(text)
    assert (mention.id, mention.ambiguous) == (0, ids)


def test_offsets_are_those_of_the_text(names):
    text = "Später: Acme’s Jane Doe 👍 und Müller & Söhne"
    assert [text[found.start : found.end] for found in names.find(text)] == ["Acme", "Jane Doe", "Müller & Söhne"]


def test_thousands_of_names_stay_quick():
    dice = random.Random(7)
    syllables = ["ka", "lo", "mi", "ren", "tor", "ba", "shi", "ve", "dun", "pra", "sol", "ix", "qua", "ner"]
    rows = [
        Known(
            "account",
            number,
            "".join(dice.choices(syllables, k=3)).title() + f" {dice.choice(['Inc', 'Group', 'Ltd'])}",
            number,
        )
        for number in range(1, 5001)
    ]
    names = Mentions.of(rows)
    text = (
        f"Called {rows[77].name} and then we went on to discuss the pricing of the renewal with everybody there. " * 5
    )
    began = time.perf_counter()
    for _ in range(50):
        names.find(text)
    assert (time.perf_counter() - began) / 50 < 0.1


def test_misspelt_names_are_seldom_linked_to_another():
    dice = random.Random(3)
    syllables = [
        "al",
        "ber",
        "con",
        "dra",
        "fen",
        "gor",
        "hul",
        "ist",
        "jen",
        "kor",
        "lam",
        "mon",
        "nor",
        "pel",
        "quin",
        "ros",
        "sten",
        "tur",
        "vos",
        "wil",
    ]
    rows = [
        Known("account", number, "".join(dice.choices(syllables, k=3)).title(), number) for number in range(1, 2001)
    ]
    names = Mentions.of(rows)
    wrong = right = 0
    for row in dice.sample(rows, 400):
        place = dice.randrange(1, len(row.name) - 2)
        typed = row.name[:place] + row.name[place + 1] + row.name[place] + row.name[place + 2 :]
        for found in names.find(f"Spoke to {typed} today"):
            right += found.name == row.name
            wrong += bool(found.id) and found.name != row.name
    assert right > 250
    assert wrong <= 0.05 * (wrong + right)


def test_the_cache_follows_the_record(store: Store, tenant_id: int, clock: FixedClock):
    cache = MentionsCache()
    made = {"tenant_id": tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
    with store.write() as session:
        session.add_all([Account(name="Globex", **made), User(name="Tom Hale", **made)])
    with store.read() as session:
        first = cache.get(session, tenant_id)
        assert cache.get(session, tenant_id) is first
    with store.write() as session:
        session.query(Account).one().name = "Hooli"
        session.add(Contact(name="Gavin Belson", **made))
    with store.read() as session:
        found = cache.get(session, tenant_id).find("Gavin Belson of Hooli, not Globex")
        assert linked(found) == ["Gavin Belson", "Hooli"]
        assert cache.get(session, tenant_id + 1).find("Gavin Belson of Hooli") == []
