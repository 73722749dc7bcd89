"""People of a further client who go by first name and by what their company is: Pravin at the mall."""

from __future__ import annotations

import re
from dataclasses import replace

from crm.log.familiar import unclaimed
from crm.log.people import Parties, Party
from crm.nameindex import Known, NameIndex
from crm.naming import Token, fold, words

_AT = re.compile(
    r"(?:,|\s+\(|\s+(?:over |down |up |out |back )?(?:at|from|of)\b)\s*(?:the |our )?(?P<place>[^\W\d_]{3,})"
)


def at_work(parties: Parties, text: str, index: NameIndex) -> Parties:
    """The parties, with those who are told by a first name and a word of their company's name.

    No first name of somebody in the record is a new company's, whatever stands before it: "nothing from Pravin".
    """
    people: list[Party] = []
    firms: list[Party] = []
    for token in unclaimed(parties, text):
        at = _AT.match(text, token.end)
        fits = [each for each in _named(token, index) if at and _works_at(each, at["place"], index)]
        if at and len(fits) == 1 and (account := fits[0].account_id):
            people.append(Party(fits[0].name, fits[0].id, token.start, token.end, account_id=account))
            firms.append(Party(index.accounts[account].name, account, *at.span("place"), account_id=account))
    persons = [firm for firm in parties.accounts if not firm.id and _is_a_persons(firm, index)]
    people += [firm for firm in persons if not any(_meet(firm, person) for person in people)]
    if not people:
        return parties
    taken = [*people, *firms]
    accounts = [each for each in parties.accounts if each.id or not any(_meet(each, other) for other in taken)]
    contacts = [each for each in parties.contacts if each.id or not any(_meet(each, other) for other in taken)]
    named = any(each.client for each in accounts)  # else the people's own companies are what it is about
    new = [firm for firm in firms if named and all(firm.id != each.id for each in accounts)]
    return replace(
        parties,
        accounts=tuple(sorted([*accounts, *new], key=lambda party: party.start)),
        contacts=tuple(sorted([*contacts, *people], key=lambda party: party.start)),
    )


def _named(token: Token, index: NameIndex) -> list[Known]:
    """The contacts that go by this word."""
    forms = index.exact((token.norm,))
    return list({form.known.id: form.known for form in forms if form.known.entity == "contact"}.values())


def _is_a_persons(firm: Party, index: NameIndex) -> bool:
    forms = index.exact((fold(firm.name),))
    return bool(forms) and all(form.known.entity == "contact" and form.how == "first" for form in forms)


def _works_at(person: Known, place: str, index: NameIndex) -> bool:
    account = index.accounts.get(person.account_id or 0)
    return account is not None and fold(place) in words(account.name)


def _meet(one: Party, other: Party) -> bool:
    return one.start < other.end and other.start < one.end
