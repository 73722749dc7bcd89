"""Families of questions over a made-up maker of kilns: one number or many, groups that must come to something, places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kiln_company
import pytest
from asking_gold import asker_over, right

from crm.ask.asker import FLOOR, Asker

QUESTIONS: list[tuple[str, Any]] = [
    # one number, whatever the conditions are said of
    ("how much did we win from ceramics clients", 900 + 8400 + 2450),
    ("what did Vera Holt's team win in total with clients outside Belgium", 8400 + 1050),
    ("total won from the subsidiaries of Ashwell Tiles", 8400 + 2300),
    ("in how many countries do we have clients", 5),
    ("in how many sectors have we won deals", 4),
    ("how many product lines did we lose deals in", 1),
    ("average list price across our products", 11500 / 3),
    # what groups must come to
    ("products with an average close value, over won deals only, between 900 and 1,000", {"Ember"}),
    ("reps with at least three overdue tasks", {"Ida Moss"}),
    ("who has two or more overdue tasks", {"Ida Moss"}),
    ("clients established before 1995 whose total won value exceeds 2000", {"Ashwell Tiles", "Coppergate"}),
    ("won deals with clients founded after 2007", {"Dunmore Glass – Ember", "Dunmore Glass – Glow", "Elmhurst School – Ember"}),
    ("which products account for more than 40% of won revenue", {"Furnace"}),
    ("regions that make up over 30 percent of our won deals", {"North", "South"}),
    # those who lead
    ("whose team won the least revenue", {"Tess Orr"}),
    ("which manager's people have lost the most deals", {"Vera Holt"}),
    ("Saul Beck's reps, wins each", {"Kit Rowe": 3, "Lea Wynn": 1}),
    # one against the other
    ("Kit Rowe: wins minus losses", 3),
    ("losses minus wins for Jon Pike", 1),
    ("ratio of won to lost deals in the North", 1),
    ("which region has the best ratio of wins to losses", {"South"}),
    ("win rate (won divided by won plus lost) by region", {"North": 0.5, "South": 0.8, "Coast": 0.5}),
    ("how many dollars more has the North won than the South region", 10350 - 8300),
    ("did the Coast office win more money than the South office", False),
    ("Ember or Glow: which has the better win rate", {"Glow"}),
    ("between Ida Moss and Kit Rowe, who has the higher win rate", {"Kit Rowe"}),
    # one column against another
    ("for won Glow deals, how far below list price do we close on average", (200 + 50 - 100) / 3),
    ("how many won deals closed at a value higher than the list price of the product concerned", 3),
    ("how many deals were won within 7 days of engaging", 2),
    ("deals won more than 90 days after engaging", {"Brightkiln – Furnace"}),
    ("won deals for each close month from April to June 2026, both included", {"2026-04": 2, "2026-05": 1, "2026-06": 3}),
    ("deals by engage quarter", {"2026 Q1": 7, "2026 Q2": 6, "2026 Q3": 1}),
    # parts of a state
    ("what share of the deals won in the second quarter of 2026 belongs to the South office", 4 / 6),
    # places
    ("which rep ranks second by won revenue", {"Kit Rowe"}),
    ("third-best product by won revenue", {"Ember"}),
    ("second largest deal ever", {"Dunmore Glass – Glow"}),
    ("which client is the most old company", {"Foxley Arts"}),
    ("biggest win ever: which account", {"Brightkiln"}),
    # what never was
    ("which regions have never won a Furnace deal", {"South", "Coast"}),
    ("how many regions have no won Furnace deals", 2),
    ("which products has Jon Pike never won a deal with", {"Furnace", "Glow"}),
    ("which clients has Max Yarrow never sold to", {row[0] for row in kiln_company.ACCOUNTS[1:]} - {"Elmhurst School"}),
    ("number of deals in Engaging that aren't tied to a client yet", 1),
    # figures of the clients themselves
    ("clients employing 120 to 200 people", {"Ashwell Tiles", "Dunmore Glass"}),
    ("clients that turn over more than 2000 a year", {"Ashwell Tiles", "Coppergate", "Dunmore Glass"}),
    ("clients with an annual revenue from 2000 to 2100 (in millions)", {"Ashwell Tiles", "Dunmore Glass"}),
    ("how many people work at Coppergate", 260),
    ("what is the yearly turnover of Dunmore Glass", 2090),
    ("lost deals for products listed above 2000", {"Coppergate – Glow", "Elmhurst School – Glow"}),
]  # fmt: skip
UNHELD = [
    "what was the most common reason for losing deals",
    "how many times did Coppergate's users log in last week",
    "which purchase order number did Brightkiln use",
    "how many times was the Ember repaired",
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    home: Path = tmp_path_factory.mktemp("kilns")
    return asker_over(kiln_company.write(home / "export"), home)


@pytest.mark.parametrize(("text", "gold"), QUESTIONS, ids=[text for text, _ in QUESTIONS])
def test_the_answer_is_that_of_the_record(asked: tuple[Asker, int], text: str, gold: Any) -> None:
    answer = asked[0].ask(asked[1], text, user=None)
    assert right(gold, answer), (answer.answer, answer.understood, answer.confidence, answer.rows[:6])


@pytest.mark.parametrize("text", UNHELD)
def test_what_no_row_holds_is_no_number(asked: tuple[Asker, int], text: str) -> None:
    answer = asked[0].ask(asked[1], text, user=None)
    assert answer.abstained, answer.answer
    assert answer.confidence < FLOOR
