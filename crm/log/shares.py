"""Whose part of a message is whose: its clients, their people, and what is new or missing about them."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from crm.log.clauses import Clause
from crm.log.people import SPEAKS, Parties, Party
from crm.log.proposal import Proposal

_DEALT = re.compile(
    r"\b(?:rang|phoned|called|met|visited|(?:e-?)?mailed|texted|messaged|whatsapped|quoted|sent|sends|spoke|talked|saw|seen|showed|delivered|offered|wants|needs|asked|asks|confirmed|signed|agreed|approved|accepted|accepts|takes|paid|ordered|orders|signs|call|meeting|visit|demo)\b",
    re.IGNORECASE,
)
NEAR = 6  # characters between a person and the company that is said to be theirs
_TOLD = re.compile(  # enough was said of one client for the next one's turn
    r"\b(?:is|are|was|were|wants?|said|signed|asked|needs?|went|has|have|will|i'll|\u2019ll|'ll|shall|called|met|saw|told|\w{3,}ed|on|by|mon\w*day|tues?\w*|wed\w*day|thurs?\w*|fri\w*day|tomorrow)\b",
    re.IGNORECASE,
)


def clients_of(parties: Parties) -> list[Party]:
    """The companies that the message is about, each once, in the order they are named."""
    seen: dict[str, Party] = {}
    for party in parties.accounts:
        if party.client:
            seen.setdefault(party.name, party)
    return [] if _in_passing(list(seen.values()), parties) else list(seen.values())


def met_besides(
    clients: Sequence[Party], parties: Parties, sentences: Sequence[Clause], name_of: Callable[[int], str | None]
) -> list[Party]:
    """The clients, with the companies of known people of whom a sentence without another client's name or people tells."""
    at = {client.id for client in clients}
    named: list[tuple[int, int | None]] = [(account.start, account.id) for account in parties.accounts]
    named += [(person.start, person.account_id) for person in parties.contacts if person.id]
    found: dict[int, Party] = {}
    for person in parties.contacts:
        if not person.id or person.account_id is None or person.account_id in at:
            continue
        own = next((each for each in sentences if each.start <= person.start < each.end), None)
        if own is None or {whose for start, whose in named if own.start <= start < own.end} != {person.account_id}:
            continue
        if (name := name_of(person.account_id)) and _DEALT.search(own.text):
            found.setdefault(person.account_id, replace(person, name=name, id=person.account_id))
    return sorted([*clients, *found.values()], key=lambda client: client.start)


def _in_passing(clients: Sequence[Party], parties: Parties) -> bool:
    """Whether unknown companies stand beside people of known clients and nobody new: no clients, they."""
    people = [person for person in parties.contacts if person.id and person.account_id]
    return (
        bool(clients and people)
        and all(person.id for person in parties.contacts)
        and not any(client.id or client.ambiguous for client in clients)
        and not any(0 <= client.start - person.end <= NEAR for client in clients for person in people)
    )


def employers_of(parties: Parties, name_of: Callable[[int], str | None]) -> list[Party]:
    """The companies of the people that are named, where the message names no company; each once, in order."""
    at = [(person.account_id, person) for person in parties.contacts if person.id and person.account_id]
    found = dict(reversed(at))
    return [
        replace(person, name=name, id=account, account_id=account)
        for account, person in sorted(found.items(), key=lambda item: item[1].start)
        if account is not None and (name := name_of(account))
    ]


def finer(parts: Sequence[Clause], parties: Parties) -> list[Clause]:
    """Sentences; one that names several clients is cut where the next client's turn comes."""
    found: list[Clause] = []
    for part in parts:
        starts = _turns(part, parties)
        speaking = {p.start for p in parties.contacts if SPEAKS.match(part.text[max(0, p.end - part.start) :])}
        cuts = [0]
        for before, start in pairwise(starts):
            gap = part.text[before - part.start : start - part.start + 1]
            turn = list(re.finditer(r"(?:,|\s(?:and|then|but|while|whereas))\s+(?=\w)", gap))
            verbs = _TOLD.search(gap)
            if turn and (start in speaking or (verbs and turn[-1].start() > verbs.start())):
                cuts.append(before - part.start + turn[-1].start())
        for one, two in zip(cuts, [*cuts[1:], len(part.text)], strict=True):
            number = part.sentence + bool(one)
            found.append(
                replace(part, text=part.text[one:two], start=part.start + one, end=part.start + two, sentence=number)
            )
    return found


def _turns(part: Clause, parties: Parties) -> list[int]:
    """Where a client or a person of another client than the one before is named."""
    named = [(p.start, p.id or p.name) for p in parties.accounts if p.client]
    named += [(p.start, p.account_id) for p in parties.contacts if p.id and p.account_id]
    inside = sorted((start, str(whose)) for start, whose in named if part.start <= start < part.end)
    return [start for place, (start, whose) in enumerate(inside) if not place or inside[place - 1][1] != whose]


def contacts_of(parties: Parties, account: Party | None) -> list[Party]:
    """The people of the account, and new ones; each once."""
    seen: dict[str, Party] = {}
    for party in parties.contacts:
        if party.ambiguous or (account and party.id and party.account_id not in {None, account.id}):
            continue
        seen.setdefault(party.name, party)
    return list(seen.values())


def what_is_new(proposal: Proposal, account: Party | None, contacts: Sequence[Party]) -> list[str]:
    new = ["account"] if account is not None and proposal.account and not account.id else []
    return [*new, "contact"] if any(not contact.id for contact in contacts) else new


def what_is_missing(proposal: Proposal) -> list[str]:
    """What a person should still say."""
    missing = [] if proposal.account else ["account"]
    if not proposal.contacts and proposal.kind in {"call", "email", "meeting", "message"}:
        missing.append("contacts")
    missing += ["due"] if any(step.due is None for step in proposal.next_steps) else []
    return missing + (
        ["deal"] if proposal.deal is not None and proposal.deal.changes and proposal.deal_id is None else []
    )
