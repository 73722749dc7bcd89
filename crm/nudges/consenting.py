"""Whom a suggestion is about: nobody is spoken of who does not agree to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.governance.purposes import NUDGES
from crm.governance.withheld import named_in, withheld
from crm.model import Deal, Nudge, Task, interaction_contacts
from crm.nudges.nudge import Candidate, Draft, Evidence
from crm.rights import unlimited

PEOPLE = "contact_ids"  # among a nudge's features: whom the words of its rows speak of


@dataclass(frozen=True)
class About:
    """What one suggestion points at, and its redacted words."""

    contacts: frozenset[int]
    rows: frozenset[tuple[str, int]]
    words: tuple[str, ...]

    @classmethod
    def candidate(cls, found: Candidate) -> About:
        links = {"deal": found.deal_id, "task": found.task_id, "interaction": found.interaction_id}
        made = cls._of(found.contact_id, links, found.evidence, (found.says,))

        return cls(made.contacts | found.people, made.rows, made.words)

    @classmethod
    def nudge(cls, row: Nudge) -> About:
        links = {"deal": row.deal_id, "task": row.task_id, "interaction": row.interaction_id}
        lines = [Evidence.of(each) for each in row.evidence]
        draft = Draft.of(row.draft)
        made = cls._of(row.contact_id, links, lines, (row.says, draft.text, draft.subject))
        spoken = {draft.contact_id} if draft.contact_id else set()
        return cls(made.contacts.union(spoken, row.features.get(PEOPLE) or ()), made.rows, made.words)

    @classmethod
    def _of(
        cls, contact: int | None, links: dict[str, int | None], lines: Iterable[Evidence], words: Iterable[str]
    ) -> About:
        told = list(lines)
        contacts = {each.row_id for each in told if each.table == "contact"} | ({contact} if contact else set())
        rows = {(each.table, each.row_id) for each in told} | {(name, each) for name, each in links.items() if each}
        return cls(frozenset(contacts), frozenset(rows), (*words, *(each.says for each in told)))


def people(session: Session, found: Collection[About]) -> list[frozenset[int]]:
    """The contacts each is about: those it names, and whoever took part in or stands at what it points at."""
    rows = set().union(*(each.rows for each in found)) if found else set()
    of_row: dict[tuple[str, int], set[int]] = {}
    links = interaction_contacts.c
    queries = {
        "deal": select(Deal.id, Deal.contact_id),
        "task": select(Task.id, Task.contact_id),
        "interaction": select(links.interaction_id, links.contact_id),
    }
    with unlimited():
        for table, query in queries.items():
            ids = sorted(row for name, row in rows if name == table)
            if not ids:
                continue
            column = links.interaction_id if table == "interaction" else Deal.id if table == "deal" else Task.id
            for row_id, contact in session.execute(query.where(column.in_(ids))):
                if contact is not None:
                    of_row.setdefault((table, row_id), set()).add(contact)
    return [
        each.contacts.union(
            *(of_row.get(row, set()) for row in each.rows), *(named_in(text) for text in each.words if text)
        )
        for each in found
    ]


def agreed(session: Session, tenant_id: int, found: Collection[About], purpose: str = NUDGES) -> list[bool]:
    """Of each, whether all the people it is about agree to it."""
    about = people(session, found)
    kept = withheld(session, tenant_id, purpose, set().union(*about) if about else set())
    return [not each & kept for each in about]
