"""Text of sources made fit for the record: no halves of characters, no control characters, no more than fits."""

from __future__ import annotations

import re

from crm.intake.event import NAME_LENGTH, SUBJECT_LENGTH, TEXT_LENGTH

UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)  # databases or JSON refuse some of these
BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
SPACES = re.compile(r"\s+")


def clean(text: str, most: int = TEXT_LENGTH) -> str:
    """The text with plain line breaks, without what no database takes, at most `most` characters of it."""
    return UNFIT.sub("", BREAKS.sub("\n", text)).strip()[:most].rstrip()


def one_line(text: str, most: int = NAME_LENGTH) -> str:
    """A name or a title: on one line, single spaces, at most `most` characters."""
    return SPACES.sub(" ", UNFIT.sub("", text)).strip()[:most].rstrip()


def subject(text: str) -> str:
    return one_line(text, SUBJECT_LENGTH)
