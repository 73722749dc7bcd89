"""What else an answer can be had as: buttons that carry its plan, so that the same rows come again."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.slack.views.kit import TABLE_ROWS, VALUE_LENGTH, Block, button

CSV = "answer_csv"  # action ids
CHART = "answer_chart"


def buttons(answer: dict[str, Any], at: datetime, *, chart: bool) -> list[Block]:
    """Buttons under an answer; none where it has nothing more to give.

    Args:
        answer: an `Answer` as a dict.
        at: the moment the question was asked.
        chart: whether there is a picture that has not been sent along.
    """
    carried = value(answer, at)
    if answer["abstained"] or not carried:
        return []
    shape, show = answer["plan"].get("shape", "list"), answer["plan"].get("show")
    offered = []
    if len(answer["rows"]) > TABLE_ROWS and shape != "passages" and show != "csv":
        offered.append(button("As CSV", CSV, carried))
    if chart:
        offered.append(button("As chart", CHART, carried))
    return offered


def value(answer: dict[str, Any], at: datetime) -> str:
    """What a button carries: the plan, or the question where the plan is too long; '' where both are."""
    moment = at.isoformat()
    for carried in ({"plan": answer["plan"], "at": moment}, {"question": answer["question"], "at": moment}):
        text = json.dumps(carried, separators=(",", ":"), ensure_ascii=False)
        if len(text) <= VALUE_LENGTH and all(carried.values()):
            return text
    return ""
