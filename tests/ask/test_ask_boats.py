"""Families of questions over a made-up boat yard: words made of headers, units, two limits, what is left out nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asking_gold import asker_over, right

from crm.ask.asker import Asker

FILES = {
    "Customers": """No.,Name,County,Harbour Group,Blocked
K1,Alder Cruises,Mayo,LAKE,Ship
K2,Birch Ferries,Clare,RIVER,All
K3,Cedar Charter,Mayo,LAKE,
K4,Dogwood Sailing,Clare,RIVER,""",
    "Items": """No.,Description,Item Category,Can Size (L),Unit Price
VAR-05,Varnish 5 L,Varnish,5,60
VAR-20,Varnish 20 L,Varnish,20,200
TAR-10,Tar 10 L,Tar,10,40""",
    "Posted Invoices": """No.,Customer No.,Posting Date,Due Date,Shpt. Method,Amount,Remaining Amount
F1,K1,2026-02-03,2026-03-05,PICKUP,260,0
F2,K1,2026-05-09,2026-12-04,VAN,200,100
F3,K2,2026-06-11,2026-12-09,VAN,80,0
F4,K3,2026-08-14,2026-12-18,PICKUP,120,120
F5,K2,2025-08-14,2025-09-14,VAN,240,0
F6,K3,2025-04-14,2025-05-14,VAN,60,0""",
    "Posted Invoice Lines": """Document No.,Line No.,Item No.,Qty.,Line Amount
F1,10000,VAR-05,1,60
F1,20000,VAR-20,1,200
F2,10000,VAR-20,1,200
F3,10000,TAR-10,2,80
F4,10000,VAR-05,2,120
F5,10000,TAR-10,6,240
F6,10000,VAR-05,1,60""",
    "Mooring Contracts": """Contract No.,Customer No.,Status,Starting Date,Expiration Date,Moved Out,Pier,Berths,Berth Price
MC-2001,K1,Signed,2025-01-10,2027-01-09,,North,3,100
MC-2002,K2,Signed,2024-01-10,2025-01-09,2025-01-20,North,5,80
MC-2003,K3,Signed,2027-02-01,2028-01-31,,South,4,50
MC-2004,K4,Canceled,2025-02-01,2028-01-31,2026-02-11,South,7,10""",
    "Hull Checks": """Check No.,Contract No.,Date,Min. on Board,Hull Length (m)
H1,MC-2001,2026-03-02,40,12.5
H2,MC-2001,2026-04-02,30,9
H3,MC-2002,2026-04-09,25,14
H4,MC-2003,2026-05-09,10,22""",
}
QUESTIONS: list[tuple[str, Any]] = [
    # a price list that begins with bare numbers: its things are what lines are of
    ("line amount per item category in 2026", {"Varnish": 580, "Tar": 80}),
    # units as names of columns
    ("how many minutes on board in april 2026?", 55),
    ("how many hull checks with a hull length over 12 m", 3),
    # two limits with one column
    ("how many mooring contracts with more than 3 but less than 7 berths", 2),
    # what has begun and not run out
    ("how many mooring contracts are running today", 1),
    ("berths on running mooring contracts", 3),
    # something of a sum
    ("posted invoices with something remaining that fall due in december 2026", {"Alder Cruises", "Cedar Charter"}),
    # two columns multiplied; what a header cuts short
    ("signed mooring contracts: berths times berth price", 900),
    ("litres of varnish invoiced in 2026, i.e. qty times can size", 55),
    # from one day to another
    ("average length of mooring contracts in days, starting date to moved out, per pier", {"North": 376, "South": 375}),
    ("on which pier is the stay the longest on average, from starting date to moved out", "North"),
    ("when did MC-2002 move out?", "2025-01-20"),
    # some of whom a column says something
    ("blocked customers with something remaining", {"Alder Cruises"}),
    # how many different ones
    ("customers with at least two different shpt. methods", {"Alder Cruises", "Cedar Charter"}),
    # whose rows they are
    ("what part of the lake customers' invoices were PICKUP", 0.5),
    # a period against the same of another year
    ("line amount 1 Apr to 30 Jun 2026 compared with the same months of 2025, in percent", 280 / 60 - 1),
    ("in which harbour groups is the average invoice amount this year above that of 2025?", {"LAKE"}),
]


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    folder, home = tmp_path_factory.mktemp("boats"), tmp_path_factory.mktemp("home")
    for name, text in FILES.items():
        Path(folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return asker_over(folder, home)


@pytest.mark.parametrize(("question", "gold"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_answers(yard: tuple[Asker, int], question: str, gold: Any) -> None:
    asker, tenant_id = yard
    answer = asker.ask(tenant_id, question, user=None)
    assert right(gold, answer), f"{answer.answer} ({answer.understood})"
