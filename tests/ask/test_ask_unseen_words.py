"""Words that no synonym knows are read off the record: codes, graded values, headers in another order, what rows come to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import asking_gold
import pytest

from crm.ask.asker import Asker

CLIENTS = (
    "Name,State,Tier,VAT checked,Since\n"
    "Alder Works,OH,A,Yes,2020-01-05\nBramble Ltd,MI,B,No,2021-02-06\nCobalt Inc,OH,A,No,2022-03-07\n"
    "Dovetail Co,KY,B,Yes,2023-04-08\nEverdale,MI,A,No,2024-05-09\nFoxglove,KY,B,No,2024-06-10\n"
)
RUNS = (
    "Run #,Client,Into,Pages,Charge (USD),Stars,Due,Shipped\n"
    "R-101,Alder Works,DE,300,90.00,5,2026-10-05,2026-10-04\nR-102,Bramble Ltd,FR,800,240.00,3,2026-10-06,2026-10-09\n"
    "R-103,Alder Works,FR,500,160.00,4,2026-10-07,2026-10-06\nR-104,Cobalt Inc,DE,200,60.00,2,2026-10-08,\n"
    "R-105,Dovetail Co,ES,900,280.00,5,2026-12-20,\nR-106,Everdale,DE,100,30.00,1,2026-10-10,2026-10-15\n"
    "R-107,Bramble Ltd,DE,250,75.00,4,2026-10-11,2026-10-10\nR-108,Foxglove,ES,150,45.00,3,2026-10-12,2026-10-12\n"
)
FAULTS = (
    "Fault No,Client,Severity,Found on\n"
    "1,Alder Works,S1 - Critical,2026-05-01\n2,Bramble Ltd,S2 - Minor,2026-06-01\n3,Cobalt Inc,S2 - Minor,2026-07-01\n"
    "4,Everdale,S1 - Critical,2026-08-01\n5,Foxglove,S3 - Cosmetic,2026-09-01\n6,Foxglove,S2 - Minor,2026-09-02\n"
)


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    home: Path = tmp_path_factory.mktemp("printer")
    folder = home / "export"
    folder.mkdir()
    for name, text in {"Clients": CLIENTS, "Print Runs": RUNS, "Faults": FAULTS}.items():
        (folder / f"{name}.csv").write_text(text)
    return asking_gold.asker_over(folder, home)


def answered(over: tuple[Asker, int], text: str) -> Any:
    asker, tenant_id = over
    return asker.ask(tenant_id, text, user=None)


@pytest.mark.parametrize(
    ("text", "gold"),
    [
        ("clients in Ohio", {"Alder Works", "Cobalt Inc"}),
        ("how many faults are S1", 2),
        ("how many critical faults", 2),
        ("how many tier A clients do we have", 3),
        ("clients who have not had their VAT checked", {"Bramble Ltd", "Cobalt Inc", "Everdale", "Foxglove"}),
        ("total pages by target tongue (into)", {"DE": 850, "FR": 1300, "ES": 1050}),
        ("average star rating", 27 / 8),
        ("total run value", 980),
        ("clients with more than 700 pages", {"Alder Works", "Bramble Ltd", "Dovetail Co"}),
        ("clients with a run over 700 pages", {"Bramble Ltd", "Dovetail Co"}),
        ("which runs are overdue, i.e. past their due date and not shipped", {"R-104"}),
    ],
)
def test_answers(printer: tuple[Asker, int], text: str, gold: Any) -> None:
    answer = answered(printer, text)
    assert asking_gold.right(gold, answer), (answer.answer, answer.understood, answer.rows)


@pytest.mark.parametrize(
    "text",
    [
        "what shade was ordered on R-101",  # no slip of "share"
        "what is the bank account number of Alder Works, please?",
        "how many clients came to our open day?",  # not the open ones
        "what do clients complain about most?",  # nobody's words are held
    ],
)
def test_what_the_record_does_not_hold_is_declined(printer: tuple[Asker, int], text: str) -> None:
    assert answered(printer, text).abstained
