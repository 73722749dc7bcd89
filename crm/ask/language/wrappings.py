"""How parts of a message that ask nothing are told: statements, occasions, courtesies, questions that point back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.ask.words import BESIDE


def _any(*names: str) -> str:
    return "|".join(each for name in names for each in BESIDE[name])


def _words(*names: str, before: str = r"\b", after: str = r"\b") -> re.Pattern[str]:
    return re.compile(f"{before}(?:{_any(*names)}){after}", re.IGNORECASE)


LEAD = rf"^(?:(?:{_any('joining', 'thanks')})\b[,!.]* ?)*"
ASKED = re.compile(
    rf"{LEAD}(?:{_any('asking', 'whether')})\b"
    r"|\b(?:how many|how much|how long|how often|which|what|who|whose|whom|tell me|show me|give me)\b",
    re.IGNORECASE,
)
ECHO = _words("echo", before=LEAD, after=r"\W*$")
COURTESY = re.compile(rf"^\W*(?:(?:{_any('thanks')})\b\W*)+$", re.IGNORECASE)
WHETHER = _words("whether", before="^")
HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
# a word of a statement's subject: in `the deals that slipped` no statement is made
SUBJECT = r"(?!(?:that|which|who|whose)\b)[\w’'-]+"
STATED = re.compile(
    rf"{LEAD}(?!(?:{_any('asking')})\b)(?:(?:{_any('subjects', 'begun')})\b"
    rf"|(?:the|some|a|an|this|that|my|our|these|those|one)\b(?: {SUBJECT}){{1,5}}? (?:{_any('said_verbs')})\b"
    rf"|(?!(?:{_any('opening_no_statement')})\b)"
    rf"[\w’'-]+(?: and [\w’'-]+| {SUBJECT})? (?:{_any('said_verbs')})\b)",
    re.IGNORECASE,
)
OCCASION = re.compile(
    r"^(?:before|after|for|ahead of|on) (?:my|our|the|tomorrow|today|tonight|a|an|next|this)\b", re.IGNORECASE
)
LIMITING = re.compile(
    rf"\b(?:{_any('limiting')})\b|\d(?![\d.:]*(?: ?(?:am|pm)\b| min| hour| o['’]?clock))", re.IGNORECASE
)
NARROWING = _words("narrowing")
AHEAD = _words("ahead")
OPENING = re.compile(
    r"\b(?:what(?:['’]?s)?|which|who(?:['’]?s)?|whose|how (?:many|much|long|often)|when|where|"
    r"(?:i|we) (?:would |['’]d )?(?:need|want|like)|"
    r"can you|could you|tell me|show me|give me)\b",
    re.IGNORECASE,
)
SPOKEN = re.compile(
    rf"\b(?:{_any('subjects', 'begun', 'thanks', 'spoken')})\b|\b[\w’'-]+ (?:{_any('said_verbs')})\b", re.IGNORECASE
)
# what somebody holds to be the answer
BELIEVED = re.compile(
    r"\b(?:claims?|claimed|thinks?|thought|bets?|swears?|swore|reckons?|guess(?:es)?|says?|said|suspects?|insists?|"
    r"money['’]?s? (?:is )?on)(?: that)?(?: it['’]?s| it is| its| they['’]?re| he['’]?s| she['’]?s)?\b",
    re.IGNORECASE,
)
POINTING = re.compile(r"\b(?:they|them|their|theirs|there|it|its)\b", re.IGNORECASE)
BACK = re.compile(
    r"\b(?:they|them|their|those|these|it|its|ones?"
    r"|(?:that|this)(?! (?:coming|past|week|month|quarter|year|morning|spring|summer|autumn|fall|winter|\w+day\b)))\b",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(r"\b(?:their|its)\b", re.IGNORECASE)
OBJECT = re.compile(r"\b(?:them|they|it)\b(?!['’])", re.IGNORECASE)
PERSON = re.compile(r"\b(?:she|he|him|her|his|hers)\b", re.IGNORECASE)
PERSONS_OWN = re.compile(r"\b(?:his|her)\b(?= \w)", re.IGNORECASE)


def pointed_at(text: str, clients: Sequence[str], persons: Sequence[str]) -> str:
    """The question with the one name that its `they`, or its `she`, stands for."""
    text = _put(text, clients, POSSESSIVE, OBJECT)
    return _put(text, persons, PERSONS_OWN, PERSON)


def _put(text: str, names: Sequence[str], own: re.Pattern[str], other: re.Pattern[str]) -> str:
    if len(set(names)) != 1:
        return text
    whose = own.sub(f"{names[0]}'s", text, count=1)
    return whose if whose != text else other.sub(names[0], text, count=1)
