"""Which of several people of one name is meant."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from crm.log.given import GIVEN
from crm.log.people import Parties, Party
from crm.nameindex import NameIndex
from crm.naming import fold, nicknames

_NEW = re.compile(r"\b(?:new|fresh|inbound|cold|neue[rn]?|nieuwe)\b[^.;!?\n]{0,30}$", re.IGNORECASE)
_ANY = re.compile(r"\b(?:an?|some|which|what|another|one)\s+$", re.IGNORECASE)


_OF_FIRM = re.compile(r"(?:\b(?:at|from|for|of|visit(?:ed|ing)?|in|to|re|client|customer|account|the|our|my)|@|[-\u2013:/])\s*$", re.IGNORECASE)  # fmt: skip
_AS_PERSON = re.compile(
    r"(?:['\u2019]s)? (?:(?:just|finally|also|now|still) )?(?:on (?:at|to) (?:me|us)|(?:is|was|'s) (?:on|off|out|back|away|ill|sick|happy|keen|worried)|rang|phoned|called|texted|said|says|told|asked|asks|wants|emailed|mailed|wrote|came|agreed|thinks|reckons|grumbl\w+|moan\w+|needs|swears|promised)\b",
    re.IGNORECASE,
)
_ONE_OF_THEM = re.compile(r"\b(?:his|her|hers|him|he|she)\b", re.IGNORECASE)


def begun(parties: Parties, index: NameIndex, text: str) -> Parties:
    """The parties; what looks new but begins the names of clients may be any of them: "someone from Bow"."""

    def may_be(account: Party) -> Party:
        word = fold(account.name)
        if (
            account.id
            or account.ambiguous
            or word in GIVEN
            or word in nicknames()
            or _NEW.search(text[: account.start])
        ):
            return account
        return replace(account, ambiguous=tuple(index.opened_by(word)))

    return replace(parties, accounts=tuple(may_be(each) for each in parties.accounts))


def left_open(parties: Parties, index: NameIndex, text: str) -> Parties:
    """The parties; a word that a client and somebody elsewhere go by is open where a person is spoken of."""
    at = {person.account_id for person in parties.contacts if person.id}

    def open_name(account: Party) -> Party:
        said = text[account.start : account.end]
        others = _namesakes(said, account, index)
        if not others or at & {account.id, *others} or not _speaks_of_one(text, account):
            return account
        if any(each.id == account.id and each.end - each.start > len(said) for each in parties.accounts):
            return account
        return replace(account, name=said, id=None, account_id=None, ambiguous=(account.id or 0, *others))

    return replace(parties, accounts=tuple(open_name(each) if each.id else each for each in parties.accounts))


def _beside(account: Party, parties: Parties, text: str) -> set[int | None]:
    """Where those work who are named in one line with a company: "Esther, Subukia: asks 5% off"."""
    start, end = text.rfind("\n", 0, account.start), text.find("\n", account.end)
    line = range(start + 1, end if end >= 0 else len(text))
    return {person.account_id for person in parties.contacts if person.id and person.start in line}


def _namesakes(said: str, account: Party, index: NameIndex) -> list[int]:
    """The further clients at which somebody of that name works, where the client goes by it only for short."""
    forms = index.exact((fold(said),)) if said and " " not in said else []
    if any(form.known.id == account.id and form.known.entity == "account" and form.strong for form in forms):
        return []
    people = {form.known.id: form.known for form in [*forms] if form.known.entity == "contact"}
    return sorted({each.account_id for each in people.values() if each.account_id and each.account_id != account.id})


def _speaks_of_one(text: str, account: Party) -> bool:
    before, after = text[: account.start], text[account.end :]
    if _OF_FIRM.search(before):
        return False
    rest = re.split(r"[.!?\n]", after)[0]
    return bool(_AS_PERSON.match(after) and _ONE_OF_THEM.search(rest))


def narrowed(parties: Parties, index: NameIndex, own: Collection[int], text: str = "") -> Parties:
    """Parties in which a name that several have is the one at the client that is named, else at the author's accounts.

    `own` are the ids of the author's accounts. A company that several share is
    the one where somebody named works, whose deal or full name the text has, else
    the author's. A name that still fits several stays open, and so does one of
    whom the text says that it is any one: "a Frank".
    """
    at = {person.account_id for person in parties.contacts if person.id}
    spoken_of = {deal.account_id for deal in parties.deals if deal.id} | {
        each.id for each in parties.accounts if each.id
    }

    def where(account: Party) -> Party:
        for places in (_beside(account, parties, text), at, spoken_of, own):
            fits = [id_ for id_ in account.ambiguous if id_ in places]
            known = index.accounts.get(fits[0]) if len(fits) == 1 else None
            if known:
                return replace(account, id=known.id, name=known.name, account_id=known.id, ambiguous=())
        return account

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
