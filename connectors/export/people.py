"""Who wrote to whom: addresses and names of an interaction become users and contacts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from connectors.export.drafts import Draft
from connectors.export.lexicon import lexicon
from connectors.export.links import Index, Links

_ADDRESS = re.compile(r"[^\s<>\",;|]+@[^\s<>\",;|]+\.[^\s<>\",;|.]{2,}")
OWN_SHARE = 0.6  # of the rows that a domain is in, to be the team's own
FREE = lexicon("free_mail")


def addresses(text: str) -> list[str]:
    """The e-mail addresses in a cell, each once, in lower case."""
    return list(dict.fromkeys(found.casefold().strip(".") for found in _ADDRESS.findall(text)))


def domain(address: str) -> str:
    return address.rpartition("@")[2]


def own_domains(rows: Sequence[Draft], known: Iterable[str]) -> frozenset[str]:
    """The team's own domains: those of its users, else the one that nearly every message comes from or goes to."""
    ours = {domain(address) for address in known} - FREE
    if ours:
        return frozenset(ours)
    counts: Counter[str] = Counter()
    for row in rows:
        spoken = addresses(f"{row.raw.get('sender', '')} {row.raw.get('recipient', '')}")
        counts.update({domain(address) for address in spoken})
    common = counts.most_common(2)
    if not common or common[0][1] < len(rows) * OWN_SHARE or common[0][0] in FREE:
        return frozenset()
    if len(common) > 1 and common[1][1] == common[0][1]:
        return frozenset()
    return frozenset({common[0][0]})


@dataclass(frozen=True)
class Parties:
    """`lost` holds what no row stands for, by field."""

    direction: str | None
    user_id: int | None
    contact_ids: tuple[int, ...]
    sender_id: int | None
    lost: dict[str, str]


class People:
    """Reads the senders and recipients of a table of interactions."""

    def __init__(self, links: Links, rows: Sequence[Draft]) -> None:
        self._users = links.index("user")
        self._contacts = links.index("contact")
        self._own = own_domains(rows, self._users.emails)
        self._make(links, rows)

    def _make(self, links: Links, rows: Sequence[Draft]) -> None:
        spoken = {
            address
            for row in rows
            for address in addresses(f"{row.raw.get('sender', '')} {row.raw.get('recipient', '')}")
        }
        unknown = sorted(
            address for address in spoken if self._user(address) is None and self._contact(address) is None
        )
        ours = [address for address in unknown if domain(address) in self._own]
        if ours:
            links.create("user", ours)
        theirs = [address for address in unknown if domain(address) not in self._own]
        if theirs:
            links.create("contact", theirs)

    def _user(self, text: str) -> int | None:
        return _exact(self._users, text)

    def _contact(self, text: str) -> int | None:
        return _exact(self._contacts, text)

    def of(self, row: Draft) -> Parties:
        users: list[int] = []
        contacts: list[int] = []
        lost: dict[str, str] = {}
        side: dict[str, str] = {}
        sender: int | None = None
        for name in ("sender", "recipient"):
            text = row.raw.get(name, "")
            for spoken in addresses(text) or ([text] if text else []):
                if (user := self._user(spoken)) is not None:
                    users.append(user)
                    side.setdefault(name, "ours")
                elif (contact := self._contact(spoken)) is not None:
                    contacts.append(contact)
                    sender = contact if name == "sender" and name not in side else sender
                    side.setdefault(name, "theirs")
                else:
                    lost[name] = text
        direction = direction_of(row.raw.get("direction", "")) or _between(side)
        return Parties(direction, users[0] if users else None, tuple(dict.fromkeys(contacts)), sender, lost)


def _exact(index: Index, text: str) -> int | None:
    return index.emails.get(text) if "@" in text else index.exact(text)


def _between(side: dict[str, str]) -> str | None:
    if side.get("sender") == "ours":
        return "out"
    return "in" if side.get("sender") == "theirs" or side.get("recipient") == "ours" else None


_IN = lexicon("inbound")
_OUT = lexicon("outbound")


def direction_of(text: str) -> str | None:
    spoken = set(re.split(r"[\W]+", text.casefold()))
    return "in" if spoken & _IN else "out" if spoken & _OUT else None
