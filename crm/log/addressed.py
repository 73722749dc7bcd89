"""Steps that are a colleague's because the sentence turns to that colleague: "Winston, fitting slots please, by Friday"."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crm.log.clauses import Clause
from crm.log.due import Step
from crm.log.owners import is_mine
from crm.log.people import Parties, Party

_PLEASE = r"(?:please|pls|plz|plse|kindly|por favor|s'il te pla[iî]t|bitte|thanks|thx|ta|cheers|thank you)"
_OPENING = re.compile(r"(?:^|[;:!?\n(\u2013-]\s*)\W*(?:(?:and|so|hey|hi|ok|then|also|plus|now|dear|@)\s*)*@?$", re.IGNORECASE)  # fmt: skip
_TURNS_TO = re.compile(  # after a name that opens: what is asked of its bearer
    rf"\s*[,:\u2013-]?\s+(?:{_PLEASE}\b|(?:can|could|would|will) (?:you|we|i)\b|(?:i|we)(?:'ll|\u2019ll)? need\b|make sure\b|don['\u2019]?t forget\b|be so kind\b|you(?:['\u2019]re| are|['\u2019]ve| have)? (?:to|get|got|do|take|on)\b)|[^.;!?\n]*\b{_PLEASE}\b",
    re.IGNORECASE,
)
_FOR_ONE = re.compile(  # before a name: what is given to its bearer
    rf"(?:\b{_PLEASE},?|,\s*|\s[-\u2013]\s|@|\b(?:over|down|up|on) to|\b(?:that['\u2019]?s|this is|it['\u2019]?s|one|job|task|homework|something) for|\b(?:job|task|homework|turn) of|\b(?:handed|delegated|passed|given|gave|assigned|allocated|entrusted|forwarded|briefed|left)\b[^.;!?\n]{{0,40}}\b(?:to|with)|\b(?:is|are|sits?|lies?|rests?|stays?|now) with|=|->|\u2192|\b(?:asked|told|nudged|chased|reminded|chasing|pinged)|\b(?:could|can|would|have|get|let|made|prepared|done|drawn up|written|sent|handled|taken care of) (?:by )?)\s*$",
    re.IGNORECASE,
)
_AT_LAST = re.compile(rf"(?:\s*,?\s*{_PLEASE}\b)?[\s.!?)]*$", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:asked|told|nudged|chased|reminded|chasing|pinged)\s*$", re.IGNORECASE)
_HAVE = re.compile(r"\b(?:could|can|would|have|get|let)\s*$", re.IGNORECASE)
_BY = re.compile(r"\b(?:made|prepared|done|drawn up|written|sent|handled|taken care of) by\s*$", re.IGNORECASE)
_DO = re.compile(r"\s+(?!and\b|or\b|in\b|on\b|at\b|is\b|was\b)[a-z]{2,}\b")
_ENDING = re.compile(rf"(?:\b{_PLEASE},?|,\s*|\s[-\u2013]\s|@)\s*$", re.IGNORECASE)
_OWNS = re.compile(
    r"(?:['\u2019]s)\s+(?:job|task|turn|homework|to do|baby|on (?:it|this|that|the|our|those)\b)|\s+(?:is|are) (?:on|doing|handling|sorting) (?:it|this|that|the|our|those)\b|\s+(?:has|owns|takes|gets|does|handles) (?:it|this|that)\b",
    re.IGNORECASE,
)
_IT_IS = re.compile(r"\b(?:it|that|this)(?:['\u2019]?s| is| will be)\s*$", re.IGNORECASE)  # "it's Milo who does it"
_WHO = re.compile(r"\s+(?:who|that)\s+(?:will |shall |must |should |can )?(?:\w+)", re.IGNORECASE)
_RETURNS = re.compile(r"\b(?:back|over|returned|answers?|replies) (?:to|with) (?:me|us)\b", re.IGNORECASE)
_BUSY = re.compile(r"(?:['\u2019]s| is| are)\s+(?:still |now )?\w{3,}ing\b")


def addressed(steps: Sequence[Step], sentences: Sequence[Clause], parties: Parties) -> list[Step]:
    """The steps; one of the author's with a day is a colleague's where its sentence gives it to that one."""
    return [replace(step, owner=_whose(step, sentences, parties) or step.owner) for step in steps]


def _whose(step: Step, sentences: Sequence[Clause], parties: Parties) -> str | None:
    sentence = next((each for each in sentences if each.start <= step.start < each.end), None)
    if step.owner != "author" or step.due is None or sentence is None:
        return None
    if is_mine(sentence.text[step.start - sentence.start :]):
        return None
    for user in parties.users:
        if sentence.start <= user.start < user.end <= sentence.end and _given(user, sentence):
            return user.name
    return _returning(step, sentence, parties)


def _given(user: Party, sentence: Clause) -> bool:
    lead, rest = sentence.text[: user.start - sentence.start], sentence.text[user.end - sentence.start :]
    if _OPENING.search(lead) and (_TURNS_TO.match(rest) or _OWNS.match(rest)):
        return True
    if _IT_IS.search(lead) and _WHO.match(rest):
        return True
    if _AT_LAST.fullmatch(rest) and _ENDING.search(lead) and lead.strip(" ,@-\u2013"):
        return True
    if _OWNS.match(rest) and re.search(r"(?:^|[,;\u2013-])\s*$", lead):
        return True
    if not _FOR_ONE.search(lead):
        return False
    if _ASKED.search(lead):
        return re.match(r"\s+(?:for|about|to)\b", rest) is not None
    if _HAVE.search(lead):
        return _DO.match(rest) is not None
    return not _ENDING.search(lead) or lead.rstrip().endswith("@")


def _returning(step: Step, sentence: Clause, parties: Parties) -> str | None:
    """Whoever is busy with what comes back: "Dana's redoing it, back to me on Friday"."""
    back = _RETURNS.search(sentence.text, max(0, step.start - sentence.start))
    if back is None:
        return None
    for person in sorted((*parties.users, *parties.contacts), key=lambda each: -each.start):
        at = person.end - sentence.start
        if sentence.start <= person.start and at <= back.start() and _BUSY.match(sentence.text[at:]):
            return person.name
    return None
