"""Whose number is wanted: that of a person is one to ring."""

from __future__ import annotations

import re

from crm.ask.language.text import tokens
from crm.ask.record.vocabulary import Vocabulary

NUMBERS = re.compile(
    r"(?P<lead>^|\b(?:the|need|needs|give me|get|got|have|has|want|wants|both|what is|what['’]s|find) )"
    r"(?P<number>numbers?) (?P<of>of|for) (?P<name>[^\W\d_][\w'’.-]+ [^\W\d_][\w'’.-]+)",
    re.IGNORECASE,
)
SURE = 0.9  # weight from which on words name a person


def rung(text: str, vocabulary: Vocabulary) -> str:
    """`The numbers of Rosa Delmas and Mei Lim` are told by telephone numbers; whatever else is counted stays."""
    if "contact.phone" not in vocabulary.fields:
        return text
    return NUMBERS.sub(
        lambda match: (
            f"{match['lead']}phone {match['number']} {match['of']} {match['name']}"
            if _person(match["name"], vocabulary)
            else match.group()
        ),
        text,
    )


def _person(name: str, vocabulary: Vocabulary) -> bool:
    senses = vocabulary.senses.get("".join(word.base for word in tokens(name)), ())
    return any(each.value == "contact.name" and each.weight >= SURE for each in senses)
