"""Chat that somebody wants kept: a message, or a thread of them, as an entry. Nobody asks whether it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.log.clauses import clean, sentences
from crm.log.context import Context
from crm.log.people import Parties, Party, find_parties
from crm.log.proposal import NextStep, Proposal
from crm.log.shares import clients_of, contacts_of, what_is_missing, what_is_new
from crm.log.summary import summarise
from crm.reading.steps import Scene, find_steps


@dataclass(frozen=True)
class Spoken:
    """What somebody wrote. `ours` says whether they are of the team; `at` is in the zone of whoever keeps it."""

    name: str
    text: str
    at: datetime
    ours: bool


def read_conversation(lines: Sequence[Spoken], context: Context) -> Proposal:
    """The entry that the lines make, oldest first. Names in it, and those who wrote, tell whom it is about."""
    said = "\n".join(f"{line.name}: {clean(line.text)}" for line in lines if line.text.strip())
    parties = find_parties(said, context.mentions)
    clients = clients_of(parties)
    account = clients[0] if clients else _employer(parties, context)
    contacts = contacts_of(parties, account)
    proposal = Proposal(
        kind="message",
        account=account.name if account and not account.ambiguous else None,
        account_id=account.id if account else None,
        contacts=[contact.name for contact in contacts],
        contact_ids=[contact.id for contact in contacts if contact.id],
        occurred_at=lines[-1].at,
        summary=summarise([part for line in lines for part in sentences(clean(line.text))]),
        next_steps=[step for line in lines for step in _steps(line, context)],
        said=said,
        ambiguous={p.name: list(p.ambiguous) for p in (*parties.accounts, *parties.contacts) if p.ambiguous},
    )
    proposal.new = what_is_new(proposal, account, contacts)
    proposal.missing = what_is_missing(proposal)
    return proposal


def _steps(line: Spoken, context: Context) -> list[NextStep]:
    """What one of ours promised is theirs to do; what the other side asked for falls to whoever keeps the entry."""
    found = find_steps(line.text, line.at, Scene(author=line.name, names=[line.name]))
    if line.ours:
        return [NextStep(what=step.text, due=step.due, owner=line.name) for step in found.commitments]
    return [NextStep(what=step.text, due=step.due, owner=context.author) for step in found.asks]


def _employer(parties: Parties, context: Context) -> Party | None:
    """The company of the people that are named, where all work at one."""
    at = {contact.account_id for contact in parties.contacts if contact.id and contact.account_id}
    name = context.account_name(next(iter(at))) if len(at) == 1 else None
    return Party(name, next(iter(at)), 0, 0, account_id=next(iter(at))) if name else None
