"""What people ask of calls and mails that a record does not hold: how long they lasted, whether they were read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.ask.exchanges.mark import Mark
from crm.ask.planning.reading import Reading
from crm.naming import word_set

TALKS = r"(?:calls?|meetings?|conversations?|appointments?|demos?)"
LASTING = re.compile(
    rf"\b(?:how long|how many (?:minutes|hours|mins))\b[^?]*\b{TALKS}\b[^?]*\b(?:last|lasted|take|took|go on|went on)\b"
    rf"|\b(?:how many (?:minutes|hours|mins)|duration|length)\b[^?]*\b{TALKS}\b",
    re.IGNORECASE,
)
READ = re.compile(
    r"\b(?:e-?mails?|mails?|messages?)\b[^?]*\b(?:did|have|has|had|were|was|are|is|been|got)\b[^?]*\b(?:opene?d?|read|clicked|seen)\b",
    re.IGNORECASE,
)
LENGTHS = word_set("duration minute minutes mins hour hours second seconds length")
OPENS = word_set("opened open read opens views clicks seen")
UNTIMED = "The record does not say how long calls and meetings lasted."
UNREAD = "The record does not say whether a message was opened or read."


def unheld(reading: Reading, marks: Sequence[Mark] | None) -> str | None:
    """Why the record cannot tell; None where it can, or where something else is asked."""
    if LASTING.search(reading.text) and not _column(reading, LENGTHS) and not {"since", "ago"} & set(reading.words()):
        return UNTIMED
    tickets = marks is not None and any(mark.value == "ticket" for mark in marks)
    other = any(item.has("entity") and not item.has("kind") for item in reading.items)
    if READ.search(reading.text) and not _column(reading, OPENS) and not tickets and not other:
        return UNREAD
    return None


def _column(reading: Reading, words: frozenset[str]) -> bool:
    """Whether some column of the record speaks of that."""
    labels = (info.label for info in reading.vocabulary.fields.values() if info.ref in reading.vocabulary.observed)
    return any(words & set(label.casefold().replace("_", " ").split()) for label in labels)
