"""Families of questions over a made-up caterer: its bookings, jobs, shifts and bills."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asking_gold import asker_over, right

from crm.ask.asker import Asker

FILES = {
    "clients": """Client No,Client
C-11,Fennel Theatre
C-12,Rowan Opera
C-13,Sedge Gallery
C-14,Tansy Museum""",
    "venue_bookings": """Booking Ref,Client No,Venue,Coordinator,Booking State,Event Date,Covers,Food Revenue
VB-501,C-11,Mill Hall,Ada Crewe,Confirmed,2026-12-04,80,2400
VB-502,C-11,Mill Hall,Ada Crewe,Cancelled,2026-06-04,40,900
VB-503,C-12,Glass Barn,Lou Finch,Confirmed,2026-12-11,120,5100
VB-504,C-13,Glass Barn,Lou Finch,Provisional,2027-01-15,60,1500
VB-505,C-14,Mill Hall,Ada Crewe,Confirmed,2027-02-02,30,700""",
    "venues": """Venue,City,Seats
Mill Hall,Ludlow,140
Glass Barn,Ripon,90""",
    "calls": """Call ID,Call Date,Made By
K-1,2026-10-01,Ada Crewe
K-2,2026-10-02,Lou Finch""",
    "jobs": """Job No,Client No,Job Name,Budget Hours
JB2071,C-11,Winter season,20
JB2072,C-12,Gala,10
JB2073,C-13,Vernissage,5""",
    "shifts": """Shift ID,Job No,Worked On,Hours
S-901,JB2071,2026-09-01,8
S-902,JB2071,2026-09-02,7.5
S-903,JB2072,2026-09-03,6
S-904,JB2072,2026-09-04,6.5
S-905,JB2073,2026-09-05,4""",
    "invoices": """Invoice No,Client No,Issued,Paid On,Invoice State,Net
R-301,C-11,2026-07-01,2026-07-21,Paid,3000
R-302,C-11,2026-08-01,,Sent,1200
R-303,C-12,2026-08-05,2026-09-04,Paid,5500
R-304,C-13,2026-09-01,,Sent,800
R-305,C-12,2026-10-01,,Sent,200""",
}
QUESTIONS: list[tuple[str, Any]] = [
    # rows by the last word of their table, though the word may stand for money
    ("how many confirmed bookings do we have", 3),
    ("how many bookings have between 50 and 100 covers", 2),
    ("total food revenue of confirmed bookings", 8200),
    # an average over rows is one for each of them
    ("average covers per booking for each venue", {"Mill Hall": 50, "Glass Barn": 90}),
    # bills that are not paid are rows, not a lack of paid ones
    ("clients with unpaid invoices", {"Fennel Theatre", "Rowan Opera", "Sedge Gallery"}),
    ("how many clients have an unpaid invoice", 3),
    # a verb before the sum says which sum is meant
    ("top 2 clients by invoiced net", {"Rowan Opera", "Fennel Theatre"}),
    # two dates of one kind of row
    ("average days from issued to paid", 25),
    ("how long do clients take to pay on average, from issued to paid?", 25),
]
DECLINED = [
    "bookings that never had a call",  # the same person made calls and bookings: that connects neither
]


@pytest.fixture(scope="module")
def caterer(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    folder, home = tmp_path_factory.mktemp("caterer"), tmp_path_factory.mktemp("home")
    for name, text in FILES.items():
        Path(folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return asker_over(folder, home)


@pytest.mark.parametrize(("question", "gold"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_answers(caterer: tuple[Asker, int], question: str, gold: Any) -> None:
    asker, tenant_id = caterer
    answer = asker.ask(tenant_id, question, user=None)
    assert right(gold, answer), answer.answer


@pytest.mark.parametrize("question", DECLINED)
def test_declined(caterer: tuple[Asker, int], question: str) -> None:
    asker, tenant_id = caterer
    answer = asker.ask(tenant_id, question, user=None)
    assert answer.abstained, answer.answer


def test_hours_are_held_against_hours(caterer: tuple[Asker, int]) -> None:
    asker, tenant_id = caterer
    answer = asker.ask(tenant_id, "which jobs have worked hours over their budget hours?", user=None)
    assert [row[1:3] for row in answer.rows] == [[12.5, 10]], answer.answer
