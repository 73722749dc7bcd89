"""What the prefix of a subject tells, and what is left without it."""

from __future__ import annotations

import re

from connectors.mail.words import expression

PREFIX = (
    r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:(?P<reply>{subjects.reply})|(?P<forward>{subjects.forward}))"
    r"\s*(?:\[\d+\]|\(\d+\)|\^?\d+)?\s*[:：]\s*"
)
AUTOMATIC = r"^\s*{subjects.automatic}"
SPACES = re.compile(r"\s+")


def starts_reply(subject: str) -> bool:
    found = expression(PREFIX).match(subject)
    return bool(found and found["reply"])


def starts_forward(subject: str) -> bool:
    found = expression(PREFIX).match(subject)
    return bool(found and found["forward"])


def starts_automatic(subject: str) -> bool:
    return bool(expression(AUTOMATIC).match(subject))


def bare(subject: str) -> str:
    """The subject without its prefixes, casefolded, for comparing."""
    while found := expression(PREFIX).match(subject):
        subject = subject[found.end() :]
    return SPACES.sub(" ", subject).strip().casefold()
