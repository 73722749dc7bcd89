"""A direct message that tells what was noticed of a client: what, why, with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.views import correction
from bot.slack.views.kit import Block, actions, context, cut, dated, escape, link, section
from crm.reactions.telling import Line, Notice

QUOTE = 300
MARKS = {3: ":rotating_light: ", 2: ":bell: ", 1: ""}
WITH_CONTEXT = 2  # from this severity on the summary and the open deals are told too


def blocks(notice: Notice) -> list[Block]:
    drawn: list[Block] = []
    for line in notice.lines:
        drawn.append(section(f"{MARKS[line.severity]}*{escape(line.says)}*"))
        drawn += _why(line)
    grave = max(line.severity for line in notice.lines) >= WITH_CONTEXT
    if grave and notice.deals:
        drawn.append(context(f"Open deals: {escape(', '.join(notice.deals))}"))
    ids = list(dict.fromkeys(line.interaction_id for line in notice.lines if line.interaction_id))
    if ids:
        drawn.append(actions(correction.button_for(ids)))
    return drawn


def _why(line: Line) -> Sequence[Block]:
    said = f"“{escape(cut(' '.join(line.quote.split()), QUOTE))}”" if line.quote else ""
    when = link(line.url, dated(line.when)) if line.when else ""
    words = " · ".join(part for part in (when, said) if part)
    summary = escape(cut(line.summary, QUOTE)) if line.severity >= WITH_CONTEXT else ""
    return [context(*[part for part in (words, summary) if part])] if words or summary else []
