"""When what a message tells of happened."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol

from crm.log.clauses import Clause, breaths
from crm.log.context import Context
from crm.log.days import find_days, find_time
from crm.log.due import Step
from crm.log.kinds import Event

_UNTIL = re.compile(
    r"\b(?:(?:put|mov\w+|push\w*|shift\w*|bump\w*|postpon\w+|resched\w+|chang\w+|bring|brought|swap\w*)\b[^.;!?\n]{0,40}?\b(?:from|to)|(?:the|his|her|their|our|that|this|an?) (?!calls?\b|meetings?\b|visits?\b|talks?\b|chats?\b|e-?mails?\b|mails?\b|messages?\b|lunch|demos?\b|night|evening|morning|afternoon|conversations?\b|end\b|rest\b|course\b|week)\w+ (?:of|from)|(?:receives?|sees|meets|hosts|expects|welcomes) (?:me|us)(?: on)?|until|till|til|(?:bumped|moved|shifted|pushed|postponed|rescheduled|delayed) (?:(?:us|me|him|her|them|it|this|that|back) )*to|auf|"
    r"(?:shut|closed|off|away|on leave|leave|holidays?|live|valid|available|free|back) (?:from|as of|on)|wef|w\.e\.f\.?|effective|with effect (?:from|of)|"
    r"correct\w*(?: (?:of|to|for|from))?|by|bis|promised|suggested|proposed|offered|before|after|since|due|ends?|expires?|starting|for|about|re|regarding|concerning)\s+(?:the\s|our\s|their\s)?$",
    re.IGNORECASE,
)
_SPEAKING_OF_NOW = re.compile(
    r"\b(?:is|are|'s|s|back|to be|(?:can(?:'t|not| not)?|won't|unable to) (?:\w+ ){0,3}?|will|wants?|needs?|kicks|starts|due|out|closes?|goes|go|ends?|comes?|arrives?|lands?|follows?|if|when)\b[^.;!?\n]*?"
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)\w*",
    re.IGNORECASE,
)
_IN_THE_PAST = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?!cancel|resched|postpon|moved|pushed|book|schedul|delay|expect)(?:\w{2,}ed|was|were|went|had|did|got|came|gave|made|took|sent|told|said)\b",
    re.IGNORECASE,
)
LONGEST_AGO = 180  # days; what lies further back is no date of what was just logged
MIDDAY = time(12)
_DATED = re.compile(
    r"^[ \t]*(?:(?:sent|date|gesendet|datum|enviado|inviato|envoyé|verzonden|skickat|sendt|fecha|data|dato)\s*:|(?:on|am)\b(?=.{5,100}(?:wrote|schrieb))|"
    r"\[?(?=\d{1,2}[./-]\d{1,2}[./-]\d{2,4},?\s\d{1,2}:\d\d))\s*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_WHEN = re.compile(r"^[ \t*\u2022-]*(?:when|date|datum|wann|on)[ \t]*:[ \t]*(.+)$", re.IGNORECASE | re.MULTILINE)


class Heard(Protocol):
    """A message taken apart."""

    @property
    def text(self) -> str: ...
    @property
    def sentences(self) -> Sequence[Clause]: ...
    @property
    def events(self) -> Sequence[Event]: ...
    @property
    def steps(self) -> Sequence[Step]: ...
    @property
    def pasted(self) -> bool: ...


def moment_of(heard: Heard, context: Context) -> datetime:
    """When it happened: a day that is past, named outside the next steps; else now."""
    return _When(context).moment(heard)


class _When:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._ahead: set[date] = set()  # the days of next steps

    def moment(self, heard: Heard) -> datetime:
        if heard.pasted and (match := _DATED.search(heard.text)):
            found = self._past_day(match[1])
            if found is not None:
                return self._moment(found, match[1])
        if not heard.pasted and (match := _WHEN.search(heard.text)):
            found = self._past_day(match[1])
            if found is not None:
                return self._moment(found, match[1])
        self._ahead = {step.due for step in heard.steps if step.due}
        for event in heard.events[:2]:
            for breath in _around(event):
                said = _blank(breath, heard.steps)
                found = self._past_day(said)
                if found is not None:
                    return self._moment(found, event.clause.text)
            said = _blank(event.clause, heard.steps)
            found = self._past_day(_SPEAKING_OF_NOW.sub(" ", said))
            if found is not None:
                return self._moment(found, event.clause.text)
        for part in heard.sentences:  # a title line: "Meeting summary // 29.09."
            if part.line == heard.sentences[0].line and len(part.text.split()) <= 3:
                found = self._past_day(_blank(part, heard.steps), sure=True)
                if found is not None:
                    return self._moment(found, "")
        opening = _blank(heard.sentences[0], heard.steps)
        if heard.events:
            found = self._past_day(opening[:40])
            return self._moment(found or self._context.today, opening if found else "")
        for sentence in heard.sentences:
            for breath in breaths(sentence):
                said = _blank(breath, heard.steps)
                found = self._past_day(said, sure=not _IN_THE_PAST.search(said))
                if found is not None:
                    return self._moment(found, said)
        return self._moment(self._context.today, "")

    def _past_day(self, text: str, *, sure: bool = False) -> date | None:
        """The first day in a text that is past; a bare weekday is not `sure` to be."""
        today = self._context.today
        for day in find_days(text, today, "past", day_first=self._context.day_first):
            if (
                not day.single
                or self._is_a_steps(day.text)
                or day.first > today
                or (today - day.first).days > LONGEST_AGO
                or day.by
                or day.until
                or _UNTIL.search(text[: day.start])
            ):
                continue
            if (
                not sure
                or not find_days(day.text, today, "future")[:1]
                or find_days(day.text, today, "future")[0].first <= today
            ):
                return day.first
        return None

    def _is_a_steps(self, said: str) -> bool:
        """Whether a weekday, said again, is that of a next step: "by Tuesday, no Wednesday ... yes, Wednesday"."""
        if not self._ahead:
            return False
        days = find_days(said, self._context.today, "future", day_first=self._context.day_first)
        return bool(days) and days[0].first > self._context.today and days[0].first in self._ahead

    def _moment(self, day: date, text: str) -> datetime:
        now = self._context.now
        at = find_time(text)
        if at is not None:
            moment = datetime.combine(day, at, now.tzinfo)
            return moment if moment <= now + timedelta(hours=1) else now
        return now if day == now.date() else datetime.combine(day, MIDDAY, now.tzinfo)


def _around(event: Event) -> list[Clause]:
    """The clauses of an event's sentence where its day may stand: its own, and the opening one."""
    parts = breaths(event.clause)
    own = [part for part in parts if part.start <= event.start < part.end]
    after = [part for part in parts if own and part.start > own[0].start and len(part.text.split()) <= 4]
    return [*own, *after[:2], *parts[:1]]


def _blank(clause: Clause, steps: Sequence[Step]) -> str:
    """A clause without its next steps, whose days lie ahead."""
    said = clause.text
    for step in steps:
        start, end = max(0, step.start - clause.start), max(0, step.end - clause.start)
        said = said[:start] + " " * (min(end, len(said)) - min(start, len(said))) + said[end:]
    return said
