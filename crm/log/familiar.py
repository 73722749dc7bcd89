"""People of a client that is named, called as those who know them do: by the beginning of a name, misspelt, by initials."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from crm.log.given import GIVEN
from crm.log.people import SPEAKS, Parties, Party
from crm.nameindex import Known, NameIndex
from crm.naming import TITLES, TITLES_AFTER, Token, common_words, fold, nicknames, person_core, tokens

BESIDE_LAST = 2  # letters of the beginning of a first name that stands before the last name
SHORTEST = 3  # letters of the beginning of a name that stands for it
MISSPELT = 5  # letters from which one slip is forgiven
_ENDINGS = ("ie", "y", "i", "ey", "o", "s")
_SPOKEN_OF = re.compile(
    r"(?:\b(?:with|w|met|called|phoned|rang|emailed|texted|messaged|told|asked|ask|tell|from|to|by|and|spoke to|see|saw)|w/|&|[-:,(])\s*$",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"\s+[-\u2013]\s|\s*:\s|\s+(?:just |also |then )?(?:sent|sends|got|gets|did|does|has|had|was|is)\b"
)  # whose line it is
_NEXT = re.compile(r" (?P<word>[^\W\d_]+)")
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_WROTE = re.compile(r"\s+(?:wrote|writes|rang|phoned|messaged|pinged|reckons)\b")
_FROM = re.compile(r"\s*(?:\bfrom\b|\bat\b|@|\bof\b|\()", re.IGNORECASE)


def familiar(parties: Parties, text: str, index: NameIndex) -> Parties:
    """The parties, with those people of the named clients who are called by less than their names."""
    at = {account.id for account in parties.accounts if account.id and account.client}
    at |= {person.account_id for person in parties.contacts if person.id and person.account_id}
    staff = [person for account in sorted(at - {None}) if account for person in index.at(account)]
    if not staff:
        return parties
    parties = replace(parties, contacts=tuple(_of_staff(party, staff) for party in parties.contacts))
    parties = replace(parties, accounts=tuple(p for p in parties.accounts if p.id or not _family(p, text, staff)))
    found: list[Party] = []
    for token in unclaimed(parties, text):
        fits = [person for person in staff if _called(token, person, text)]
        if len(fits) == 1:
            known = fits[0]
            found.append(Party(known.name, known.id, token.start, token.end, account_id=known.account_id))
    if not found:
        return parties
    calls = {(each.start, each.end) for each in found}
    parties = replace(parties, accounts=tuple(p for p in parties.accounts if p.id or (p.start, p.end) not in calls))
    others = [
        party
        for party in parties.contacts
        if party.id or not any(each.start < party.end and party.start < each.end for each in found)
    ]
    return replace(parties, contacts=tuple(sorted([*others, *found], key=lambda party: party.start)))


def _of_staff(party: Party, staff: Sequence[Known]) -> Party:
    """Somebody new who bears the last name of one of the client's people, and the beginning of the first: that one."""
    said = person_core(party.name)
    if party.id or party.ambiguous or len(said) < 2:
        return party
    fits = [
        person
        for person in staff
        if (names := person_core(person.name))[-1] == said[-1] and names[0][:SHORTEST] == said[0][:SHORTEST]
    ]
    known = fits[0] if len(fits) == 1 else None
    return replace(party, name=known.name, id=known.id, account_id=known.account_id) if known else party


def _family(party: Party, text: str, staff: Sequence[Known]) -> bool:
    """Whether what looks like a new company is the family of one of the client's people: the Bakkers."""
    last = {person_core(person.name)[-1] for person in staff}
    return _THE.search(text[: party.start]) is not None and fold(party.name).rstrip("'\u2019").removesuffix("s") in last


def unclaimed(parties: Parties, text: str) -> Iterator[Token]:
    """Words written large that no known name claims, nor the name of somebody new who has two."""
    taken = [party for party in parties.named if party.id or party.ambiguous or " " in party.name]
    for token in tokens(text):
        if not token.raw[0].isupper() or any(token.norm in few for few in (common_words(), TITLES, TITLES_AFTER)):
            continue
        if not any(party.start < token.end and token.start < party.end for party in taken):
            yield token


def _called(token: Token, person: Known, text: str) -> bool:
    names = person_core(person.name)
    if len(token.raw) == 2 and token.raw.isupper():
        spoken = SPEAKS.match(text[token.end :]) or _FROM.match(text[token.end :])
        return bool(spoken) and len(names) > 1 and token.norm == names[0][0] + names[-1][0]
    if token.raw.isupper() and len(token.raw) > SHORTEST and not text.isupper():
        return False  # an abbreviation of something
    after = _NEXT.match(text, token.end)
    whole = len(names) > 1 and after is not None and fold(after["word"]) == names[-1]
    if whole and len(token.norm) >= BESIDE_LAST and names[0].startswith(token.norm):
        return True  # Ty Callaghan, for a Tyrone
    told: object = (
        whole
        or _WROTE.match(text, token.end)
        or SPEAKS.match(text[token.end :])
        or _FROM.match(text[token.end :])
        or _LABELS.match(text[token.end :])
        or _SPOKEN_OF.search(text[: token.start])
    )
    return bool(told) and any(_short_for(token.norm, name) or _misspells(token.norm, name) for name in names)


def _short_for(said: str, name: str) -> bool:
    """Whether a word is the beginning of a name, with or without a fond ending: Bev, Geri, Cilly; not another name."""
    if nicknames().get(said, frozenset()) & nicknames().get(name, frozenset()):
        return True  # Mickey, for a Mick
    if said in GIVEN:
        return False
    stems = {said, *(said[: -len(end)] for end in _ENDINGS if said.endswith(end))}
    stems |= {said[:-2]} if said.endswith(("za", "zza", "bo")) and len(said) > 4 else set()
    stems |= {stem[:-1] for stem in stems if len(stem) > SHORTEST and stem[-1] == stem[-2]}
    return any(SHORTEST <= len(stem) < len(name) and name.startswith(stem) for stem in stems)


def _misspells(said: str, name: str) -> bool:
    if said in GIVEN or len(name) < MISSPELT or said[0] != name[0]:
        return False
    return OSA.distance(said, name, score_cutoff=2) <= (2 if len(name) >= 8 else 1)
