"""Companies that a message calls by a part of their name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crm.log.people import Parties, Party
from crm.naming import words


def short_names(parties: Parties, name_of: Callable[[int], str | None]) -> Parties:
    """An unknown company that is the short form of where somebody named works is that company: NW Logistics."""
    at = {person.account_id for person in parties.contacts if person.id and person.account_id}
    names = {id_: name for id_ in at if id_ is not None and (name := name_of(id_))}

    def known(party: Party) -> Party:
        if party.id:
            return party
        fits = {id_: name for id_, name in names.items() if _shortens(party.name, name)}
        if len(fits) != 1:
            return party
        ((id_, name),) = fits.items()
        return replace(party, id=id_, account_id=id_, name=name, client=party.client or id_ in names)

    return replace(parties, accounts=tuple(known(party) for party in parties.accounts))


def by_their_deals(parties: Parties, text: str, name_of: Callable[[int], str | None]) -> Parties:
    """The parties, with clients named beside others by a deal alone that is called after them: Aske towels."""
    named = {party.id for party in parties.accounts if party.id}
    found: list[Party] = []
    for deal in parties.deals:
        name = name_of(deal.account_id) if deal.id and deal.account_id and deal.account_id not in named else None
        if name and words(text[deal.start : deal.end])[:1] == words(name)[:1] and deal.account_id:
            found.append(replace(deal, name=name, id=deal.account_id))
            named.add(deal.account_id)
    if not found or not any(party.client and party.id for party in parties.accounts):
        return parties
    return replace(parties, accounts=tuple(sorted([*parties.accounts, *found], key=lambda party: party.start)))


def _shortens(short: str, name: str) -> bool:
    """Whether each word of `short` abbreviates the word of `name` at its place: NW for Northwind."""
    said, full = words(short), words(name)
    return 0 < len(said) <= len(full) and all(
        long.startswith(word[0]) and _within(word, long) for word, long in zip(said, full, strict=False)
    )


def _within(word: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in word)
