"""One spelling for each value of a category: "Web", "web" and "WEB " are the same source."""

from __future__ import annotations

from collections import Counter, defaultdict

from connectors.export.columns import Column
from connectors.export.table import Table


def spell_alike(table: Table, columns: list[Column]) -> None:
    """Writes each value the way that most rows do, and notes how many were written otherwise."""
    for column in columns:
        if column.type != "category":
            continue
        usual = _usual(column.counts)
        if not usual:
            continue
        changed = sum(column.counts[text] for text in usual)
        for row in table.rows:
            row[column.index] = usual.get(row[column.index], row[column.index])
        table.forget(column.index)
        column.counts = Counter()
        for text in table.column(column.index):
            column.counts[text] += 1
        column.counts.pop("", None)
        noun = "value" if changed == 1 else "values"
        table.notes.append(
            f"{changed} {noun} of {column.header} differed from the usual spelling by case or blanks only"
        )


def _usual(counts: Counter[str]) -> dict[str, str]:
    """The spelling that stands for each other one."""
    alike: dict[str, list[str]] = defaultdict(list)
    for text in counts:
        alike[" ".join(text.casefold().split())].append(text)
    return {
        text: best
        for several in alike.values()
        if len(several) > 1 and (best := max(several, key=lambda text: (counts[text], text)))
        for text in several
        if text != best
    }
