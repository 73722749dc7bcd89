"""Which deal a message speaks of, and what it changes."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crm.log.amounts import deal_size
from crm.log.clauses import Clause
from crm.log.context import Context, KnownDeal, KnownStage
from crm.log.days import find_days, working_day
from crm.log.masks import masked
from crm.log.money import Money
from crm.log.people import Parties, Party
from crm.log.proposal import DealProposal
from crm.log.recalled import NEAR, far_beyond, near, recalled
from crm.log.stages import find_stage
from crm.model import Outcome
from crm.naming import common_words, words

_CLOSES = re.compile(
    r"\b(?:clos(?:e|es|ing)(?: date)?|(?:will |to |should |shall |must )be (?:signed|closed|decided|awarded|renewed)|decides|(?:will |to |should |expect(?:s|ed)? to |plan(?:s|ning)? to |going to |gonna |can |could |'ll )(?:close|sign|decide|buy|renew)|sign(?:ing|ature|s)?|decision|"
    r"expected|slip(?:s|ped|ping)?|push(?:es|ed|ing)\b(?! back on)|award(?:ed)?|land(?:s|ing)?|wrap (?:it |this )?up|get (?:it|this) done|paperwork|papers? signed|sig(?:\.|\b)|entscheidung|entscheide\w*|unterschrift|unterschreib\w*|unterzeichn\w*|abschluss|"
    r"delayed (?:to|until|till)|moved (?:to|out to|back to)|postponed (?:to|until|till))\b[^.;!?\n]{0,45}$",
    re.IGNORECASE,
)
_HISTORY = re.compile(r"(?<!\bbe )\b(?:signed|closed|renewed|won|lost)\b[^.;!?\n]{0,20}$", re.IGNORECASE)
_MEETS = re.compile(r"\b(?:meeting|call|demo|visit|mtg|review|session|workshop|chat)\b[^.;!?\n]{0,25}$", re.IGNORECASE)
_MOVED = re.compile(r"moved|push|postponed|delayed|slip", re.IGNORECASE)
_OTHER_THING = re.compile(
    r"\b(?:meeting|call|demo|visit|mtg|review|session|workshop|chat|lunch|dinner|coffee|opening|launch|delivery|go.?live|install\w*|"
    r"training|kick.?off|shipment|qbr|event|party)\b",
    re.IGNORECASE,
)
FAR = 2.0  # how many times an amount must be more or less than a deal that is not meant by it
SHORTEST_PLURAL = 3  # letters of a word that "s" makes several of: desks
CALLED = 3  # what a deal's word counts that stands before "deal"
_CALLED = re.compile(r"\b(?:the|their|that|this|our) (?P<what>[\w-]+) (?:deal|opp(?:ortunity)?|one|quote|order|project|contract|proposal)\b", re.IGNORECASE)  # fmt: skip
_WEEK = range(3, 7)  # days between the first and the last of a week
_ABOUT_DEAL = re.compile(
    r"\b(?:deal|opp(?:ortunity)?|renewal|expansion|upsell|contract|proposal|quote|order|tender|bid|rfp)\b",
    re.IGNORECASE,
)


def read_deal(
    sentences: Sequence[Clause], parties: Parties, account: Party | None, context: Context
) -> tuple[DealProposal | None, int | None]:
    """What the message says about a deal, and the deal's id where it is sure which one."""
    text = "\n".join(sentence.text for sentence in sentences if not sentence.question)
    plain = _without_names(_without_people(text, sentences, parties), sentences, parties)
    theirs = context.deals_of(account.id) if account and account.id else ()
    money = _meant(deal_size(plain, context.currency, context.country), account, context)
    money = None if money and money.metres and far_beyond(money.value, theirs) else money
    stage = stage_told(sentences, parties, context.stages)
    close = _close_date(sentences, parties, context)
    same = None if money else recalled(plain, theirs)
    amount = money.value if money else same.amount if same else near(plain, theirs)
    told = _telling(money, text, plain)
    known = _which(text, parties, account, context, told=told, touched=bool(amount or stage or close)) or same
    known = known or _of_that_size(amount, theirs)
    if known is None and amount is None and stage is None and close is None:
        return None, None
    currency = (
        ((money and money.currency) or (known.currency if known else None) or context.currency) if amount else None
    )
    proposal = DealProposal(
        name=known.name if known else None,
        amount=amount,
        currency=currency,
        stage=stage.name if stage else None,
        close_date=close,
    )
    return proposal, known.id if known else None


def stage_told(sentences: Sequence[Clause], parties: Parties, stages: Sequence[KnownStage]) -> KnownStage | None:
    """The stage that a message says a deal is in; names of those it may be about say nothing, and deals count as clients."""
    ours = replace(
        parties,
        accounts=(*(each for each in parties.accounts if each.client or each.id), *parties.deals),
        contacts=tuple(each for each in parties.contacts if each.id or each.ambiguous),
        deals=(),
    )
    return find_stage([masked(sentence, ours) for sentence in sentences], stages)


def _meant(money: Money | None, account: Party | None, context: Context) -> Money | None:
    """An amount that may be read in two ways is the one nearer to what the client's deals come to."""
    sizes = [deal.amount for deal in context.deals_of(account.id) if deal.amount] if account and account.id else []
    if money is None or money.other is None or not sizes:
        return money
    apart = {value: min(abs(math.log(value / size)) for size in sizes) for value in (money.value, money.other)}
    return replace(money, value=min(apart, key=lambda value: apart[value]))


def _without_people(text: str, sentences: Sequence[Clause], parties: Parties) -> str:
    """The text with clients and people masked: who else is named quotes against us."""
    whom = Parties(tuple(p for p in parties.accounts if p.client), parties.contacts, parties.users)
    asked = "\n".join(masked(sentence, whom).text for sentence in sentences if not sentence.question)
    return asked if len(asked) == len(text) else text


def _without_names(text: str, sentences: Sequence[Clause], parties: Parties) -> str:
    """The text without names that hold numbers, which are no amounts."""
    for party in (*parties.products, *parties.deals):
        for sentence in sentences:
            if sentence.start <= party.start < sentence.end:
                said = sentence.text[party.start - sentence.start : party.end - sentence.start]
                if any(char.isdigit() for char in said):
                    text = text.replace(said, "x" * len(said))
    return text


def _telling(money: Money | None, text: str, plain: str) -> str:
    """The sentence that says the amount; the whole text where none does."""
    parts = text.split("\n")
    if money is None or len(plain) != len(text):
        return text
    at = 0
    for part in parts:
        if at <= money.start <= at + len(part):
            return part
        at += len(part) + 1
    return text


def _of_that_size(amount: float | None, deals: Sequence[KnownDeal]) -> KnownDeal | None:
    """The one open deal that an amount comes near to, where it is far from all others."""
    sizes = [(deal, deal.amount) for deal in deals if deal.outcome is Outcome.OPEN]
    if amount is None or any(size is None or size <= 0 for _, size in sizes):
        return None
    apart = sorted((abs(math.log(amount / size)), place) for place, (_, size) in enumerate(sizes) if size)
    if not apart or apart[0][0] > math.log(NEAR) or (len(apart) > 1 and apart[1][0] < math.log(FAR)):
        return None
    return sizes[apart[0][1]][0]


def _which(
    text: str, parties: Parties, account: Party | None, context: Context, *, told: str, touched: bool
) -> KnownDeal | None:
    named = [party for party in parties.deals if party.id]
    at = account.id if account and account.id else next((party.account_id for party in named if party.account_id), None)
    deals = context.deals_of(at) if at else ()
    if len({party.id for party in named}) == 1:
        return next((deal for deal in deals if deal.id == named[0].id), None)
    spoken = _spoken_of(told, deals, account) or _spoken_of(text, deals, account)
    if spoken is not None:
        return spoken
    still_open = [deal for deal in deals if deal.outcome is Outcome.OPEN]
    if len(still_open) == 1 and (touched or _ABOUT_DEAL.search(text)):
        return still_open[0] if touched else None
    return None


def _spoken_of(text: str, deals: Sequence[KnownDeal], account: Party | None) -> KnownDeal | None:
    """The one deal whose own words ("renewal", a product) the text holds."""
    said = {_stem(word) for word in words(text)}
    own = {_stem(word) for word in words(account.name)} if account else set()
    called = {_stem(word) for match in _CALLED.finditer(text) for word in words(match["what"])}
    scores: list[tuple[int, bool, KnownDeal]] = []
    for deal in deals:
        parts = {_stem(word) for word in (*words(deal.name), *words(deal.product or "")) if len(word) > 2} - own
        parts -= {"deal", "the", "and", "for", "opportunity", "project"}
        score = sum(2 if part not in common_words() else 1 for part in parts & said)
        score += CALLED * len(parts & called)
        if score:
            scores.append((score, deal.outcome is Outcome.OPEN, deal))
    if not scores:
        return None
    best = max(score[:2] for score in scores)
    chosen = [deal for score, is_open, deal in scores if (score, is_open) == best]
    return chosen[0] if len(chosen) == 1 else None


def _stem(word: str) -> str:
    for end in ("ing", "als", "al", "ed", "s"):
        if len(word) > len(end) + 4 and word.endswith(end):
            return word[: -len(end)]
    return word[:-1] if len(word) > SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss") else word


def _close_date(sentences: Sequence[Clause], parties: Parties, context: Context) -> date | None:
    """The day on which the deal is to close, as the message says; the end of a stretch."""
    for sentence in sentences:
        if sentence.question:
            continue
        for day in find_days(sentence.text, context.today, "future", day_first=context.day_first):
            before = sentence.text[: day.start]
            cue = _CLOSES.search(before)
            if cue is not None and day.last >= context.today and not _of_something_else(before, cue):
                if any(
                    sentence.start <= user.start < sentence.start + cue.start() <= user.end + 4
                    for user in parties.users
                ):
                    continue  # what a colleague is to decide
                return working_day(day.last) if (day.last - day.first).days in _WEEK else day.last
    return None


def _of_something_else(before: str, cue: re.Match[str]) -> bool:
    """Whether the day is that of a meeting, an opening, or of what is done already."""
    if _HISTORY.search(before) or _MEETS.search(before[cue.start() :]):
        return True
    return _MOVED.match(cue.group()) is not None and _OTHER_THING.search(before[: cue.start()]) is not None
