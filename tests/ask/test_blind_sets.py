"""The blind sets are sound by themselves: every gold is told, by what lies in the files, and nothing is asked twice."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from asking_blinds import SETS, frames, made, questions, questions_of

EXPORTS = [trade for trades in SETS.values() for trade in trades]
FRAMED = ("blind_a", "blind_b")  # the others' golds are read from the files, or need more than their tables
SMALL = {trade for part in ("blind_a", "blind_b", "blind_c", "blind_d") for trade in SETS[part]}
MIDDLING = {trade for part in ("blind_e", "blind_f") for trade in SETS[part]}
PLAIN = {trade for part in ("blind_i", "blind_j", "blind_k", "blind_l", "blind_m", "blind_n") for trade in SETS[part]}
SIZES = ((SMALL, (20, 5)), (MIDDLING, (24, 6)), (PLAIN, (25, 7)))  # answerable, not; any other has 30 and 8


@pytest.mark.parametrize("trade", EXPORTS)
def test_most_can_be_answered_and_some_cannot(trade: str) -> None:
    told, untold = next((size for trades, size in SIZES if trade in trades), (30, 8))
    assert Counter(bool(each.gold) for each in questions_of(trade)) == {True: told, False: untold}


@pytest.mark.parametrize("trade", EXPORTS)
def test_every_gold_says_something(trade: str) -> None:
    held = frames(trade)
    told = {each.text: each.gold(held) for each in questions_of(trade) if each.gold}
    assert [text for text, gold in told.items() if gold in ("", set(), {}, 0) and gold is not False] == []
    assert [text for text, gold in told.items() if isinstance(gold, float) and gold != gold] == []  # noqa: PLR0124


@pytest.mark.parametrize("trade", [trade for part in FRAMED for trade in SETS[part]])
def test_the_files_hold_what_the_golds_are_computed_from(trade: str, tmp_path: Path) -> None:
    made(trade).write(tmp_path)
    for file, frame in made(trade).tables().items():
        (path,) = tmp_path.glob(f"{file}*.csv")
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(text.splitlines(), delimiter=";" if ";" in text.split("\n", 1)[0] else ","))
        assert rows[0] == list(frame.columns)
        assert len(rows) == len(frame) + 1


def test_no_question_is_asked_twice() -> None:
    assert max(Counter(each.text.casefold() for each in questions()).values()) == 1


def test_the_second_set_shares_no_column_with_the_first() -> None:
    first, second = (
        {name.casefold() for trade in SETS[part] for frame in made(trade).tables().values() for name in frame}
        for part in FRAMED
    )
    assert first & second == set()
