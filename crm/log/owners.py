"""Who is to do a next step: the author, or somebody the message names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.log.clauses import Clause
from crm.log.people import Parties, Party
from crm.log.stepcues import DOES

_NUMBER = r"\W*(?:\d+\s*\W\s*)?"


def owner_of(match: re.Match[str], sentence: Clause, parties: Parties) -> str | None:
    """The author, or who is named; an empty string where the subject is no person."""
    part = next((part for part in ("who", "who2", "who3") if match[part]), None)
    if part is None:
        return "author"
    who, at = match[part], sentence.start + match.start(part)
    for party in (*parties.users, *parties.contacts, *parties.accounts):
        if party.start <= at < party.end or at <= party.start < at + len(who):
            return party.name
    if who.lower() in {"they", "she", "he"}:
        people = sorted((*parties.contacts, *parties.users), key=lambda party: party.start)
        before = [party for party in people if party.end <= at]
        if who.lower() == "they":
            accounts = [party for party in parties.accounts if party.end <= at and party.client]
            return accounts[-1].name if accounts else None
        return before[-1].name if before else None
    return ""


def label_of(sentence: Clause, sentences: Sequence[Clause], parties: Parties) -> str | None:
    """Whose line it is where it begins with a name: "Hedda: headcount by Friday", "1) Liv - contract"."""
    place = sentences.index(sentence)
    before = sentences[place - 1] if place and sentences[place - 1].line == sentence.line else None
    for party in (*parties.users, *parties.contacts):
        if before is not None and re.fullmatch(_NUMBER, _around(before, party) or "x"):
            return party.name
        lead = sentence.text[: max(0, party.start - sentence.start)]
        if (
            sentence.start <= party.start < sentence.end
            and re.fullmatch(_NUMBER, lead)
            and re.match(r"\s*[:=]\s", sentence.text[party.end - sentence.start :])
        ):
            return party.name
    return None


def _around(clause: Clause, party: Party) -> str | None:
    """What a clause says besides the party; None where the party is not in it."""
    if not clause.start <= party.start < party.end <= clause.end:
        return None
    return clause.text[: party.start - clause.start] + clause.text[party.end - clause.start :] + " "


def doer_of(breath: Clause, parties: Parties) -> str:
    """Who is to do what a clause says: the person it begins with, else the author."""
    for party in (*parties.users, *parties.contacts):
        lead = breath.text[: max(0, party.start - breath.start)]
        if breath.start <= party.start < breath.end and not lead.strip(" -*"):
            return party.name if DOES.match(breath.text[party.end - breath.start :]) else "author"
    return "author"
