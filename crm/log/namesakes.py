"""Which of several people of one name is meant."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from crm.log.people import Parties, Party
from crm.nameindex import NameIndex

_ANY = re.compile(r"\b(?:an?|some|which|what|another|one)\s+$", re.IGNORECASE)


def narrowed(parties: Parties, index: NameIndex, own: Collection[int], text: str = "") -> Parties:
    """Parties in which a name that several have is the one at the client that is named, else at the author's accounts.

    `own` are the ids of the author's accounts. A company that several share is
    the one where somebody named works. A name that still fits several stays open,
    and so does one of whom the text says that it is any one: "a Frank".
    """
    at = {person.account_id for person in parties.contacts if person.id}

    def where(account: Party) -> Party:
        fits = [id_ for id_ in account.ambiguous if id_ in at]
        known = index.accounts.get(fits[0]) if len(fits) == 1 else None
        return replace(account, id=known.id, name=known.name, account_id=known.id, ambiguous=()) if known else account

    parties = replace(parties, accounts=tuple(where(account) for account in parties.accounts))
    clients = {party.id for party in parties.accounts if party.client and party.id}
    with_them = at - {None} if not parties.accounts and len(at - {None}) == 1 else frozenset()

    def meant(person: Party) -> Party:
        if _ANY.search(text[: person.start]):
            return person
        for places in (clients, with_them, () if clients else own):
            fits = [row for id_ in person.ambiguous if (row := index.contacts.get(id_)) and row.account_id in places]
            if len(fits) == 1:
                return replace(person, id=fits[0].id, name=fits[0].name, account_id=fits[0].account_id, ambiguous=())
        return person

    return replace(parties, contacts=tuple(meant(person) for person in parties.contacts))
