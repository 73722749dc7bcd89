"""Whom an event is about: its people and its client as rows of the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crm.intake.addresses import AddressBook
from crm.intake.event import Event, Party
from crm.naming import fold

SENDERS = ("from", "author")


@dataclass(frozen=True)
class Parties:
    """`strangers` are people at a client's domain whom the record does not know, with that client's id."""

    user_ids: tuple[int, ...]
    contact_ids: tuple[int, ...]
    sender_id: int | None
    account_id: int | None
    strangers: tuple[tuple[Party, int], ...]
    direction: str | None
    internal: bool
    unknown: bool


def parties_of(event: Event, book: AddressBook) -> Parties:
    """Links by address first, then by a name that only one person goes by, then by domain."""
    named = book.account_named(event.account)
    by_address = [_by_address(party, book) for party in event.parties]
    domains = [book.account_by_domain(party.address) for party in event.parties if party.address]
    likely = [each for each in (named, *domains, *_accounts(by_address, book)) if each is not None]
    found = [who or _by_name(party, book, likely) for party, who in zip(event.parties, by_address, strict=True)]
    users = tuple(dict.fromkeys(identity for entity, identity in filter(None, found) if entity == "user"))
    contacts = tuple(dict.fromkeys(identity for entity, identity in filter(None, found) if entity == "contact"))
    account = named or _account(event, found, book)
    others = [party for party, who in zip(event.parties, found, strict=True) if who is None]
    return Parties(
        user_ids=users,
        contact_ids=contacts,
        sender_id=_sender(event, found),
        account_id=account,
        strangers=tuple(_strangers(others, book)),
        direction=event.direction or _direction(event, found, book),
        internal=bool(event.parties) and account is None and all(_inside(*pair, book) for pair in _pairs(event, found)),
        unknown=not contacts and account is None,
    )


Who = tuple[str, int] | None


def _by_address(party: Party, book: AddressBook) -> Who:
    if party.address in book.users:
        return "user", book.users[party.address]
    if party.address in book.contacts:
        return "contact", book.contacts[party.address]
    return None


def _by_name(party: Party, book: AddressBook, account_ids: Sequence[int]) -> Who:
    """Only where there is no address to tell otherwise, and only the one whom the name can mean."""
    if party.address or not party.name:
        return None
    contact = book.contact_named(party.name, account_ids)
    user = book.user_names.get(fold(party.name))
    if contact is not None and user is not None:
        return None
    return ("user", user) if user is not None else ("contact", contact) if contact is not None else None


def _accounts(found: Sequence[Who], book: AddressBook) -> Iterator[int]:
    for who in found:
        if who and who[0] == "contact" and who[1] in book.account_of:
            yield book.account_of[who[1]]


def _account(event: Event, found: Sequence[Who], book: AddressBook) -> int | None:
    """The client that most of the people are of; among equals the sender's, then the first."""
    votes: Counter[int] = Counter()
    for party, who in _pairs(event, found):
        known = book.account_of.get(who[1]) if who and who[0] == "contact" else None
        theirs = known or (None if who else book.account_by_domain(party.address))
        if theirs is not None:
            votes[theirs] += 3 if party.role in SENDERS else 2
    return votes.most_common(1)[0][0] if votes else None


def _strangers(others: Sequence[Party], book: AddressBook) -> Iterator[tuple[Party, int]]:
    seen: set[str] = set()
    for party in others:
        account = book.account_by_domain(party.address) if party.address else None
        if account is not None and party.address not in seen and not book.is_own(party.address):
            seen.add(party.address)
            yield party, account


def _direction(event: Event, found: Sequence[Who], book: AddressBook) -> str | None:
    for party, who in _pairs(event, found):
        if party.role in SENDERS:
            return "out" if _inside(party, who, book) else "in"
    return None


def _sender(event: Event, found: Sequence[Who]) -> int | None:
    """The contact who wrote it."""
    who = next((who for party, who in _pairs(event, found) if party.role in SENDERS), None)
    return who[1] if who is not None and who[0] == "contact" else None


def _inside(party: Party, who: Who, book: AddressBook) -> bool:
    if who is not None:
        return who[0] == "user"
    return bool(party.address) and book.is_own(party.address)


def _pairs(event: Event, found: Sequence[Who]) -> list[tuple[Party, Who]]:
    return list(zip(event.parties, found, strict=True))
