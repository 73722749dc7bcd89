"""A firm that lays gardens: deals given up, hours over the plan, names people go by, days that have come, rates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asking_gold import asker_over

from crm.ask.answer import Answer
from crm.ask.asker import Asker

STATES = ("Won", "Lost", "Abandoned", "Won", "Open", "Suspended", "Won", "Lost", "Won", "Abandoned", "Open", "Lost")
OWNERS = ("Ty Lindqvist", "Robert Quill", "Ty Lindqvist", "Margit Sol")
DEALS = [(f"Garden {at + 1}", state, OWNERS[at % 4], (at + 1) * 1000) for at, state in enumerate(STATES)]
JOBS = [  # number, garden, planted on, hours planned and worked, its sum, gang
    ("D1", 1, "2026-03-02", 10, 12, 900, "Moss"), ("D2", 4, "2026-04-06", 20, 18, 1500, "Fern"),
    ("D3", 7, "2026-09-09", 15, 19, 700, "Moss"), ("D4", 9, "2026-10-05", 8, 8, 400, "Fern"),
    ("D5", 9, "2026-12-14", 9, 0, 350, "Moss"),
]  # fmt: skip
CLAIMS = (("C1", "D1", 40), ("C2", "D3", 55), ("C3", "D3", 5))


def _write(folder: Path) -> Path:
    folder.mkdir()
    deals = [f"{at + 1},{n},Client {at % 5},{state},{who},{worth},2026-0{at % 9 + 1}-04"
             for at, (n, state, who, worth) in enumerate(DEALS)]  # fmt: skip
    files = {
        "Opportunities": [
            "Record Id,Opportunity Name,Organization,Opportunity State,Surveyed by,Bid Amount,Date Created",
            *deals,
        ],
        "Bed diary": ["Bed no,Opportunity,Dig date,Est hrs,Actual hrs,Final £,Gang"]
        + [f"{no},Garden {of},{day},{plan},{hours},{final},{gang}" for no, of, day, plan, hours, final, gang in JOBS],
        "Damage claims": ["Claim,Bed number,Claimed £"] + [",".join(map(str, claim)) for claim in CLAIMS],
        "Staff": [
            "Known as,Full name,Role,Mobile",
            "Ty,Ty Lindqvist,Surveyor,07700 900111",
            "Robbie,Robert Quill,Surveyor,07700 900222",
            "Sunny,Margit Sol,Surveyor,07700 900333",
        ],
    }
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def gardens(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    home = tmp_path_factory.mktemp("gardens")
    return asker_over(_write(home / "export"), home)


def told(gardens: tuple[Asker, int], question: str) -> Answer:
    asker, tenant_id = gardens
    answer = asker.ask(tenant_id, question, user=None)
    assert not answer.abstained, answer.answer
    return answer


def figure(answer: Answer) -> Any:
    return answer.rows[0][0] if len(answer.rows) == 1 and len(answer.rows[0]) == 1 else answer.total


def won_of(who: str) -> tuple[float, int]:
    decided = [state for _, state, owner, _ in DEALS if owner == who and state in {"Won", "Lost"}]
    return round(decided.count("Won") / len(decided), 6), len(decided)


def test_what_was_given_up_is_not_lost(gardens: tuple[Asker, int]) -> None:
    assert figure(told(gardens, "how many opportunities did we lose?")) == STATES.count("Lost")
    assert figure(told(gardens, "how many abandoned opportunities are there")) == STATES.count("Abandoned")
    assert figure(told(gardens, "number of lost or abandoned opportunities")) == 5


def test_what_is_laid_aside_is_not_open(gardens: tuple[Asker, int]) -> None:
    assert figure(told(gardens, "count of open opportunities")) == STATES.count("Open")


def test_a_rate_stands_beside_what_it_rests_on(gardens: tuple[Asker, int]) -> None:
    answer = told(gardens, "win rate by surveyor")
    assert answer.columns == ["rep", "win rate", "of closed deals"]
    assert {row[0]: (row[1], row[2]) for row in answer.rows} == {who: won_of(who) for who in set(OWNERS)}
    assert "of closed deals" not in answer.understood


def test_a_single_rate_stands_alone(gardens: tuple[Asker, int]) -> None:
    assert told(gardens, "what is our win rate").columns == ["win rate"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("beds that took longer than estimated", {900, 700}),
        ("beds that went over their estimated hours", {900, 700}),
        ("beds with less than the estimated hours", {1500, 350}),
    ],
)
def test_what_was_planned_against_what_it_came_to(gardens: tuple[Asker, int], question: str, found: set[int]) -> None:
    answer = told(gardens, question)
    assert {row[answer.columns.index("Final £")] for row in answer.rows} == found


@pytest.mark.parametrize("name", ["Sunny", "Robbie", "Ty"])
def test_people_go_by_the_names_that_are_listed(gardens: tuple[Asker, int], name: str) -> None:
    whole = {"Sunny": "Margit Sol", "Robbie": "Robert Quill", "Ty": "Ty Lindqvist"}[name]
    worth = sum(each for _, _, owner, each in DEALS if owner == whole)
    assert figure(told(gardens, f"total bid amount of {name}'s opportunities")) == worth


def test_short_forms_of_first_names(gardens: tuple[Asker, int]) -> None:
    assert figure(told(gardens, "how many lost opportunities does Bob have")) == 1


def test_the_number_of_one_of_the_team(gardens: tuple[Asker, int]) -> None:
    assert "07700 900333" in told(gardens, "Sunny's mobile number").rows[0]


def test_rows_by_the_verb_of_their_day(gardens: tuple[Asker, int]) -> None:
    assert figure(told(gardens, "how many digs in September 2026")) == 1
    assert figure(told(gardens, "how many beds have digged")) == 4


def test_a_sum_goes_by_what_its_header_says_of_it(gardens: tuple[Asker, int]) -> None:
    assert figure(told(gardens, "total final price of the Moss gang")) == 1950


def test_the_part_that_something_hangs_on(gardens: tuple[Asker, int]) -> None:
    found = {row[0]: row[1:] for row in told(gardens, "per gang, what share of beds has a damage claim?").rows}
    assert found == {"Moss": [pytest.approx(2 / 3, abs=1e-5), 3], "Fern": [0, 2]}


def test_one_sum_is_more_than_nothing_only(gardens: tuple[Asker, int]) -> None:
    asker, tenant_id = gardens
    answer = asker.ask(tenant_id, "is the final price of Moss more than that of everybody else combined?", user=None)
    assert answer.abstained or not answer.answer.startswith("Yes: total")
