"""The blind sets are sound by themselves: every gold is told, by what lies in the files, and nothing is asked twice."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import asking_blind_a
import asking_blind_b
import asking_blind_c
import asking_blind_d
import pytest
from asking_gold import Question

SETS = [asking_blind_a, asking_blind_b, asking_blind_c, asking_blind_d]
EXPORTS = [(name, made) for made in SETS for name in made.exports()]
FRAMED = [(name, made) for name, made in EXPORTS if made in SETS[:2]]  # the others read their golds from the files


def of(made: Any, name: str) -> list[Question]:
    return [each for each in made.questions() if each.data == name]


@pytest.mark.parametrize(("name", "made"), EXPORTS)
def test_twenty_can_be_answered_and_five_cannot(name: str, made: Any) -> None:
    assert Counter(bool(each.gold) for each in of(made, name)) == {True: 20, False: 5}


@pytest.mark.parametrize(("name", "made"), EXPORTS)
def test_every_gold_says_something(name: str, made: Any) -> None:
    held = made.frames(name)
    told = {each.text: each.gold(held) for each in of(made, name) if each.gold}
    assert [text for text, gold in told.items() if gold in ("", set(), {}, 0) and gold is not False] == []
    assert [text for text, gold in told.items() if isinstance(gold, float) and gold != gold] == []  # noqa: PLR0124


@pytest.mark.parametrize(("name", "made"), FRAMED)
def test_the_files_hold_what_the_golds_are_computed_from(name: str, made: Any, tmp_path: Path) -> None:
    made.exports()[name](tmp_path)
    for file, frame in made.MODULES[name].tables().items():
        (path,) = tmp_path.glob(f"{file}*.csv")
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(text.splitlines(), delimiter=";" if ";" in text.split("\n", 1)[0] else ","))
        assert rows[0] == list(frame.columns)
        assert len(rows) == len(frame) + 1


def test_no_question_is_asked_twice() -> None:
    asked = Counter(each.text.casefold() for made in SETS for each in made.questions())
    assert max(asked.values()) == 1


def test_the_second_set_shares_no_column_with_the_first() -> None:
    first, second = (
        {name.casefold() for part in made.MODULES.values() for frame in part.tables().values() for name in frame}
        for made in SETS[:2]
    )
    assert first & second == set()
