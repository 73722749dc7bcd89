"""Who wrote a mail and to whom."""

from __future__ import annotations

import re
from email.message import Message
from email.utils import getaddresses

from connectors.mail.charset import header_text
from crm.intake.event import MOST_PARTIES, NAME_LENGTH, Party, Role

ROLES: tuple[tuple[Role, tuple[str, ...]], ...] = (
    ("from", ("X-Original-From", "From", "Sender", "Return-Path")),  # the first of them that names somebody
    ("to", ("To",)),
    ("cc", ("Cc",)),
    ("cc", ("Bcc",)),
)
SPLIT = re.compile(r"[,;]")
ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]@]{1,64}@[^\s<>,;:\"'()\[\]@]+")
UNFIT = re.compile("[\x00-\x1f\x7f\ud800-\udfff\u200b-\u200f\u202a-\u202e]")
LONGEST_HEADER = 64_000  # characters


def parties_of(message: Message) -> tuple[Party, ...]:
    """Sender first, each address once a role; at most as many as an event may have."""
    found: dict[tuple[str, str], Party] = {}
    for role, names in ROLES:
        for name in names:
            parties = [party for value in message.get_all(name, []) for party in _parties(role, str(value))]
            for party in parties:
                found.setdefault((role, party.address or party.name), party)
            if parties:
                break
    return tuple(found.values())[:MOST_PARTIES]


def _parties(role: Role, value: str) -> list[Party]:
    """Addresses are parted before encoded words are decoded: a decoded name may hold a comma."""
    if "@" not in value:  # only names, or "undisclosed-recipients:;"
        made = [_party(role, name, "") for name in SPLIT.split(header_text(value[:LONGEST_HEADER]))]
        return [party for party in made if party]
    made = [_party(role, header_text(name), header_text(address)) for name, address in _parted(value[:LONGEST_HEADER])]
    if not any(party and party.address for party in made):  # what no rule reads: every address that stands in it
        made += [_party(role, "", address) for address in ADDRESS.findall(header_text(value[:LONGEST_HEADER]))]
    return [party for party in made if party]


def _parted(value: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([re.sub(r"[\r\n]+\s*", " ", value)])
    except (RecursionError, IndexError):  # brackets within brackets
        return []


def _party(role: Role, name: str, address: str) -> Party | None:
    found = ADDRESS.search(address) or ADDRESS.search(name)
    mail = found[0].strip(".") if found and len(found[0]) <= NAME_LENGTH else ""
    called = re.sub(r"\s+", " ", UNFIT.sub("", name)).strip(" \"'<>")[:NAME_LENGTH].strip()
    if called.casefold() == mail.casefold():
        called = ""
    if not (called or mail) or (not mail and ":" in called):
        return None
    return Party(role=role, name=called, address=mail)
