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
_NEW_JOB = re.compile(
    r"\b(?:(?<!i )(?<!i have )(?<!i've )(?<!we )joine?(?:d|s|ing)|(?:starts?|started|starting|begins|began) (?:\w+ ){0,3}?(?:at|with|for)|(?:a |his |her )?(?:new|another|better) (?:job|role|post|position|gig) (?:at|with|is|was)|"
    r"(?:works|working|employed|sits|is|are|he's|she's) now (?:at|for|with|in)|now (?:works|working|employed|sits) (?:at|for|with|in)|(?:hired|headhunted|poached|snapped up|taken on|bought|acquired|swallowed|taken over) by|(?:resigned|quit|resigning|leaves|leaving|left) (?:\w+ ){0,2}?(?:for|to join|to go to|and went to|and joined)|"
    r"defect\w+ to|jump\w* ship to|transfer(?:red|s|ring)? to|merg\w+ with)\s+" + _ARTICLE + "$",
    re.IGNORECASE,
)
_OURS_AFTER = re.compile(
    r"(?:['\u2019]s?)? (?:\w+ )?(?:call|meeting|demo|session|visit|zoom|webinar|workshop|team|board|walk|tour|calls|meetings|kick-?off|trial|pilot|project)\b",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:(?:referr(?:al|ed)|intro(?:duced|duction)?|recommend(?:ed|ation)|tip(?:ped)?|lead|(?:number|name|details|card|contact)s?|word)(?: \w+){0,2}? (?:from|by|via|through|off)|thanks to|courtesy of|sent (?:to \w+ )?by|not to be confused with|(?:friend|mate|cousin|brother|sister|son|daughter|wife|husband|neighbou?r|partner|ex) (?:of|to))\s+$",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"(?: \w+)? (?:(?:gave|passed|handed|slipped)\b[^.;!?\n]{0,20}\b(?:my|our|his|her|their) (?:number|name|card|details|contact|e-?mail)|(?:put|sent|steered|pointed|tipped) (?:him|her|them|us|me) (?:on to|onto|in touch|our way|my way|our direction|to (?:us|me)|off)|(?:introduced|recommended|referred|connected) (?:us|me|him|her|them)\b)"
    r"|['\u2019]s (?:brother|sister|cousin|friend|mate|neighbou?r|wife|husband|son|daughter|uncle|aunt|nephew|niece|golf \w+|brother-in-law|sister-in-law|old (?:boss|colleague|mate))\b",
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
    ours = [party for party in parties.accounts if party.client]
    aside = [party for party in ours if _aside(text, party, known=bool(party.id or party.ambiguous))]
    about = {party.id or party.name for party in ours if party not in aside}
    others = {row.account_id for row in (*parties.contacts, *parties.deals) if row.id and row.account_id}
    gone = [
        party
        for party in aside
        if (party.id or party.name) not in about and (about or others - {each.id for each in aside} - {None})
    ]
    if not gone:
        return parties
    return replace(parties, accounts=tuple(replace(p, client=False) if p in gone else p for p in parties.accounts))


def without_introducers(parties: Parties, text: str) -> Parties:
    """The parties without people of other clients who only gave a name or a number, where somebody else is named."""

    def led_here(person: Party) -> bool:
        before = re.split(r"[.;!?\n]\s", text[max(0, person.start - BEFORE) : person.start])[-1]
        return _INTRODUCED.search(before) is not None or _INTRODUCES.match(text[person.end :]) is not None

    gone = [person for person in parties.contacts if person.id and led_here(person)]
    at = {person.account_id for person in gone}
    others = [each for each in parties.accounts if each.client and each.id not in at]
    others += [each for each in parties.contacts if each.id and each not in gone and each.account_id not in at]
    if not gone or not others:
        return parties
    return replace(parties, contacts=tuple(person for person in parties.contacts if person not in gone))


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


def _aside(text: str, party: Party, *, known: bool) -> bool:
    """Whether a client stands in words that name it beside another; one that is new only as somebody's new place."""
    before = re.split(r"[.;!?\n]\s", text[max(0, party.start - BEFORE) : party.start])[-1]
    after = text[party.end : party.end + AFTER]
    if _NEW_JOB.search(before) and not _OURS_AFTER.match(after):
        return True
    if not known:
        return False
    if _SPEAKS_FOR_US.match(after):
        return True
    if _SAYS.search(before):
        return False
    if _ABOUT.search(before) and _AS_EXAMPLE.match(after):
        return True
    return _LED.search(before) is not None
