"""Contacts by their address, their post, a part of their name; their numbers; and turns that say what is asked."""

from __future__ import annotations

import pytest
from asking_gold import asker_over
from asking_sets import folder_of

from crm.ask.asker import Asker

HEADS = {"Dolores Quist", "Duncan Sandiford", "Charlotte Oakley"}
DUNCANS = {"Duncan Maddox", "Duncan Sandiford", "Duncan Jessop"}
FIVE = {"Aoife Brannigan", "Tom Hargreave", "Sofia Carranza"}
NEW = {"Ptarmigan Outdoor", "Quarry Lane Coffee"}
CARD = {"Duncan Maddox", "+1 962 555 0172", "dmaddox@quarrylane.example"}
NUMBERS = {"+33 1 99 00 49 22", "+33 1 99 00 44 67"}
HELD = [  # what stands in the rows
    ("whose address is dmaddox@quarrylane.example?", CARD),
    ("DMaddox@quarrylane.example - who is that?", CARD),
    ("who does the mailbox dmaddox@quarrylane.example belong to", CARD),
    ("need the numbers of Noémie Iglesias and Rosa Delmas", NUMBERS),
    ("what's the number for Rosa Delmas?", {"+33 1 99 00 44 67"}),
    ("please list the heads of supply chain at Noah's accounts", HEADS),
    ("contacts with the first name Duncan", DUNCANS),
    ("which contacts have the forename Duncan?", DUNCANS),
    ("who of us looks after at least 5 clients?", FIVE),
    ("who here has five or more accounts to look after?", FIVE),
    ("which clients did we gain this year?", NEW),
    ("what companies have we signed up as customers in 2026?", NEW),
    ("Strategic tier, in Germany: which accounts?", {"Northwind Logistics", "Vantoor Electric"}),
    ("what's the youngest deal still in the pipe, the one we added last?", {"Fennick Bikes - Tally Expansion"}),
]
FIGURES = [
    ("how many lost deals fell over before they even reached proposal?", 13),
    ("how many open renewals close after New Year?", 14),
    ("how many tasks did we finish ahead of the deadline?", 2),
    ("total value of contracts awaiting signature", 85900),
    ("how many emails did dmaddox@quarrylane.example send us", 5),
]


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    return asker_over(folder_of("sample"), tmp_path_factory.mktemp("cards"))


@pytest.mark.parametrize(("question", "wanted"), HELD)
def test_the_rows_hold_what_is_asked_for(asking: tuple[Asker, int], question: str, wanted: set[str]) -> None:
    asker, tenant_id = asking
    answer = asker.ask(tenant_id, question, user=None)
    cells = {str(cell) for row in answer.rows for cell in row}
    assert not answer.abstained
    assert wanted <= cells
    if wanted is not CARD:
        assert len(answer.rows) == len(wanted)


@pytest.mark.parametrize(("question", "figure"), FIGURES)
def test_the_figure_is_that_of_the_rows_meant(asking: tuple[Asker, int], question: str, figure: float) -> None:
    asker, tenant_id = asking
    answer = asker.ask(tenant_id, question, user=None)
    assert [row[0] for row in answer.rows] == [figure]


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("is Mei Lim the office manager at Dunmore Dairy?", True),
        ("do we have Mei Lim down as COO of Dunmore Dairy?", False),
    ],
)
def test_a_post_is_held_or_not(asking: tuple[Asker, int], question: str, held: bool) -> None:
    asker, tenant_id = asking
    answer = asker.ask(tenant_id, question, user=None)
    assert not answer.abstained
    assert bool(answer.rows) is held


@pytest.mark.parametrize(
    "question", ["who is nobody@nowhere.example?", "did our calls to Acme outnumber our meetings?"]
)
def test_what_is_not_known_or_not_compared_is_declined(asking: tuple[Asker, int], question: str) -> None:
    asker, tenant_id = asking
    assert asker.ask(tenant_id, question, user=None).abstained
