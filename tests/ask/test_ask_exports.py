"""Hundreds of questions over real and made-up exports, answers computed by pandas. A set may not fall below where it stands.

How often a question nobody has seen is right is told in docs/measurements.md; here only what was reached is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import asking_gold
import asking_sets
import pytest
from asking_gold import Question

from crm.ask.asker import Asker

pytestmark = pytest.mark.skipif(not asking_gold.DATA.is_dir(), reason="the outside data is not at ../shared/data")
FLOORS = {  # of the answerable ones
    "seen": 0.98, "blind": 0.98, "fresh": 0.98, "newcomer": 0.93, "sample_new": 0.99, "maventech_new": 0.99,
    "second": 0.98, "third": 0.99, "unseen": 0.91, "fresh_exports": 0.93, "last_exports": 0.98,
    "newest_exports": 0.81, "blind_a": 0.91, "blind_b": 0.68, "blind_c": 0.9, "blind_d": 0.71,
    "blind_e": 0.85, "blind_f": 0.66, "blind_g": 0.73,
    "blind_h": 0.75, "blind_i": 0.98, "blind_j": 0.81, "blind_k": 0.72, "blind_l": 0.7, "blind_m": 0.62,
    "everyday": 0.94, "everyday_b": 0.93, "everyday_c": 0.79, "everyday_d": 0.8, "everyday_e": 0.73, "everyday_f": 0.82, "everyday_g": 0.78,
    "work_books": 0.95, "work_talk": 0.82,
    "work_deals": 0.95, "work_mixed": 0.48,
}  # fmt: skip
LESS = {"last_exports": 0.88, "blind_d": 0.93, "everyday_b": 0.93}
DECLINED = dict.fromkeys(FLOORS, 0.95) | LESS  # of those that no record could answer

Over = Callable[[str], tuple[Asker, int]]


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory) -> Over:
    """An asker over an export, made once."""

    @cache
    def made(data: str) -> tuple[Asker, int]:
        home: Path = tmp_path_factory.mktemp(data)
        return asking_gold.asker_over(asking_sets.folder_of(data), home)

    return made


def right(over: Over, question: Question) -> bool:
    asker, tenant_id = over(question.data)
    gold: Any = question.gold(asking_sets.frames_of(question.data)) if question.gold else None
    return asking_gold.right(gold, asker.ask(tenant_id, question.text, user=None))


@pytest.mark.parametrize("part", FLOORS)
def test_answers_agree_with_pandas(over: Over, part: str) -> None:
    asked = [each for each in asking_sets.questions() if each.part == part and each.gold]
    wrong = [each.text for each in asked if not right(over, each)]
    assert (len(asked) - len(wrong)) / len(asked) >= FLOORS[part], wrong


@pytest.mark.parametrize("part", FLOORS)
def test_what_no_record_holds_is_declined(over: Over, part: str) -> None:
    asked = [each for each in asking_sets.questions() if each.part == part and not each.gold]
    told = [each.text for each in asked if not right(over, each)]
    assert (len(asked) - len(told)) / max(1, len(asked)) >= DECLINED[part], told


def test_every_set_is_held_to_its_floor() -> None:
    assert {each.part for each in asking_sets.questions()} == set(FLOORS) | asking_sets.UNMEASURED


def test_rows_left_out_of_a_breakdown_are_said(over: Over) -> None:
    asker, tenant_id = over("maventech")
    answer = asker.ask(tenant_id, "deals by account", user=None)
    assert answer.left_out == ["1,425 deals without an account"]
