"""What a loan desk of instruments types in a hurry: behind its day, numbers, reasons, kinds left out."""

from __future__ import annotations

from typing import Any

import pytest
from asking_gold import asker_over, right

from crm.ask.asker import Asker

FILES = {
    "clients": """Client No,Client,Phone
C-11,Fennel Theatre,01632 960111
C-12,Rowan Opera,01632 960222
C-13,Sedge Gallery,01632 960333""",
    "loans": """Loan No,Client No,Goes Out,Due Back,Came Back,Fee,Taken By
LN-501,C-11,2026-03-02,2026-03-10,2026-03-14,80,Ada
LN-502,C-11,2026-06-04,2026-06-20,2026-06-18,40,Lou
LN-503,C-12,2026-09-11,2026-09-20,2026-09-26,120,Ada
LN-504,C-13,2026-10-01,2026-10-20,,60,Ada""",
    "inquiries": """Inquiry No,Client No,Asked On,Result,Why Not
Q-1,C-11,2026-05-01,Turned down,Too dear
Q-2,C-12,2026-05-03,Turned down,Too dear
Q-3,C-13,2026-05-08,Turned down,Hired elsewhere
Q-4,C-13,2026-05-09,Booked,""",
    "rehearsals": """Client No,Day,Teacher,Turned Up
C-11,2026-08-02,Dora,no
C-12,2026-08-03,Dora,yes
C-13,2026-08-04,Ines,no
C-11,2026-08-05,Dora,no""",
}
QUESTIONS: list[tuple[str, Any]] = [
    ("which loans should be back by now?", {"LN-504"}),
    ("loans that were supposed to be returned by now but haven't come back", {"LN-504"}),
    ("how many loans came back late", 2),
    ("how many days late do loans come back on average when they come back late", 5),
    ("how many loans came back after the due date", 2),
    ("phone no of Rowan Opera", "01632 960222"),
    ("why do people turn our inquiries down? how many for each reason", {"Too dear": 2, "Hired elsewhere": 1}),
    ("who of us has taken the most loans", "Ada"),
    ("no shows at rehearsals per teacher", {"Dora": 2, "Ines": 1}),
    ("fee month by month, March to June", {"2026-03": 80, "2026-06": 40}),
]
DECLINED = [
    "why should we lend to theatres",
    "what do we pay Dora an hour",
    "which clients failed their last inspection",
]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    folder = tmp_path_factory.mktemp("workshop")
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text)
    return asker_over(folder, folder)


@pytest.mark.parametrize(("text", "gold"), QUESTIONS)
def test_turns_of_a_hurry_are_read(workshop: tuple[Asker, int], text: str, gold: Any) -> None:
    asker, tenant_id = workshop
    answer = asker.ask(tenant_id, text, user=None)
    assert right(gold, answer), (answer.answer, answer.understood, answer.rows)


@pytest.mark.parametrize("text", DECLINED)
def test_what_is_not_held_is_declined(workshop: tuple[Asker, int], text: str) -> None:
    asker, tenant_id = workshop
    assert asker.ask(tenant_id, text, user=None).abstained
