"""New companies whose name says what they are: Willow Lane Vets, Hotel Sea Breeze, Finca Los Olmos."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crm.log.trades import TRADES
from crm.mentions import Mention
from crm.naming import COMPANY_NOUNS, LEGAL, TITLES, Token, common_words, company_kinds, tokens, word_set

LONGEST = 6  # words of a name
_INSIDE = word_set("de du des del della dei delle do da dos das di la le les los las el il lo d l dell dall y et e und and van von den der zum zur am im op t al")  # fmt: skip
_JOINT = re.compile(r" (?:& )?|-|'|\u2019")
_OPENERS = word_set(  # they begin a sentence or a line, and no name
    "a an the our my new newbie hi hey hello ok so and but yes no re fyi update note meeting call demo visit lunch coffee dinner walk enquiry inquiry lead prospect "
    "first second cold hot warm inbound from to at with for of in on by met meet saw rang rung spoke told got had went was were is took dropped popped swung heard sent "
    "good great big bad next last today yesterday monday tuesday wednesday thursday friday saturday sunday also now then just this that these those potential possible "
    "owner director manager boss dear client customer company firm add log please quick visita llamada reunion besuch anruf termin telefonat visite appel rendez chez bei con avec mit bezoek"
)
_OF_A_FIRM = word_set(  # before a kind of company they name a part or a sort of one: Customer Services, Public Health
    "customer client human head public social data sales product financial technical field professional shared general quality information power water raw media "
    "account accounts business central chief consumer corporate digital direct domestic economic european family federal foreign global group health home industrial "
    "interim internal international it joint key legal local management marketing medical mobile national online other our private project regional retail senior "
    "service state supply support team tech their trade training user web world"
)
_VERB = re.compile(r"[a-z]{3,}(?:ed|ing)")
_FRESH = re.compile(
    r"\b(?:new(?:bie|comer)?|tak(?:e|es|ing|en) over|took over|inherit\w*|fresh|cold|inbound|walk[- ]?in|leads?|prospects?|enquir(?:y|ies)|inquir(?:y|ies)|website|stand|fair|expo|first (?:call|visit|meeting|contact|time)|referr(?:al|ed)|"
    r"opportunity|nuev[oa]s?|neu(?:er|e|es)?|nouve(?:au|lle)|novo|nova|nuov[oa]|never (?:met|dealt)|owns?|owner of|runs?|manages?|called in)\b[^.;!?\n]{0,60}$|(?:^|\n)\W*(?:an? )?(?:brand )?new (?:one|lead|prospect|name|enquiry|inquiry|contact|client|customer|account|place)(?: for (?:me|us|the list))?[.!:]\s[^.;!?\n]{0,60}$",
    re.IGNORECASE,
)
_FRESH_AFTER = re.compile(
    r"[^.;!?\n]{0,12}\b(?:new (?:to us|one|lead|prospect|client|customer)|\(?(?:new|nuevos?|neu|nouveau|nuovi?|prospect|lead|inbound)\b|never (?:met|dealt|heard)|first (?:time|contact|visit|call))",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:^|[.!?:;\n(]\s*|\b(?:from|at|of|with|w/|visit(?:ed|ing)?|rang|called|phoned|met|saw|see|seeing|past|into|outside|opposite|next to|took over|taken over|over|inherited|to|for|client|customer|prospect|lead|by|in at|near|the|a la|bei|chez|en|con|from the|joins?|runs|owns|called|named|re)\s*:?\s+(?:the |la |el |l')?)$",
    re.IGNORECASE,
)


def new_companies(text: str, found: Sequence[Mention]) -> list[tuple[int, int]]:
    """Where companies stand that the record does not know, but that name themselves by what they are.

    Beside a client of the record they count only where the words around say that they are new.
    """
    known = any(mention.entity == "account" or mention.account_id for mention in found)
    spans = []
    for run in _runs(text, found):
        start, end = run[0].start, run[-1].end
        fresh = bool(_FRESH.search(text[max(0, start - 70) : start]) or _FRESH_AFTER.match(text[end : end + 60]))
        own = any(token.norm not in common_words() and not _kind(token) for token in run)
        own = own or len(run) > 2 or (run[-1].norm in COMPANY_NOUNS | TRADES and run[0].norm not in _OF_A_FIRM)
        if fresh or (not known and _LED.search(text[:start]) and own):
            spans.append((start, end))
    return spans


def _runs(text: str, found: Sequence[Mention]) -> Iterator[list[Token]]:
    """Neighbouring words written large that begin or end with a kind of company."""
    words = tokens(text)
    if text in {text.lower(), text.upper()}:
        return
    place = 0
    while place < len(words):
        run = _run(text, words, place, found)
        place += max(1, len(run))
        while run and (run[0].norm in _OPENERS | TITLES or (_opens(text, run[0]) and _VERB.fullmatch(run[0].norm))):
            run = run[1:]
        run = _cut(run)
        if run:
            yield run


def _run(text: str, words: Sequence[Token], place: int, found: Sequence[Mention]) -> list[Token]:
    run: list[Token] = []
    for token in words[place:]:
        if any(mention.start < token.end and token.start < mention.end for mention in found):
            break
        if run and not _JOINT.fullmatch(text[run[-1].end : token.start]):
            break
        inside = run and (token.norm in _INSIDE or (token.norm in {"of", "the"} and _kind(run[-1])))
        if not (token.capital and token.raw[0].isalpha()) and not inside:
            break
        run.append(token)
    while run and (not run[-1].capital or run[-1].norm in TITLES):
        run.pop()
    return run


def _cut(run: list[Token]) -> list[Token]:
    """The part of a run that is a company's name: up to its last kind, or from its first one on."""
    lasts = [n for n, token in enumerate(run) if n and _last(token)]
    if lasts:
        end = lasts[-1] + 1
        while end < len(run) and run[end].norm in LEGAL:
            end += 1
        return run[:end] if end <= LONGEST else []
    firsts = [n for n, token in enumerate(run) if token.norm in company_kinds()["first"] and n < len(run) - 1]
    return run[firsts[0] :][:LONGEST] if firsts else []


def _last(token: Token) -> bool:
    return token.norm in company_kinds()["last"] | COMPANY_NOUNS | TRADES


def _kind(token: Token) -> bool:
    return token.norm in company_kinds()["first"] or _last(token)


def _opens(text: str, token: Token) -> bool:
    return re.search(r"(?:^|[.!?:;\n]\s*)$", text[: token.start]) is not None
