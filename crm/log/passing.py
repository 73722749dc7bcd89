"""Clients that are named only beside the one a message is about: as an example, a reference, a stop on the way."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from dataclasses import replace

from crm.ask.words import english_words
from crm.log.people import Parties, Party
from crm.naming import words

BEFORE, AFTER = 80, 40  # characters on both sides of a name that are looked at
_SOMEBODY = (
    r"(?:\b(?!at\b|from\b|of\b|the\b)[\w'\u2019]+(?: (?!at\b|from\b|of\b)[\w'\u2019]+)? (?:at|from|of|over at|in) )?"
)
_ARTICLE = r"(?:the |a |our |their |that |those |folks at |people at |lot at |team at |crowd at )?"
_THING = r"(?:one|job|project|case|install\w*|contract|reference|story|quote|deal|price ?list|pricing|prices|rate|rates|model|set-?up|version|template|spec|layout|example|terms|site|order|rollout|roll-out)"
_LED = re.compile(
    r"(?:\b(?:on|along) (?:my|our|the) way (?:to|over to|out to|past|between)|\ben route (?:to|from)|\b(?:heading|headed|driving|drove) (?:to|over to|out to|past|by)|\bparked (?:up )?(?:at|outside|near|by)|\bcar ?park (?:at|of|outside|behind)|"
    r"\b(?:knows?|knew|friends? (?:with|of)|mates? (?:with|of)|married to|(?:brother|sister|cousin|uncle|son|daughter|wife|husband|neighbou?r|ex-?colleague|friend|mate|partner) (?:of|to|is|works)|plays? \w+ with|went to school with|school with|used to work with|golfs? with)\b[^.;!?\n]{0,25}?(?:\b(?:from|at|of|for))?|"
    r"\b(?:in line|in keeping|on a par|comparable|compar(?:ed|ing)|similar(?:ly)?|identical) (?:to|with)|\bcompar(?:ed|es|ing|ison)\b[^.;!?\n]{0,30}?(?:\b(?:to|with|against)|what)|\b(?:just )?(?:as|like)(?: (?:at|with|for|in))?|\b(?:based|modelled|modeled) on|\bcop(?:y|ying|ied)(?: \w+)? (?:of|from)|"
    r"\b(?:as|the way|what|how|whatever) (?:we|they|i) (?:did|do|have|had|gave|give|made|charged?|quoted?|sold|sell|offer(?:ed)?|built|installed|put in|supplied|supply|use|used)(?: (?:it|this|them))?(?: (?:for|at|with|to|in|over at))?|\bwhat|\b(?:than|from)(?: (?:what|at|for|with))? the|\bthan(?: (?:at|for|with))?|"
    r"\b(?:spotted|saw|seen|noticed|liked|loved|admired|passed) (?:our|ours|the|it|them|one)\b[^.;!?\n]{0,30}?(?:at|in|for|on|outside|near)|\bheard\b[^.;!?\n]{0,25}?(?:from|via|through|at)|\b(?:got|had|found|has|took) (?:our|my|his|her|the) (?:number|name|details|card|contact|e-?mail)\b[^.;!?\n]{0,10}?(?:from|off|via|through)|"
    r"\brecommended (?:us )?(?:by|from|to \w+ by)|\b(?:tip|word|intro|recommendation|nudge|hint|introduction|referral) (?:from|via|through)|\b(?:mention(?:ed|s|ing)|name-?dropped|asks?|asked) (?:about )?|\b(?:whether|if|that) (?:we|i) (?:also |still |already )?(?:serve|supply|work (?:with|for)|do|have|look after|deal with|sell to|know|worked (?:with|for)|supplied|did)|"
    r"\b(?:told|tell|telling|showed|show|showing|sent|reminded)\b[^.;!?\n]{0,25}? about|\breferences?\b[^.;!?\n]{0,40}?(?:\b(?:suggested|gave|give|given|offered|named|sent|proposed|pointed|use|using|call|visit|see|is|are|from|like|of|him|her|them|to)\b|:)|\b(?:says?|said|thinks?|reckons?|hears?|read) (?:that )?|"
    r"\bsame\b[^.;!?\n]{0,40}? (?:as|for|at|with)|\b(?:instead of|rather than|apart from|besides|other than|bigger than|smaller than|near|close to|opposite|next to|across from|down the road from|round the corner from|behind|beside))\s+"
    + _ARTICLE
    + _SOMEBODY
    + r"(?:\w+ (?:and|&|or) )?"
    + _ARTICLE
    + "$",
    re.IGNORECASE,
)
_SPEAKS_FOR_US = re.compile(
    r"\s*(?:['\u2019]s)?\s*(?:(?:also |always |really )*(?:speaks? (?:so |very )?(?:highly|well)|recommend\w*|rav(?:es?|ed) about|vouch\w*|swears? by|put (?:him|her|them) (?:on|in touch)|sent (?:him|her|them)|told (?:him|her|them))\b|"
    r"(?:\w+ )?(?:charity )?(?:ball|gala|fundraiser|open day|party|f[e\u00ea]te|golf day|tournament|anniversary|wedding|funeral|awards?|barbecue|bbq|reunion)\b)",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:says?|said|thinks?|reckons?|hears?|read|asks?|asked|mention(?:ed|s|ing))(?: about| that)?\s+" + _ARTICLE + "$", re.IGNORECASE)  # fmt: skip
_AS_EXAMPLE = re.compile(r"(?:'s|\u2019s)?\s+" + _THING + r"\b|\s+(?:does|did|do|has|have|had|got|pays?|paid|uses?|used|ordered|bought)\b", re.IGNORECASE)  # fmt: skip
_ABOUT = re.compile(r"\b(?:about|like|as|on|from|than|with|using|use|after)\s+(?:the |our |that )$", re.IGNORECASE)


def beside_others(parties: Parties, text: str) -> Parties:
    """The parties; a client that is only named beside another one is none that the message is about."""
    ours = [party for party in parties.accounts if party.client and (party.id or party.ambiguous)]
    aside = [party for party in ours if _aside(text, party)]
    about = {party.id or party.name for party in parties.accounts if party.client and party not in aside}
    others = {row.account_id for row in (*parties.contacts, *parties.deals) if row.id and row.account_id}
    gone = [
        party for party in aside if party.id not in about and (about or others - {each.id for each in aside} - {None})
    ]
    if not gone:
        return parties
    return replace(parties, accounts=tuple(replace(p, client=False) if p in gone else p for p in parties.accounts))


def without_things(parties: Parties, text: str) -> Parties:
    """Without companies of several words that one everyday word in small letters would stand for: "the tower crane".

    A text in which no name is written large may call them so.
    """
    if not any(party.id and text[party.start : party.end].istitle() for party in parties.named):
        return parties

    def thing(party: Party) -> bool:
        said = text[party.start : party.end]
        return said.islower() and said in english_words() and (not party.id or len(words(party.name)) > 1)

    return replace(parties, accounts=tuple(party for party in parties.accounts if not thing(party)))


def _aside(text: str, party: Party) -> bool:
    before = re.split(r"[.;!?\n]\s", text[max(0, party.start - BEFORE) : party.start])[-1]
    after = text[party.end : party.end + AFTER]
    if _SPEAKS_FOR_US.match(after):
        return True
    if _SAYS.search(before):
        return False
    if _ABOUT.search(before) and _AS_EXAMPLE.match(after):
        return True
    return _LED.search(before) is not None
