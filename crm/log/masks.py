"""Clauses in which names are no words any more."""

from __future__ import annotations

from dataclasses import replace

from crm.log.clauses import Clause
from crm.log.people import Parties


def masked(part: Clause, parties: Parties) -> Clause:
    """A clause whose names are no words any more: Will, Target and Harbor Call Ltd say nothing about what happened."""
    text = part.text
    for party in parties.named:
        start, end = party.start - part.start, party.end - part.start
        if 0 <= start < end <= len(text):
            letter = "q" if party in parties.accounts and party.client else "Q"
            text = text[:start] + letter + "q" * (end - start - 1) + text[end:]
    return replace(part, text=text)


def with_capitals(text: str, parties: Parties) -> str:
    """The text with its known people written large, as they are not by those who dictate."""
    for person in (*parties.users, *parties.contacts):
        said = text[person.start : person.end]
        if person.id and said.islower() and said.replace(" ", "").isalpha():  # an address is left as it is
            text = text[: person.start] + said.title() + text[person.end :]
    return text


def without_opener(part: Clause, parties: Parties) -> Clause:
    """A clause whose first name is no verb any more: "Will Carver called" asks, "Mark Lee left" orders nothing."""
    for party in (*parties.contacts, *parties.users):
        at = party.start - part.start
        if (
            0 <= at < len(part.text)
            and not part.text[:at].strip()
            and part.text[at:][: party.end - party.start].count(" ")
        ):
            return replace(
                part,
                text=part.text[:at]
                + "Q"
                + "q" * (party.end - party.start - 1)
                + part.text[at + party.end - party.start :],
            )
    return part
