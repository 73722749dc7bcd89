"""Cells that hold several values at once: tags, interests, certificates, divided by commas or semicolons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

MARKS = (";", "|", ",")
MOST = 40  # different tags of a column
LONGEST = 40  # characters of a tag
AGAIN = 2  # different cells, at least, that most tags stand in
MOSTLY = 0.8


def tags(values: Sequence[str]) -> dict[str, list[str]]:
    """Each tag with the cells that hold it; empty where the values of a column are no sets of tags."""
    for mark in MARKS:
        if sum(mark in value for value in values) < AGAIN:
            continue
        held: dict[str, list[str]] = defaultdict(list)
        for value in values:
            for part in dict.fromkeys(part.strip() for part in value.split(mark)):
                held[part].append(value)
        again = sum(len(cells) >= AGAIN for cells in held.values())
        if "" not in held and len(held) <= MOST and again >= len(held) * MOSTLY and max(map(len, held)) <= LONGEST:
            return dict(held)
    return {}
