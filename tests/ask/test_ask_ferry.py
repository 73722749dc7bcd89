"""Families of questions over a made-up freight desk: seasons written with a bar, rates, times that rows took."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asking_gold import asker_over, right

from crm.ask.asker import Asker

FILES = {
    "SHIPPERS": """SHIPPER_NO,SHIPPER_NAME,CTRY,FEE_PCT
71001,Alder Grain,MA,2.5
71002,Birch Seeds,EG,4.0
71003,Cedar Fruit,EG,3.5""",
    "LOTS": """LOT_NO,SHIPPER_NO,CROP_YEAR,SORT,NET_T,PRICE_PER_T,custom.grade,LOT_STATE
X26-01,71001,2025/26,Rye,10.25,100,A,firm
X26-02,71001,2026/27,Oats,20.50,200,A,void
X26-03,71002,2026/27,Rye,30.75,300,B,firm
X26-04,71003,2026/27,Oats,40.25,500,B,firm""",
    "DISPUTES": """DISPUTE_NO,LOT_NO,RAISED,SETTLED_ON,ASKED_EUR,MARK
D-401,X26-01,2026-02-01,2026-02-21,900.00,41
D-402,X26-03,2026-03-01,2026-06-01,100.00,58
D-403,X26-04,2026-04-05,2026-04-09,400.00,77
D-404,X26-04,2026-08-05,,250.00,30""",
}
QUESTIONS: list[tuple[str, Any]] = [
    # values of figures with a bar
    ("how many lots of crop year 2026/27 do we have", 3),
    ("net tonnes in 2026/27, void lots excluded", 71),
    ("net tonnes of 2026/27 lots (leave out void)", 71),
    # shortened headers, and those that somebody added
    ("average price per tonne of lots for each sort", {"Rye": 200, "Oats": 350}),
    ("net tonnes per grade", {"A": 30.75, "B": 71}),
    ("asked amount in eur by country", {"MA": 900, "EG": 750}),
    # percent as it is written
    ("shippers with a fee above 3 percent", {"Birch Seeds", "Cedar Fruit"}),
    ("shippers with a fee of at most 2.5%", {"Alder Grain"}),
    # what took longest, what came last
    ("which dispute took longest to get settled?", {"D-402"}),
    ("which dispute took the shortest to get settled?", {"D-403"}),
    ("what mark did the most recent dispute have?", "30"),
    # rates by a noun of the value
    ("voiding rate of lots", 0.25),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    folder, home = tmp_path_factory.mktemp("ferry"), tmp_path_factory.mktemp("home")
    for name, text in FILES.items():
        Path(folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return asker_over(folder, home)


@pytest.mark.parametrize(("question", "gold"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_answers(desk: tuple[Asker, int], question: str, gold: Any) -> None:
    asker, tenant_id = desk
    answer = asker.ask(tenant_id, question, user=None)
    assert right(gold, answer), f"{answer.answer} ({answer.understood})"
