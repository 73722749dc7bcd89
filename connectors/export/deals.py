"""Which of several tables that could be deals are the deals of an export."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.export.names import singular
from connectors.export.recognition import Recognised
from connectors.export.words import file_words


def beside_deals(items: Sequence[Recognised]) -> list[bool]:
    """For each table whether it only looks like deals beside those that are: quotes and orders of opportunities."""
    named = any(item.entity == "deal" and (item.forced or _is_called_deal(item)) for item in items)
    shaped = [item for item in items if item.entity == "deal" and not item.forced and not _is_called_deal(item)]
    best = max(shaped, key=lambda item: (len(item.assignment.fields), len(item.table.rows)), default=None)
    return [
        any(item is other for other in shaped) and (named or (best is not None and item.stem != best.stem))
        for item in items
    ]


def _is_called_deal(item: Recognised) -> bool:
    known = file_words("deal")
    return " ".join(item.stem) in known or any(singular(word) in known for word in item.stem)
