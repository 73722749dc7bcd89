"""Asks: what somebody wants somebody to do."""

from __future__ import annotations

import json
import math
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from crm.reading.features import features, without_leading

SURE = 0.7
CERTAIN = 0.95  # what a sentence of stock phrases must reach
DOUBTFUL = 0.2  # below it a sentence that has the words of a request is an advertisement's
LATELY = 4_096  # sentences whose signs are remembered: a clause is asked about by several readers
LONGEST = 400  # characters; longer "sentences" are tables and signatures
NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?"
BOILERPLATE = re.compile(
    r"(?i)\b(?:hesitate|feel free|unsubscribe|opt[- ]out|do not reply|please find (?:attached|enclosed|below)|"
    r"please see (?:attached|enclosed)|please accept|please note that|intended recipient|in error|"
    r"this (?:e-?mail|message) (?:is|and|may))\b"
    r"|address book|safe sender|mailing list|notification preferences|privacy policy"
    r"|\bif you\b.{0,60}\b(?:no longer|not (?:to |like |want |wish )?(?:to )?receive|wish to stop|stop receiving)\b"
    r"|\bclick\b|\bplease (?:an?|his|her|their|the)\b"
)
REQUEST = re.compile(
    r"(?i)\b(?:can|could|would|will) (?:you|someone|somebody|anyone|anybody|your team|one of you|either of you)\b"
    r"(?! (?:tell|believe|imagine)\?)"
    r"|\b(?:please|pls|plz|kindly) (?!d)[a-z]+|\bplease (?:do|don't|deliver|draft|discuss|dial|download)\b|, please\b"
    r"|(?<!to )(?<!will )(?<!ll )\b(?:(?:let|keep) (?:me|us) (?:know|posted|updated|have)|get back to (?:me|us))\b"
    r"|\b(?:would|do) you mind\b|\bwould it be possible\b|\bis it possible\b|\bany (?:chance|way) (?:you|we)\b"
    r"|\b(?:i|we)(?: would|'d|’d)? (?:really |very much |greatly )?(?:appreciate|be grateful)\b"
    r"|\b(?:i|we)(?: would|'d|’d)? (?:need|want|like|ask|expect) (?:you|someone|somebody|your team) to\b"
    r"|\b(?:can|could|may|shall) (?:i|we) (?:please |also |maybe |perhaps )?(?:get|have|see|ask|meet|talk|speak|set|"
    r"schedule|move|push|do|add|book|discuss|receive|expect|hop|jump|connect|chat)\b"
)
REPORTED = re.compile(
    r"(?i)\b(?:has |have |had |also |is |are |was |were )?(?:asked|asking|asks) (?:(?:\w+ ){0,2}?(?:for|"
    r"if|whether|that|about)\b|"
    r"(?:us|me|him|her|them|you|[\w'’-]+(?: [\w'’-]+)?) (?:to|for|if|whether)\b|to (?:see|get|have|"
    r"receive|be|meet|move|extend))"
    r"|(?<!the )(?<!your )(?<!all )(?<!as )\b(?:requested|requests|is requesting|are requesting|demanded|"
    r"demands|insisted on|insists on) "
    r"(?=(?:an?|the|that|to|our|more|some|another|us|we|\d|[a-z]+s)\b)"
    r"|\b(?:wants?|wanted|needs?|needed|expects?|would like|'d like|’d like) (?:us|me|you) to\b"
    r"|\b(?:he|she|they|client|customer|prospect|buyer|[A-Z][\w'’-]+) (?:also |now |really |still )?"
    r"(?:wants?|needs?|would like|is waiting for|are waiting for|expects?) "
    r"(?:(?:a|an|the|another|more|some|our|updated|revised|to (?:see|get|have|receive|schedule|meet|discuss|review)) )"
)
IMPERATIVE = re.compile(
    r"(?i)^(?:send|call|forward|review|confirm|provide|fill|complete|reply|respond|schedule|print|fax|sign|return|"
    r"submit|prepare|circulate|coordinate|arrange|share|draft|check|ask|give|tell|email|remind|invite|resend|advise|"
    r"bring|attend|copy|ping|loop|book|follow up|reach out|make sure|set up|get) "
    r"(?:me|us|him|her|them|it|this|that|these|those|the|a|an|your|our|my|his|their|all|any|each|everyone|with|to|in|on|"
    r"[A-Z][a-z]+)\b"
)
TO_WHOM = (
    re.compile(
        rf"\b(?i:asked|asks|asking|ask|want|wants|wanted|need|needs|remind|tell|told|"
        rf"like) (?P<who>{NAME}) (?:to|if|for)\b"
    ),
    re.compile(rf"\b(?i:can|could|would|will) (?P<who>{NAME}) (?!you\b)[a-z]+"),
    re.compile(rf"^(?P<who>{NAME})\s?[,:–-]\s?(?:(?:can|could|would|will) you|please|pls)"),
    re.compile(rf"(?i:(?:can|could|would|will) you\b.*?),\s?(?P<who>{NAME})\s?\?"),
)
OURS = re.compile(r"(?i)\b(?:asked|asks|asking|wants?|wanted|needs?|expects?|would like)\b")
TOGETHER = re.compile(r"(?i)\b(?:can|could|shall|may) we\b|\blet['’]s\b")
TIME = re.compile(r"(?i)\b(?:you|meet|meeting|call|discuss|talk|speak|visit|lunch|dinner|together)\b")
MINE = re.compile(r"(?i)\b(?:asked|asks|wants?|needs?|expects?|told) me (?:to|for)\b|\b(?:can|could|may|shall) i\b")


class _Model(NamedTuple):
    intercept: float
    threshold: float
    weights: dict[str, float]


@lru_cache(LATELY)
def is_request(sentence: str) -> bool:
    """Whether the sentence asks in so many words."""
    if BOILERPLATE.search(sentence):
        return False
    if REQUEST.search(sentence) or REPORTED.search(sentence):
        return True
    lead = without_leading(sentence.lower())
    return bool(IMPERATIVE.match(sentence[len(sentence) - len(lead) :]))


@lru_cache(LATELY)
def probability(sentence: str) -> float:
    """How likely a sentence of business mail asks something, by the fitted words and signs."""
    model = _model()
    known = [weight for one in features(sentence) if (weight := model.weights.get(one)) is not None]
    score = model.intercept + (sum(known) / math.sqrt(len(known)) if known else 0.0)
    return 1 / (1 + math.exp(-score))


def is_ask(sentence: str) -> bool:
    """Whether the sentence asks, by its words or by all its signs together."""
    if len(sentence) > LONGEST or not any(map(str.isalpha, sentence)):
        return False
    likely = probability(sentence)
    if BOILERPLATE.search(sentence):
        return likely > CERTAIN
    if likely > _model().threshold or (likely > DOUBTFUL and is_request(sentence)):
        return True
    return REPORTED.search(sentence) is not None


def asks_for_time(sentence: str) -> bool:
    """Whether a promise asks as well: "I'll call you Monday to discuss" wants the other's time."""
    return len(sentence) <= LONGEST and bool(TIME.search(sentence)) and probability(sentence) > SURE


def asked_of(sentence: str) -> str:
    """Who is to do it: a name, or I, we, you."""
    for pattern in TO_WHOM:
        match = pattern.search(sentence)
        if match:
            return match["who"]
    if MINE.search(sentence):
        return "I"
    if TOGETHER.search(sentence) or (OURS.search(sentence) and not re.search(r"(?i)\byou\b|\bplease\b", sentence)):
        return "we"
    return "you"


@cache
def _model() -> _Model:
    content = json.loads(Path(__file__).with_name("ask_weights.json").read_text(encoding="utf-8"))
    return _Model(content["intercept"], content["threshold"], content["weights"])
