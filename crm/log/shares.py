"""Whose part of a message is whose: its clients, their people, and what is new or missing about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from crm.log.clauses import Clause
from crm.log.people import Parties, Party
from crm.log.proposal import Proposal


def clients_of(parties: Parties) -> list[Party]:
    """The companies that the message is about, each once, in the order they are named."""
    seen: dict[str, Party] = {}
    for party in parties.accounts:
        if party.client:
            seen.setdefault(party.name, party)
    return list(seen.values())


def finer(parts: Sequence[Clause], parties: Parties) -> list[Clause]:
    """Sentences; one that names several clients is cut where the next client's turn comes."""
    found: list[Clause] = []
    for part in parts:
        starts = [p.start for p in parties.accounts if p.client and part.start <= p.start < part.end]
        cuts = [0]
        for before, start in pairwise(starts):
            gap = part.text[before - part.start : start - part.start]
            turn = list(re.finditer(r"(?:,|\s(?:and|then|but|while|whereas))\s+(?=\w)", gap))
            verbs = re.search(
                r"\b(?:is|are|was|were|wants?|said|signed|asked|needs?|went|has|have|will|called|met|\w{3,}ed)\b", gap
            )
            if turn and verbs and turn[-1].start() > verbs.start():
                cuts.append(before - part.start + turn[-1].start())
        for one, two in zip(cuts, [*cuts[1:], len(part.text)], strict=True):
            found.append(replace(part, text=part.text[one:two], start=part.start + one, end=part.start + two))
    return found


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
