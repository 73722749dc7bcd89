"""What deals did between stages, and where they stood on a day: read off the changes of stage, held against pandas."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from asking_gold import asker_over, right
from sample_frames import names, sample


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    asker, tenant_id = asker_over(sample().folder, tmp_path_factory.mktemp("home"))
    return lambda text: asker.ask(tenant_id, text, user=None)


def _into(to: str, start: str = "2025", end: str = "2027") -> Any:
    steps = sample().h
    return steps[(steps["to stage"] == to) & (steps["changed at"] >= start) & (steps["changed at"] < end)]


def _straight(start: str, end: str) -> Any:
    steps = sample().h
    moved = steps[(steps["from stage"] == start) & (steps["to stage"] == end)]
    return sample().d[sample().d.id.isin(moved["deal id"])]


def _stood(day: str) -> Any:
    """The last stage of every deal at the end of the day before."""
    steps = sample().h
    return steps[steps["changed at"] < day].sort_values("changed at").groupby("deal id")["to stage"].last()


def _days(start: str, end: str) -> Any:
    one, two = (_into(each).set_index("deal id")["changed at"].dt.normalize() for each in (start, end))
    return (two - one).dropna().dt.days


def _left_from(outcome: str) -> dict[str, int]:
    steps = sample().h
    return dict(steps[steps["to stage"] == outcome].groupby("from stage").size())


RIGHT = [
    ("how many deals went straight from Proposal to won", lambda n: len(_straight("Proposal", "Closed Won"))),
    ("which deals dropped from Qualified right to lost", lambda n: names(_straight("Qualified", "Closed Lost"))),
    ("how many deals have ever been in Negotiation", lambda n: _into("Negotiation")["deal id"].nunique()),
    (
        "what share of all our deals got as far as Negotiation",
        lambda n: _into("Negotiation")["deal id"].nunique() / len(n.d),
    ),
    (
        "how many won deals made it to Proposal at some point",
        lambda n: int(n.w.id.isin(_into("Proposal")["deal id"]).sum()),
    ),
    (
        "how many lost deals had their contract sent",
        lambda n: int(n.l.id.isin(_into("Contract Sent")["deal id"]).sum()),
    ),
    (
        "at which stage do we lose the most deals",
        lambda n: {max(_left_from("Closed Lost"), key=_left_from("Closed Lost").get)},
    ),
    ("won deals by the stage they came from", lambda n: _left_from("Closed Won")),
    (
        "what stage was Globex - Quayside Renewal in on 1 October",
        lambda n: {_stood("2026-10-02")[_id(n, "Globex - Quayside Renewal")]},
    ),
    ("how many deals were in Proposal on 1 October", lambda n: int((_stood("2026-10-02") == "Proposal").sum())),
    (
        "how many deals were open at the end of June",
        lambda n: int((~_stood("2026-07-01").str.startswith("Closed")).sum()),
    ),
    ("average days from Discovery to Proposal", lambda n: _days("Discovery", "Proposal").mean()),
    (
        "which deal has sat in Negotiation longest",
        lambda n: set(n.o[n.o.stage == "Negotiation"].sort_values("entered").name[:1]),
    ),
    ("open deals that have not moved since 1 September", lambda n: names(n.o[n.o.entered < "2026-09"])),
]


def _id(n: Any, name: str) -> Any:
    return n.d.set_index("name").id[name]


@pytest.mark.parametrize(("question", "gold"), RIGHT, ids=[question for question, _ in RIGHT])
def test_stage_history_is_told(asked: Any, question: str, gold: Any) -> None:
    answer = asked(question)
    told = gold(sample())
    assert right(told.item() if isinstance(told, pd.Series) else told, answer), answer.understood


def test_entries_by_month_are_those_of_the_change(asked: Any) -> None:
    moved = _into("Proposal", "2026", "2027")
    gold = dict(moved.groupby(moved["changed at"].dt.strftime("%Y-%m"))["deal id"].nunique())
    assert right(gold, asked("how many deals entered Proposal per month in 2026"))


@pytest.mark.parametrize(
    "question", ["how many times did deals move backwards", "which deals were in Proposal and Negotiation on 1 October"]
)
def test_what_the_changes_cannot_tell_is_declined(asked: Any, question: str) -> None:
    assert asked(question).abstained
