"""What the exports of sets c and d share: days off the edges, dirt in values, and reading the written CSV files back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from blind_parts import EDGES
from unseen_parts import TODAY

_KEPT: list[TemporaryDirectory[str]] = []


@cache
def _folder(write: Callable[[Path], None]) -> Path:
    _KEPT.append(TemporaryDirectory())
    folder = Path(_KEPT[-1].name)
    write(folder)
    return folder


def read(write: Callable[[Path], None], name: str, dates: Mapping[str, str] | None = None, **options: Any) -> Any:
    """A file as it was written, its days parsed by their formats and its headers easy to type."""
    frame = pd.read_csv(_folder(write) / name, **options)
    for column, shape in (dates or {}).items():
        frame[column] = pd.to_datetime(frame[column], format=shape)
    return frame.rename(columns=lambda header: re.sub(r"\W+", "_", header.lower()).strip("_"))


def cash(series: Any) -> Any:
    """Amounts written with a currency sign and thousands commas, as numbers."""
    return series.astype("string").str.replace(r"[^\d.\-]", "", regex=True).astype("Float64").astype(float)


def aside(found: datetime) -> datetime:
    """The nearest day before it that lies on no edge of "the last 30 days" and the like."""
    while abs((TODAY - found.replace(hour=0, minute=0, second=0)).days) in EDGES:
        found -= timedelta(days=1)
    return found


def gap(chance: Random, value: Any, share: float) -> Any:
    """Now and then nothing."""
    return None if chance.random() < share else value


def one(series: Any) -> str:
    """The one name at the top."""
    ranked = series.dropna().sort_values(ascending=False)
    assert len(ranked) == 1 or ranked.iloc[0] != ranked.iloc[1], "tie"
    return str(ranked.index[0])


def only(frame: Any, column: str) -> Any:
    """The one value that a look-up finds."""
    assert len(frame) == 1, len(frame)
    return frame[column].iloc[0]


def us_day(day: Any) -> str | None:
    """As American tools write a day: no zeros in front."""
    return None if day is None or pd.isna(day) else f"{day.month}/{day.day}/{day.year}"
