"""Telephone numbers that stand in a question, however they are spaced, and the contacts who have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.record.vocabulary import Vocabulary
from crm.model import Contact

NUMBER = re.compile(r"(?<![\w+])(?:\+|00|\()?\d[\d ()./\-]{6,20}\d(?!\w)")
DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
FEWEST = 8  # digits of a telephone number
ENDING = 2  # digits by which the record is asked: however the others are spaced
MOST = 500  # contacts that end alike


def phones(session: Session, vocabulary: Vocabulary, text: str) -> Iterator[tuple[int, int, str]]:
    """Where a known number stands in the text, and how the record writes it."""
    if "contact.phone" not in vocabulary.fields or "contact.phone" in vocabulary.sealed:
        return
    for match in NUMBER.finditer(text):
        said = _digits(match.group())
        if len(said) < FEWEST or DATED.search(match.group()):
            continue
        query = select(Contact.phone).where(
            Contact.tenant_id == vocabulary.tenant_id, Contact.phone.endswith(said[-ENDING:], autoescape=True)
        )
        for held in session.scalars(query.limit(MOST)):
            if held and _same(_digits(held), said):
                yield match.start(), match.end(), held
                break


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _same(held: str, said: str) -> bool:
    """With or without the prefix of the country."""
    one, other = held.lstrip("0"), said.lstrip("0")
    return one == other or (min(len(one), len(other)) >= FEWEST + 1 and (one.endswith(other) or other.endswith(one)))
