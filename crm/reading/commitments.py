"""Commitments: what somebody says they, or somebody else, will do."""

from __future__ import annotations

import re
from functools import lru_cache

ACTIONS = (
    r"(?:send|share|provide|call|ring|email|e-mail|mail|forward|get back|follow up|follow-up|come back|circle back|"
    r"reach out|review|sign|schedule|set up|book|introduce|intro|prepare|deliver|confirm|update|pay|check|look into|"
    r"draft|write|submit|complete|finish|finali[sz]e|fix|resolve|ship|release|roll out|present|demo|discuss|talk|"
    r"speak|meet|join|attend|visit|loop|connect|ask|bring|add|include|remove|extend|renew|cancel|approve|investigate|"
    r"escalate|open|create|build|test|install|migrate|train|onboard|invite|arrange|organi[sz]e|coordinate|work on|"
    r"work with|take care|make sure|ensure|let (?:you|us|me|them|him|her) know|keep (?:you|us|me|them)|run|host|give|"
    r"issue|invoice|refund|credit|process|return|reply|respond|revert|put together|pull together|evaluate|decide|"
    r"provision|enable|upgrade|start|begin|kick off|launch|help|handle|own|drive|lead|do|have|get|move|push|take|ping)"
)
ADVERBS = (
    r"(?:(?:also|then|definitely|gladly|certainly|probably|try to|be sure to|make sure to|personally|just|"
    r"now|again|soon|likely) )*"
)
NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
TEAMS = (
    r"he|she|they|(?:the|our|their|your|his|her) (?:[\w-]+ )?(?:team|support|engineers?|legal|finance|csm|"
    r"ae|rep|manager|"
    r"cto|ceo|cfo|boss|lawyers?|clients?|customer|prospect|buyer|vendor|partner)"
)
OTHERS = rf"(?:(?i:{TEAMS})|(?!(?:I|We|This|That|It|There|What|Which|Who|When|If|You)\b){NAME})"
PATTERNS = (
    re.compile(
        r"\b(?P<who>[Ii]|[Ww]e)(?:['’]ll| will| shall|['’]m going to|['’]re going to| am going to|"
        r" are going to| promise to|"
        r" promised to| commit to| committed to| agreed to| plan to| intend to|['’]m happy to| can have)"
        r" (?!not\b|never\b|be (?!\w+ing\b|sure|back to you)|see (?:you|how|what|if)\b|need\b|have to (?:see|"
        r"think)|miss\b|probably not)"
    ),
    re.compile(
        rf"\b(?P<who>{OTHERS})"
        r"(?:['’]ll| will| shall| is going to| are going to| has agreed to| have agreed to| agreed to|"
        r" promised (?:me |us )?to|"
        rf" committed to| offered to| has promised to| promises to|"
        rf" undertook to) {ADVERBS}(?:be )?{ACTIONS}(?:ing|ting|ning)?\b"
    ),
    re.compile(
        rf"(?i:^(?:(?:next steps?|actions?(?: items?)?|to ?do|todo)\s*[:–-]\s*)?)(?P<who>{NAME}|I|[Mm]e|[Ww]e|"
        rf"[Uu]s) to {ADVERBS}{ACTIONS}\b"
    ),
)
BARE = re.compile(
    rf"(?i)^(?:(?:ok|okay|yes|sure|great|thanks|next steps?|and|then|so|also)[\s,:–-]+)*(?:will|going to|"
    rf"gonna|need to remember to) {ADVERBS}{ACTIONS}\b(?!.*\?$)"
)
PROMISED = re.compile(
    r"(?i)\b(?:you(?:['’]ll| will) (?:have|get|receive) (?:it|the|this|your|our|an?)\b|consider it done|"
    r"i owe (?:you|them|him|her)\b)"
)
QUESTION = re.compile(
    r"(?i)^(?:who|what|when|where|which|how|why|will|would|could|can|shall|should|do|does|did|is|are)\b.*\?$"
)


@lru_cache(4_096)  # a clause is asked about by several readers
def promiser(sentence: str) -> str | None:
    """Who promises in this sentence: a name, I, we, he, she, they; None where nobody does."""
    if QUESTION.match(sentence):
        return None
    for pattern in PATTERNS:
        match = pattern.search(sentence)
        if match:
            return _plain(match["who"])
    return "I" if BARE.match(sentence) or PROMISED.search(sentence) else None


def _plain(who: str) -> str:
    low = who.lower()
    return {"i": "I", "me": "I", "we": "we", "us": "we", "he": "he", "she": "she", "they": "they"}.get(low, who)
