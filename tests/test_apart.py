"""Work in a process of its own: its answer, its faults, its end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crm.apart import apart
from crm.errors import RetryableError


def test_the_answer_is_what_the_work_gives_whatever_it_prints(tmp_path: Path) -> None:
    told = apart("talking_work", {"says": "café " * 50_000, "prints": "no answer"})
    assert told == {"heard": 250_000, "niceness": True}


def test_work_that_fails_is_told_without_its_words() -> None:
    with pytest.raises(RetryableError) as told:
        apart("talking_work", {"fails": "Quilla"})
    assert "Quilla" not in str(told.value)


def test_work_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(RetryableError):
        apart("slow_work", {"target": str(tmp_path / "folder")}, patience=timedelta(seconds=0.3))
