"""Two outside exports, hundreds of questions, answers computed by pandas."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import asking_gold
import asking_sets
import pytest

from crm.ask.asker import Asker

pytestmark = pytest.mark.skipif(not asking_gold.DATA.is_dir(), reason="the outside data is not at ../shared/data")
FLOOR = 0.95


@pytest.fixture(scope="module")
def askers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Asker, int]]:
    home: Path = tmp_path_factory.mktemp("exports")
    return {data: asking_gold.asker_over(asking_gold.DATA / data, home) for data in ("maventech", "ravenstack")}


@pytest.mark.parametrize("part", ["seen", "blind", "fresh"])
def test_answers_agree_with_pandas(askers: dict[str, tuple[Asker, int]], part: str) -> None:
    wrong = []
    for question in asking_sets.questions():
        if question.part != part:
            continue
        asker, tenant_id = askers[question.data]
        gold = question.gold(getattr(asking_gold, question.data)()) if question.gold else None
        if not asking_gold.right(gold, asker.ask(tenant_id, question.text, user=None)):
            wrong.append(question.text)
    total = sum(question.part == part for question in asking_sets.questions())
    assert 1 - len(wrong) / total >= FLOOR, wrong


def test_there_are_enough_questions_that_cannot_be_answered() -> None:
    kinds = Counter(question.category for question in asking_sets.questions())
    assert kinds["unanswerable"] >= 25


def test_rows_left_out_of_a_breakdown_are_said(askers: dict[str, tuple[Asker, int]]) -> None:
    asker, tenant_id = askers["maventech"]
    answer = asker.ask(tenant_id, "deals by account", user=None)
    assert answer.left_out == ["1,425 deals without an account"]
